package dev.dropfit.core.registry;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import java.io.IOException;
import java.util.Optional;

/** The dataset of a model: the object that was written last, compressed or not. */
public final class CurrentDataset {
    private CurrentDataset() {}

    /** Finds it in the data bucket; empty when there is none. */
    public static Optional<ObjectInfo> find(Bucket data, ModelName model) throws IOException {
        return newest(data, model.dataset(), model.compressedDataset());
    }

    /** The one of two objects that was written last; empty when there is none. Generations are times, so those of both objects compare. */
    public static Optional<ObjectInfo> newest(Bucket data, String plain, String compressed) throws IOException {
        Optional<ObjectInfo> first = data.find(plain);
        Optional<ObjectInfo> second = data.find(compressed);
        if (first.isEmpty() || second.isEmpty()) {
            return first.isPresent() ? first : second;
        }
        return second.get().generation() > first.get().generation() ? second : first;
    }
}
