package dev.dropfit.cli.up;

import dev.dropfit.cli.workbook.TableFile;
import dev.dropfit.core.csv.CsvNote;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.PackedCsv;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.change.FirstAnswer;
import dev.dropfit.monitor.dashboard.change.FirstDataset;
import dev.dropfit.monitor.dashboard.change.FirstDrops;
import dev.dropfit.monitor.dashboard.change.Operations;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import dev.dropfit.trainer.Dataset;
import dev.dropfit.trainer.LabelTrials;
import dev.dropfit.trainer.read.TableReader;
import dev.dropfit.trainer.schema.LabelRule;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SettingsReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** The first datasets of models in a home: each waits in a hidden file next to the data folder, which the watcher does not see. */
final class HomeFirstDrops implements FirstDrops {
    private final Home home;
    private final Operations operations;

    /** @param operations takes the dataset in the end */
    HomeFirstDrops(Home home, Operations operations) {
        this.home = home;
        this.operations = operations;
    }

    @Override
    public boolean isFirst(ModelName model) {
        Path folder = home.data().resolve(model.value());
        return Files.notExists(home.data().resolve(model.dataset()))
                && Files.notExists(folder.resolve("dataset.csv.gz"))
                && Files.notExists(home.data().resolve(model.partsComplete()))
                && Files.notExists(home.data().resolve(model.settings()));
    }

    private Path waiting(ModelName model) {
        return home.folder().resolve(".first-" + model + ".csv");
    }

    @Override
    public void keep(ModelName model, InputStream csv) throws IOException {
        Path sent = Files.createTempFile(home.folder(), ".sent-", ".csv");
        try {
            Files.copy(csv, sent, StandardCopyOption.REPLACE_EXISTING);
            Files.move(sent, waiting(model), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(sent);
        }
    }

    @Override
    public List<String> columns(ModelName model) throws IOException {
        Path file = waiting(model);
        if (Files.notExists(file)) {
            return List.of();
        }
        try (TableFile table = TableFile.open(file)) {
            return TableReader.columns(PackedCsv.open(table.content()).csv());
        } catch (InvalidTableException e) {
            return List.of();
        }
    }

    @Override
    public Optional<FirstDataset> look(ModelName model, FirstAnswer answer) throws IOException {
        Path file = waiting(model);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            Settings settings = SettingsReader.read(answer.settings().orElse("{}"));
            return Optional.of(LabelTrials.read(Dataset.labelRule(settings), labels -> look(file, settings, labels)));
        } catch (InvalidTableException e) {
            return unusable(
                    model, answer, e.problems().stream().map(Problem::toString).toList());
        } catch (InvalidSettingsException e) {
            return unusable(model, answer, List.of(String.valueOf(e.getMessage())));
        }
    }

    private static FirstDataset look(Path file, Settings settings, LabelRule labels)
            throws IOException, InvalidTableException, InvalidSettingsException {
        try (TableFile table = TableFile.open(file)) {
            return DatasetLook.of(
                    table.content(),
                    settings,
                    labels,
                    table.notes().stream().map(CsvNote::message).toList());
        }
    }

    /** A dataset with this label can't be trained on; with another one it may. */
    private Optional<FirstDataset> unusable(ModelName model, FirstAnswer answer, List<String> problems)
            throws IOException {
        List<String> columns = columns(model);
        if (columns.size() < 2) {
            return Optional.empty();
        }
        return Optional.of(new FirstDataset(
                answer.label().orElse(columns.get(columns.size() - 1)),
                "",
                "",
                columns.stream().map(name -> new FirstDataset.Column(name, "")).toList(),
                List.of(),
                problems));
    }

    /** The settings come first: the watcher never finds the dataset without them. */
    @Override
    public List<String> take(ModelName model, FirstAnswer answer) throws IOException, RefusedException {
        Path file = waiting(model);
        Optional<String> settings = answer.settings();
        if (settings.isPresent()) {
            Path folder = home.data().resolve(model.value());
            if (Files.isSymbolicLink(folder)) {
                throw new IOException("the folder data/" + model + " is a symbolic link");
            }
            Files.createDirectories(folder);
            Path written = Files.createTempFile(home.folder(), ".sent-", ".json");
            try {
                Files.writeString(written, settings.get());
                Files.move(written, home.data().resolve(model.settings()), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(written);
            }
        }
        try (InputStream in = Files.newInputStream(file)) {
            List<String> notes = operations.drop(model, in);
            Files.deleteIfExists(file);
            return notes;
        } catch (RefusedException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }
}
