package dev.dropfit.trainer;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StoredObject;
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
 */
record RunInputs(RunId run, RunOrigin origin, Optional<String> settingsText) {
    /**
     * The inputs of the run on this dataset, with the settings that are there now.
     *
     * @param revision of the code that trains
     */
    static RunInputs of(Bucket data, ModelName model, ObjectInfo dataset, String revision) throws IOException {
        Optional<StoredObject> settings = data.read(model.settings());
        if (settings.isEmpty()) {
            return of(model, dataset.created(), dataset.generation(), Bucket.ABSENT, revision, Optional.empty());
        }
        try (StoredObject object = settings.get()) {
            Instant created = object.info().created();
            return of(
                    model,
                    created.isAfter(dataset.created()) ? created : dataset.created(),
                    dataset.generation(),
                    object.info().generation(),
                    revision,
                    Optional.of(new String(object.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }

    private static RunInputs of(
            ModelName model, Instant newest, long dataset, long settings, String revision, Optional<String> text) {
        Version version = Version.of(newest, Long.toString(dataset), Long.toString(settings), revision);
        Inputs inputs = new Inputs(dataset, settings);
        return new RunInputs(new RunId(model, version, inputs), RunOrigin.of(version, revision, inputs), text);
    }

    /** @throws InvalidSettingsException when they can't be used for a model that is to be served */
    Settings settings() throws InvalidSettingsException {
        return settingsText.isPresent() ? SettingsReader.read(settingsText.get()) : Settings.NONE;
    }
}
