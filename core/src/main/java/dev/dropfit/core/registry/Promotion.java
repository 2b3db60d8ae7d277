package dev.dropfit.core.registry;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change of the served version.
 *
 * @param time when latest was changed, by the store's clock
 * @param from the version served before, null if there was none or it is not known
 * @param to the version served since
 * @param reason why it was changed
 */
public record Promotion(Instant time, @Nullable String from, String to, Reason reason) {
    /** What can change latest. */
    public enum Why {
        GATE,
        ROLLBACK,
        FORCED,
        /** A trial on live traffic ended well. */
        CANARY,
        /** Its record says something that this release does not know. */
        UNKNOWN;

        private static Why parse(String text) {
            return Arrays.stream(values())
                    .filter(why -> why.text().equals(text))
                    .findFirst()
                    .orElse(UNKNOWN);
        }

        /** As it is written in records. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What changes latest.
     *
     * @param who the person; empty if it was the trainer
     * @param note the person's reason; empty if none was given
     */
    public record Reason(Why why, String who, String note) {
        /** The gate let a challenger pass. */
        public static final Reason GATE = new Reason(Why.GATE, "", "");
    }

    /**
     * Reads a record.
     *
     * @param time when the record's name says that latest was changed; the record says it more precisely
     * @param to the version that the record's name has
     */
    static Promotion read(JsonObject object, Instant time, Version to) {
        JsonFields json = new JsonFields(object);
        String from = json.text("from");
        return new Promotion(
                time(json.text("time")).orElse(time),
                from.isEmpty() ? null : from,
                to.value(),
                new Reason(Why.parse(json.text("why")), json.text("who"), json.text("note")));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
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
