package dev.dropfit.monitor.dashboard.change;

import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** What a dashboard may change, where it may change something. Thread-safe. */
public interface Operations {
    /** The longest dataset that {@link #drop} takes, in bytes. */
    long maxBytes();

    /**
     * Puts a dataset into the data bucket, whole or not at all.
     *
     * @param csv its bytes; not closed
     * @throws IOException when it can't be read to its end or written
     */
    void drop(ModelName model, InputStream csv) throws IOException;

    /** How far the runs that are under way have come. */
    Map<ModelName, Progress> progress();
}
