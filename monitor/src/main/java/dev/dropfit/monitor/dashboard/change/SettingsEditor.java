package dev.dropfit.monitor.dashboard.change;

import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import java.io.IOException;
import java.util.Optional;

/** The settings of models, as the text of {@code dropfit.json}. Implemented by the host of the dashboard. Thread-safe. */
public interface SettingsEditor {
    /**
     * The settings that are stored.
     *
     * @param text empty if there are none
     * @param generation of the object; 0 if there is none
     */
    record Stored(String text, long generation) {}

    /** The settings of a model. */
    Stored read(ModelName model) throws IOException;

    /**
     * How training would read the current dataset with other settings. Stores nothing.
     *
     * @return with the problems of the settings or of the dataset, if there are any; empty when there is no dataset and the settings have no problem
     */
    Optional<FirstDataset> check(ModelName model, String text) throws IOException;

    /**
     * Stores settings, which starts a run.
     *
     * @param generation that the person has seen
     * @throws RefusedException when they were changed since then; nothing is stored
     */
    void write(ModelName model, String text, long generation) throws IOException, RefusedException;
}
