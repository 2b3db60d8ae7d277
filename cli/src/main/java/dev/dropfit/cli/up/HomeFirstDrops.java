package dev.dropfit.cli.up;

import com.google.gson.JsonObject;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.csv.PackedCsv;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.change.FirstDataset;
import dev.dropfit.monitor.dashboard.change.FirstDrops;
import dev.dropfit.monitor.dashboard.change.Operations;
import dev.dropfit.trainer.Training;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.SettingsReader;
import dev.dropfit.trainer.table.Schema;
import dev.dropfit.trainer.table.TableReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The first datasets of models in a home: each waits in a hidden file next to the data folder, which the watcher does not see. */
final class HomeFirstDrops implements FirstDrops {
    /** A larger dataset is trained at once: reading it for the question would take as long as training. */
    private static final long MAX_BYTES = 64L << 20;

    private static final int SHOWN_COLUMNS = 5_000;

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
    public Optional<FirstDataset> look(ModelName model, Optional<String> label) throws IOException {
        Path csv = waiting(model);
        if (Files.notExists(csv) || Files.size(csv) > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            JsonObject settings = new JsonObject();
            label.ifPresent(column -> settings.addProperty("label", column));
            try (InputStream in = Files.newInputStream(csv)) {
                return Optional.of(dataset(Training.Dataset.read(
                        in, SettingsReader.read(settings.toString()), OptionalLong.of(Files.size(csv)))));
            }
        } catch (InvalidTableException e) {
            return unusable(
                    csv, label, e.problems().stream().map(Problem::toString).toList());
        } catch (InvalidSettingsException e) {
            return unusable(csv, label, List.of(String.valueOf(e.getMessage())));
        }
    }

    private static FirstDataset dataset(Training.Dataset dataset) {
        Schema schema = dataset.schema();
        Map<String, String> kinds = new HashMap<>();
        schema.columns()
                .forEach(role -> kinds.put(role.column().name(), role.kind().text() + ", " + role.why()));
        return new FirstDataset(
                schema.label(),
                schema.labelChoice().phrase(),
                (schema.target() instanceof Target.Classes ? "classes, because " : "a number, because ")
                        + schema.taskReason(),
                dataset.table().columns().stream()
                        .map(column -> new FirstDataset.Column(column.name(), kinds.getOrDefault(column.name(), "")))
                        .toList(),
                schema.notes(),
                List.of());
    }

    /** A dataset with this label can't be trained on; with another one it may. */
    private static Optional<FirstDataset> unusable(Path csv, Optional<String> label, List<String> problems)
            throws IOException {
        try (InputStream in = Files.newInputStream(csv)) {
            List<String> columns = TableReader.columns(PackedCsv.open(in).csv());
            if (columns.size() < 2 || columns.size() > SHOWN_COLUMNS) {
                return Optional.empty();
            }
            return Optional.of(new FirstDataset(
                    label.orElse(columns.get(columns.size() - 1)),
                    "",
                    "",
                    columns.stream()
                            .map(name -> new FirstDataset.Column(name, ""))
                            .toList(),
                    List.of(),
                    problems));
        } catch (InvalidTableException e) {
            return Optional.empty();
        }
    }

    /** The settings come first: the watcher never finds the dataset without them. */
    @Override
    public void take(ModelName model, Optional<String> settings) throws IOException {
        Path csv = waiting(model);
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
        try (InputStream in = Files.newInputStream(csv)) {
            operations.drop(model, in);
        }
        Files.deleteIfExists(csv);
    }
}
