package dev.dropfit.monitor.dashboard.change;

import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** What a dashboard can change, implemented by its host. Thread-safe. */
public interface Operations {
    /** The maximum size of a dataset for {@link #drop}, in bytes. */
    long maxBytes();

    /**
     * Puts a dataset into the data bucket, completely or not at all.
     *
     * @param csv its bytes; this method does not close it
     * @throws IOException when it can't be read completely or written
     */
    void drop(ModelName model, InputStream csv) throws IOException;

    /** The generation of the newest dataset of a model; 0 when there is none. */
    long newestDataset(ModelName model) throws IOException;

    /** The first datasets of models, about which a person is asked; empty when they are trained at once. */
    default Optional<FirstDrops> firstDrops() {
        return Optional.empty();
    }

    /** The progress of the current runs. */
    Map<ModelName, Progress> progress();
}
