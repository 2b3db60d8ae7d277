package dev.dropfit.monitor.dashboard.change;

import dev.dropfit.core.registry.BatchFile;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.dashboard.http.Login;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import dev.dropfit.monitor.dashboard.read.SameRows;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a dashboard can change, and what it can learn from datasets, implemented by its host. Thread-safe. */
public interface Operations {
    /** The maximum size of a dataset for {@link #drop}, in bytes. */
    long maxBytes();

    /**
     * Puts a dataset into the data bucket, completely or not at all.
     *
     * @param table the bytes of a CSV, or of a workbook, which is stored as CSV; this method does not close it
     * @return what was read of a workbook; empty for a CSV
     * @throws IOException when it can't be read completely or written
     * @throws RefusedException when it is a workbook that can't be read
     */
    List<String> drop(ModelName model, InputStream table) throws IOException, RefusedException;

    /**
     * Puts a file of rows to score into the data bucket, completely or not at all.
     *
     * @param table the bytes of a CSV, or of a workbook, which is stored as CSV; this method does not close it
     * @throws IOException when it can't be read completely or written
     * @throws RefusedException when it is a workbook that can't be read
     */
    void score(BatchFile file, InputStream table) throws IOException, RefusedException;

    /**
     * Sets the threshold in the settings of a model, in place of costs, and keeps its other settings.
     *
     * @throws RefusedException when the settings can't be read, or are changed at the same time
     */
    void setThreshold(ModelName model, double threshold) throws IOException, RefusedException;

    /** The files in the data bucket that are not read because of their place or name. */
    List<MisplacedFile> misplaced();

    /** The generation of the newest dataset of a model; 0 when there is none. */
    long newestDataset(ModelName model) throws IOException;

    /** The first datasets of models, about which a person is asked; empty when they are trained at once. */
    default Optional<FirstDrops> firstDrops() {
        return Optional.empty();
    }

    /** The settings of models; empty where they can't be edited. */
    default Optional<SettingsEditor> settings() {
        return Optional.empty();
    }

    /** Who may see and change the dashboard; empty where only this machine reaches it. */
    default Optional<Login> login() {
        return Optional.empty();
    }

    /** Evaluates two versions on the same holdout rows of the current dataset; empty where it can't be read. */
    default Optional<SameRows> compare(ModelName model, Version version, Version other) throws IOException {
        return Optional.empty();
    }

    /**
     * A CSV of what a version predicts for the holdout rows of the current dataset, next to their labels.
     *
     * @throws RefusedException when there is none; the message says why
     */
    default byte[] holdoutPredictions(ModelName model, Version version) throws IOException, RefusedException {
        throw new RefusedException(404, "Page not found", "This dashboard can't read datasets.");
    }

    /** The progress of the current runs. */
    Map<ModelName, Progress> progress();
}
