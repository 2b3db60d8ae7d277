package dev.dropfit.trainer;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectTooLargeException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.Inputs;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.RunId;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * What goes into a run: a generation of the dataset and one of the settings, which together with the code make its version.
 *
 * @param settingsText the settings' JSON; empty if there are none
 * @param unreadable why the settings can't be read; empty if they can
 */
record RunInputs(RunId run, RunOrigin origin, Optional<String> settingsText, Optional<String> unreadable) {
    /**
     * The inputs of the run on this dataset, with the settings that are there now.
     *
     * @param revision of the code that trains
     */
    static RunInputs of(Bucket data, ModelName model, CurrentDataset dataset, String revision) throws IOException {
        Optional<StoredObject> settings = data.read(model.settings());
        if (settings.isEmpty()) {
            return of(
                    model,
                    dataset.info().created(),
                    dataset,
                    Bucket.ABSENT,
                    revision,
                    Optional.empty(),
                    Optional.empty());
        }
        try (StoredObject object = settings.get()) {
            Instant created = object.info().created();
            Instant newest = created.isAfter(dataset.info().created())
                    ? created
                    : dataset.info().created();
            Optional<String> text = Optional.empty();
            Optional<String> unreadable = Optional.empty();
            try {
                text = Optional.of(new String(object.readAllBytes(SettingsReader.MAX_BYTES), StandardCharsets.UTF_8));
            } catch (ObjectTooLargeException e) {
                unreadable = Optional.of("dropfit.json can't be used: " + e.getMessage());
            }
            return of(model, newest, dataset, object.info().generation(), revision, text, unreadable);
        }
    }

    private static RunInputs of(
            ModelName model,
            Instant newest,
            CurrentDataset dataset,
            long settings,
            String revision,
            Optional<String> text,
            Optional<String> unreadable) {
        Version version = Version.of(newest, dataset.identity(), Long.toString(settings), revision);
        Inputs inputs = new Inputs(dataset.generation(), settings);
        RunOrigin origin = RunOrigin.of(version, revision, inputs);
        return new RunInputs(
                new RunId(model, version, inputs), text.map(origin::with).orElse(origin), text, unreadable);
    }

    /** @throws InvalidSettingsException when they can't be used for a model that is to be served */
    Settings settings() throws InvalidSettingsException {
        if (unreadable.isPresent()) {
            throw new InvalidSettingsException(unreadable.get());
        }
        return settingsText.isPresent() ? SettingsReader.read(settingsText.get()) : Settings.NONE;
    }
}
