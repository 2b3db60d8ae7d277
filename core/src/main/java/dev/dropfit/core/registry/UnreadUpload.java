package dev.dropfit.core.registry;

import com.google.gson.JsonObject;
import dev.dropfit.core.Text;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * An object of the data bucket that starts no run, because of its place, its name or its kind.
 *
 * @param object its name, truncated to {@link #MAX_NAME} characters
 * @param generation of the object
 * @param model the model that it is probably for; empty if that is unknown
 * @param advice which object it is, and what to do; truncated to {@link #MAX_ADVICE} characters
 * @param time when its event arrived
 */
public record UnreadUpload(String object, long generation, Optional<ModelName> model, String advice, Instant time) {
    /** The maximum length of a name: together with the others it keeps the note of all uploads small. */
    static final int MAX_NAME = 200;

    static final int MAX_ADVICE = 600;

    /** Truncates the texts, which depend on what users upload. */
    public UnreadUpload {
        object = Text.truncate(object, MAX_NAME);
        advice = Text.truncate(advice, MAX_ADVICE);
    }

    /** Reads a note; empty if it is damaged. */
    static Optional<UnreadUpload> read(JsonFields json) {
        try {
            return json.text("advice").isEmpty()
                    ? Optional.empty()
                    : Optional.of(new UnreadUpload(
                            json.text("object"),
                            json.whole("generation").orElse(0),
                            ModelName.parse(json.text("model")),
                            json.text("advice"),
                            Instant.parse(json.text("time"))));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("object", object);
        json.addProperty("generation", Long.toString(generation));
        json.addProperty("model", model.map(ModelName::value).orElse(""));
        json.addProperty("advice", advice);
        json.addProperty("time", time.toString());
        return json;
    }

    /** Whether the note is about the same object; a repeated event has the same generation too. */
    boolean isOf(UnreadUpload other) {
        return object.equals(other.object);
    }
}
