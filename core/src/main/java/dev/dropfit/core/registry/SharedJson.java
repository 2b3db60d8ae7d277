package dev.dropfit.core.registry;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import java.io.IOException;
import java.util.Optional;

/**
 * An object with JSON that several processes change, by compare-and-swap: no change is lost. Thread-safe, and safe between processes.
 */
final class SharedJson {
    /** Of several writers at the same time, each is soon the only one that is left. */
    private static final int ATTEMPTS = 100;

    private final Bucket bucket;
    private final String name;

    /** @param name of the object */
    SharedJson(Bucket bucket, String name) {
        this.bucket = bucket;
        this.name = name;
    }

    /** A change of the content. */
    @FunctionalInterface
    interface Change {
        /**
         * The new content; empty to leave the object as it is. May be called several times.
         *
         * @param content empty if there is no object, or a damaged one
         */
        Optional<JsonObject> of(Optional<JsonObject> content) throws IOException;
    }

    /** The content; empty if there is no object, or a damaged one. */
    Optional<JsonObject> read() throws IOException {
        return content(bucket.read(name));
    }

    /**
     * Changes the content.
     *
     * @throws PreconditionFailedException when other writers were faster very often
     */
    void change(Change change) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Optional<StoredObject> stored = bucket.read(name);
            long generation =
                    stored.map(StoredObject::info).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
            Optional<JsonObject> changed = change.of(content(stored));
            if (changed.isEmpty()) {
                return;
            }
            try {
                bucket.write(name, Registry.bytes(changed.get()), generation);
                return;
            } catch (PreconditionFailedException faster) {
                if (attempt == ATTEMPTS) {
                    throw faster;
                }
            }
        }
    }

    private static Optional<JsonObject> content(Optional<StoredObject> stored) throws IOException {
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Registry.parse(stored.get());
        } catch (JsonParseException damaged) {
            return Optional.empty();
        }
    }
}
