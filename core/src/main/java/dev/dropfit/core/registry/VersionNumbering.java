package dev.dropfit.core.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The object {@code {model}/versions.json}, which has the versions of a model in the order of their numbers. A version is only ever appended,
 * by compare-and-swap, and nothing removes one: so a number is given once. Thread-safe, and safe between processes.
 */
final class VersionNumbering {
    /** Of several runs that end at the same time, each is soon the only one that is left. */
    private static final int ATTEMPTS = 100;

    private static final String KEY = "versions";

    private final Registry registry;
    private final Bucket bucket;
    private final ModelName model;
    private final String name;

    VersionNumbering(Registry registry, Bucket bucket, ModelName model) {
        this.registry = registry;
        this.bucket = bucket;
        this.model = model;
        this.name = model + "/versions.json";
    }

    /** The numbers as they are now. */
    VersionNumbers read() throws IOException {
        return read(bucket.read(name));
    }

    /**
     * Numbers a version, unless it has a number.
     *
     * @throws PreconditionFailedException when other runs were faster very often
     */
    void add(Version version) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Optional<StoredObject> stored = bucket.read(name);
            long generation =
                    stored.map(StoredObject::info).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
            VersionNumbers numbers = read(stored);
            if (stored.isPresent() && numbers.contains(version)) {
                return;
            }
            List<Version> versions = new ArrayList<>(numbers.versions());
            if (!numbers.contains(version)) {
                versions.add(version);
            }
            JsonObject json = new JsonObject();
            json.add(
                    KEY,
                    JsonFields.strings(versions.stream().map(Version::value).toList()));
            try {
                bucket.write(name, Registry.bytes(json), generation);
                return;
            } catch (PreconditionFailedException faster) {
                if (attempt == ATTEMPTS) {
                    throw faster;
                }
            }
        }
    }

    /** Without the object, or with a damaged one, the runs that are recorded have numbers by their versions. */
    private VersionNumbers read(Optional<StoredObject> stored) throws IOException {
        Optional<List<Version>> versions = stored.isPresent() ? versions(stored.get()) : Optional.empty();
        return new VersionNumbers(versions.isPresent() ? versions.get() : registry.recordedVersions(model));
    }

    private static Optional<List<Version>> versions(StoredObject stored) throws IOException {
        try {
            Optional<JsonObject> json = Registry.parse(stored);
            if (json.isEmpty() || !(json.get().get(KEY) instanceof JsonArray array)) {
                return Optional.empty();
            }
            List<Version> versions = new ArrayList<>();
            for (JsonElement element : array) {
                versions.add(new Version(element.getAsString()));
            }
            return Optional.of(versions);
        } catch (JsonParseException
                | IllegalArgumentException
                | IllegalStateException
                | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }
}
