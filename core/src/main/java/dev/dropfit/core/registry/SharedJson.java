package dev.dropfit.core.registry;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import dev.dropfit.core.IndentedJson;
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
    private final boolean replaceable;

    private SharedJson(Bucket bucket, String name, boolean replaceable) {
        this.bucket = bucket;
        this.name = name;
        this.replaceable = replaceable;
    }

    /** An object whose content can be made again: a change replaces a damaged one. */
    static SharedJson replaceable(Bucket bucket, String name) {
        return new SharedJson(bucket, name, true);
    }

    /** An object whose content nobody can make again: a change keeps a damaged one, and fails. */
    static SharedJson kept(Bucket bucket, String name) {
        return new SharedJson(bucket, name, false);
    }

    /** A change of the content. */
    @FunctionalInterface
    interface Change {
        /**
         * The new content; empty to leave the object as it is. May be called several times.
         *
         * @param content empty if there is no object, or a damaged one that can be made again
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
     * @throws DamagedObjectException when the object is damaged and can't be made again
     */
    void change(Change change) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Optional<StoredObject> stored = bucket.read(name);
            long generation =
                    stored.map(StoredObject::info).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
            Optional<JsonObject> content = content(stored);
            if (stored.isPresent() && content.isEmpty() && !replaceable) {
                throw new DamagedObjectException(name);
            }
            Optional<JsonObject> changed = change.of(content);
            if (changed.isEmpty()) {
                return;
            }
            try {
                bucket.write(name, IndentedJson.bytes(changed.get()), generation);
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
