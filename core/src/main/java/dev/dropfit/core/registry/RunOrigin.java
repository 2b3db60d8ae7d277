package dev.dropfit.core.registry;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.Optional;

/**
 * Where a run comes from.
 *
 * @param version of the run; empty when its record does not say
 * @param timestamp when the newest input was created, in ISO 8601; empty for a model that was trained from a file
 * @param revision of the code that trained; empty for a model that was trained from a file
 * @param inputs the generations that it was trained on; empty for a model that was trained from a file
 * @param settings {@code dropfit.json} as compact JSON; empty if there was none, and in records of earlier releases
 */
public record RunOrigin(
        String version, String timestamp, String revision, Optional<Inputs> inputs, Optional<String> settings) {
    /** A run of objects in the data bucket. */
    public static RunOrigin of(Version version, String revision, Inputs inputs) {
        return new RunOrigin(
                version.value(), version.time().toString(), revision, Optional.of(inputs), Optional.empty());
    }

    /** A run of a file, without buckets. */
    public static RunOrigin ofFile(Version version) {
        return new RunOrigin(version.value(), "", "", Optional.empty(), Optional.empty());
    }

    /**
     * The same origin with the settings of the run.
     *
     * @param text of {@code dropfit.json}; left out if it is no JSON object
     */
    public RunOrigin with(String text) {
        return new RunOrigin(version, timestamp, revision, inputs, compact(text));
    }

    private static Optional<String> compact(String text) {
        try {
            JsonElement json = JsonParser.parseString(text);
            return json.isJsonObject() ? Optional.of(json.toString()) : Optional.empty();
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }
}
