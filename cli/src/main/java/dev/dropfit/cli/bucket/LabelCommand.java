package dev.dropfit.cli.bucket;

import com.google.gson.JsonObject;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.cli.console.Console;
import dev.dropfit.core.Spelling;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.PackedCsv;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.trainer.read.TableReader;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.StoredSettings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dropfit label}: chooses the column that a model predicts. */
@Command(
        name = "label",
        header = "Choose the column that a model predicts.",
        description =
                "Sets label in the model's dropfit.json and keeps its other settings. This starts a run on the current"
                        + " dataset. Without a dataset, the setting waits for the first one.",
        footer = {"  dropfit label titanic Survived", "  dropfit label prices \"Sale Price\" --data gs://my-data"})
public final class LabelCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private ModelArguments arguments = new ModelArguments();

    @Parameters(index = "1", paramLabel = "COLUMN", description = "The name of the column, as in the header.")
    private String column = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    public LabelCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        ModelName name = arguments.name();
        try (Bucket data = arguments.data()) {
            checkColumn(data, name);
            JsonObject settings = write(data, name);
            if (json) {
                JsonObject chosen = new JsonObject();
                chosen.addProperty("model", name.value());
                chosen.addProperty("label", column);
                chosen.addProperty("object", name.settings());
                console.json(chosen);
                return 0;
            }
            console.line(name + "  predicts '" + column + "' from the next run on; written to " + name.settings());
            remind(settings);
            return 0;
        }
    }

    /** Checks the column against the dataset, if there is one that can be read: a dataset that can't be has a run that says so. */
    private void checkColumn(Bucket data, ModelName name) throws IOException, CommandFailure {
        Optional<CurrentDataset> current = CurrentDataset.find(data, name);
        Optional<StoredObject> stored = current.isPresent() ? current.get().open(data) : Optional.empty();
        if (stored.isPresent()) {
            try (StoredObject dataset = stored.get()) {
                List<String> columns =
                        TableReader.columns(PackedCsv.open(dataset.content()).csv());
                if (!columns.contains(column)) {
                    throw new CommandFailure("the dataset of " + name + " has no column '" + column + "'; found are "
                            + String.join(", ", columns) + Spelling.suggestion(column, columns));
                }
            } catch (InvalidTableException e) {
                if (!json) {
                    console.line(Console.Colour.NOTABLE, "The dataset can't be read: " + e.getMessage());
                }
            }
        }
    }

    /** Writes the settings with the column as the label; returns them. */
    private JsonObject write(Bucket data, ModelName name) throws IOException, CommandFailure {
        try {
            return StoredSettings.change(data, name, settings -> settings.addProperty("label", column));
        } catch (InvalidSettingsException e) {
            throw new CommandFailure(
                    name.settings() + " can't be changed before it is corrected: " + e.getMessage(), e);
        } catch (PreconditionFailedException e) {
            throw new CommandFailure(
                    name.settings() + " was changed at the same time; nothing was written. Try again", e);
        }
    }

    /** Names the settings that may be about the label before. */
    private void remind(JsonObject settings) {
        List<String> kept = List.of("output", "labels", "positive", "gate", "learner").stream()
                .filter(settings::has)
                .toList();
        if (!kept.isEmpty()) {
            console.line(
                    Console.Colour.NOTABLE, "Check that these settings fit the new label: " + String.join(", ", kept));
        }
    }
}
