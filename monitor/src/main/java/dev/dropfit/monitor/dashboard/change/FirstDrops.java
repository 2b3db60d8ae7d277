package dev.dropfit.monitor.dashboard.change;

import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The first datasets of models, which wait until a person has said what to predict. Implemented by the host of the dashboard. Thread-safe. */
public interface FirstDrops {
    /** Whether the model has neither a dataset nor settings yet. */
    boolean isFirst(ModelName model);

    /** Keeps a dataset until {@link #take} or the next one; does not close the stream. */
    void keep(ModelName model, InputStream csv) throws IOException;

    /**
     * How training would read the dataset that waits.
     *
     * @param label the column to predict; empty for the one that training would choose
     * @return empty when none waits, or when it is so large, or so far from a table, that there is nothing to ask
     */
    Optional<FirstDataset> look(ModelName model, Optional<String> label) throws IOException;

    /**
     * Puts the dataset that waits into the data bucket, and its settings before it.
     *
     * @param settings the text of {@code dropfit.json}; empty for none
     */
    void take(ModelName model, Optional<String> settings) throws IOException;
}
