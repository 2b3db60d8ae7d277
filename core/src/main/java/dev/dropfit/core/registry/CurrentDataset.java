package dev.dropfit.core.registry;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import java.io.IOException;
import java.util.Optional;

/** The dataset of a model: the object that was written last, compressed or not. */
public final class CurrentDataset {
    private CurrentDataset() {}

    /** Finds it in the data bucket; empty when there is none. Generations are times, so those of both objects compare. */
    public static Optional<ObjectInfo> find(Bucket data, ModelName model) throws IOException {
        Optional<ObjectInfo> plain = data.find(model.dataset());
        Optional<ObjectInfo> compressed = data.find(model.compressedDataset());
        if (plain.isEmpty() || compressed.isEmpty()) {
            return plain.isPresent() ? plain : compressed;
        }
        return compressed.get().generation() > plain.get().generation() ? compressed : plain;
    }
}
