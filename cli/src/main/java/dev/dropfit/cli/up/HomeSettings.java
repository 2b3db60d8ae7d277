package dev.dropfit.cli.up;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.change.FirstDataset;
import dev.dropfit.monitor.dashboard.change.SettingsEditor;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import dev.dropfit.trainer.Dataset;
import dev.dropfit.trainer.LabelTrials;
import dev.dropfit.trainer.schema.LabelRule;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The settings of the models in a home. Thread-safe. */
final class HomeSettings implements SettingsEditor {
    private final Bucket data;

    /** @param data the data bucket of the home */
    HomeSettings(Bucket data) {
        this.data = data;
    }

    @Override
    public Stored read(ModelName model) throws IOException {
        Optional<StoredObject> stored = data.read(model.settings());
        if (stored.isEmpty()) {
            return new Stored("", Bucket.ABSENT);
        }
        try (StoredObject object = stored.get()) {
            return new Stored(
                    new String(object.readAllBytes(SettingsReader.MAX_BYTES), StandardCharsets.UTF_8),
                    object.info().generation());
        }
    }

    @Override
    public Optional<FirstDataset> check(ModelName model, String text) throws IOException {
        try {
            Settings settings = SettingsReader.read(text);
            return LabelTrials.read(Dataset.labelRule(settings), labels -> look(model, settings, labels));
        } catch (InvalidSettingsException e) {
            return problems(List.of(String.valueOf(e.getMessage())));
        } catch (InvalidTableException e) {
            return problems(e.problems().stream().map(Problem::toString).toList());
        }
    }

    private Optional<FirstDataset> look(ModelName model, Settings settings, LabelRule labels)
            throws IOException, InvalidTableException, InvalidSettingsException {
        Optional<CurrentDataset> current = CurrentDataset.find(data, model);
        Optional<StoredObject> dataset = current.isPresent() ? current.get().open(data) : Optional.empty();
        if (dataset.isEmpty()) {
            return Optional.empty();
        }
        try (StoredObject object = dataset.get()) {
            return Optional.of(DatasetLook.of(object.content(), settings, labels, List.of()));
        }
    }

    private static Optional<FirstDataset> problems(List<String> problems) {
        return Optional.of(new FirstDataset("", "", "", List.of(), List.of(), problems));
    }

    @Override
    public void write(ModelName model, String text, long generation) throws IOException, RefusedException {
        try {
            data.write(model.settings(), text.getBytes(StandardCharsets.UTF_8), generation);
        } catch (PreconditionFailedException e) {
            throw new RefusedException(
                    409,
                    "Not saved",
                    model.settings()
                            + " was changed since this page was opened. Open it again, and repeat your change.");
        }
    }
}
