package dev.dropfit.core.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.Bucket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The object {@code {model}/versions.json}, which has the versions of a model in the order of their numbers. A version is only ever appended,
 * by compare-and-swap, and nothing removes one: so a number is given once. Thread-safe, and safe between processes.
 */
final class VersionNumbering {
    private static final String KEY = "versions";

    private final Registry registry;
    private final ModelName model;
    private final SharedJson object;

    VersionNumbering(Registry registry, Bucket bucket, ModelName model) {
        this.registry = registry;
        this.model = model;
        this.object = SharedJson.replaceable(bucket, model + "/versions.json");
    }

    /** The numbers as they are now. */
    VersionNumbers read() throws IOException {
        return numbers(versions(object.read()));
    }

    /** Numbers a version, unless it has a number. */
    void add(Version version) throws IOException {
        object.change(content -> {
            Optional<List<Version>> numbered = versions(content);
            VersionNumbers numbers = numbers(numbered);
            boolean known = numbers.contains(version);
            if (known && numbered.isPresent()) {
                return Optional.empty();
            }
            List<Version> versions = new ArrayList<>(numbers.versions());
            if (!known) {
                versions.add(version);
            }
            JsonObject json = new JsonObject();
            json.add(
                    KEY,
                    JsonFields.strings(versions.stream().map(Version::value).toList()));
            return Optional.of(json);
        });
    }

    /** Without the object, or with a damaged one, the runs that are recorded have numbers by their versions. */
    private VersionNumbers numbers(Optional<List<Version>> versions) throws IOException {
        return new VersionNumbers(versions.isPresent() ? versions.get() : registry.recordedVersions(model));
    }

    private static Optional<List<Version>> versions(Optional<JsonObject> content) {
        if (content.isEmpty() || !(content.get().get(KEY) instanceof JsonArray array)) {
            return Optional.empty();
        }
        try {
            List<Version> versions = new ArrayList<>();
            for (JsonElement element : array) {
                versions.add(new Version(element.getAsString()));
            }
            return Optional.of(versions);
        } catch (IllegalArgumentException | IllegalStateException | UnsupportedOperationException damaged) {
            return Optional.empty();
        }
    }
}
