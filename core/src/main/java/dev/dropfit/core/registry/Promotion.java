package dev.dropfit.core.registry;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A change of what is served.
 *
 * @param time when latest was changed, by the store's clock
 * @param from the version served before, null if there was none or it is not known
 * @param to the version served since
 * @param reason what changed it, and what a person had to say of it
 */
public record Promotion(Instant time, @Nullable String from, String to, Reason reason) {
    /** What can change latest. */
    public enum Why {
        GATE,
        ROLLBACK,
        FORCED;

        /** As it is written in records. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What changes latest.
     *
     * @param who the person, empty if it was none
     * @param note what the person had to say of it, empty if nobody was asked
     */
    public record Reason(Why why, String who, String note) {
        /** The gate let a challenger pass. */
        public static final Reason GATE = new Reason(Why.GATE, "", "");
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("time", time.toString());
        json.addProperty("from", from);
        json.addProperty("to", to);
        json.addProperty("why", reason.why().text());
        json.addProperty("who", reason.who());
        json.addProperty("note", reason.note());
        return json;
    }
}
