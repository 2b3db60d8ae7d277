package dev.dropfit.monitor.dashboard.change;

import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** The first datasets of models, which wait until a person has said what to predict. Implemented by the host of the dashboard. Thread-safe. */
public interface FirstDrops {
    /** Whether the model has neither a dataset nor settings yet. */
    boolean isFirst(ModelName model);

    /** Keeps a dataset until {@link #take} or the next one; does not close the stream. */
    void keep(ModelName model, InputStream csv) throws IOException;

    /** The names of the columns of the dataset that waits; empty when none waits, or it has none. */
    List<String> columns(ModelName model) throws IOException;

    /**
     * How training would read the dataset that waits.
     *
     * @param answer what was said so far
     * @return empty when none waits, or when it is so far from a table that there is nothing to ask
     */
    Optional<FirstDataset> look(ModelName model, FirstAnswer answer) throws IOException;

    /**
     * Puts the dataset that waits into the data bucket, and its settings before it.
     *
     * @param answer what was said about it
     * @return as for {@link Operations#drop}
     * @throws RefusedException likewise; then the dataset does not wait any more
     */
    List<String> take(ModelName model, FirstAnswer answer) throws IOException, RefusedException;
}
