package dev.dropfit.core.registry;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.RowSample;
import dev.dropfit.core.model.file.ModelFile;
import java.io.IOException;
import java.util.Optional;

/**
 * What was served when it was looked at.
 *
 * @param object the object that was read; empty when nothing is served
 * @param model the model in it; empty when nothing is served, or when it can't be read
 * @param rows some rows of the dataset of the model; empty when its file has none
 * @param problem why it can't be read, else empty
 */
public record Latest(Optional<ObjectInfo> object, Optional<Model> model, Optional<RowSample> rows, String problem) {
    /** Nothing is served. */
    public static final Latest NONE = new Latest(Optional.empty(), Optional.empty(), Optional.empty(), "");

    /** Reads latest whole. */
    public static Latest read(Registry registry, ModelName model) throws IOException {
        Optional<StoredObject> stored = registry.readLatest(model);
        if (stored.isEmpty()) {
            return NONE;
        }
        try (StoredObject object = stored.get()) {
            Optional<ObjectInfo> info = Optional.of(object.info());
            try {
                byte[] file = ModelFile.bytes(object);
                return new Latest(info, Optional.of(ModelFile.read(file)), ModelFile.readRows(file), "");
            } catch (InvalidModelException e) {
                return new Latest(info, Optional.empty(), Optional.empty(), String.valueOf(e.getMessage()));
            }
        }
    }

    /** The version that is served; empty when there is none, or none that can be read. */
    public Optional<Version> version() {
        return model.flatMap(served -> Version.parse(served.version()));
    }

    /** Whether this version is served. */
    public boolean is(Version version) {
        return version().filter(version::equals).isPresent();
    }

    /** The generation that a change of latest expects to find. */
    long generation() {
        return object.map(ObjectInfo::generation).orElse(Bucket.ABSENT);
    }
}
