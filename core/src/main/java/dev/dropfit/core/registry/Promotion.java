package dev.dropfit.core.registry;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A change of what is served.
 *
 * @param time when latest was changed
 * @param from the version served before, null if there was none
 * @param to the version served since
 * @param why what changed it
 * @param note what a person had to say of it, empty if none was asked
 */
public record Promotion(Instant time, @Nullable String from, String to, Why why, String note) {
    /** What can change latest. */
    public enum Why {
        GATE,
        ROLLBACK,
        FORCED
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("time", time.toString());
        json.addProperty("from", from);
        json.addProperty("to", to);
        json.addProperty("why", why.name().toLowerCase(Locale.ROOT));
        json.addProperty("note", note);
        return json;
    }
}
