package dev.dropfit.cli.up;

import dev.dropfit.cli.workbook.Workbook;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.csv.CsvNote;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.registry.BatchFile;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.dashboard.change.FirstDrops;
import dev.dropfit.monitor.dashboard.change.MisplacedFile;
import dev.dropfit.monitor.dashboard.change.Operations;
import dev.dropfit.monitor.dashboard.change.Progress;
import dev.dropfit.monitor.dashboard.change.SettingsEditor;
import dev.dropfit.monitor.dashboard.http.Login;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import dev.dropfit.monitor.dashboard.read.SameRows;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import dev.dropfit.trainer.settings.StoredSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The changes that the dashboard of a home may make. Thread-safe. */
final class HomeOperations implements Operations {
    private static final long MAX_BYTES = 2L << 30;

    private final Home home;
    private final Bucket data;
    private final HomeComparisons comparisons;
    private final RunsUnderWay underWay;
    private final Supplier<List<MisplacedFile>> misplaced;
    private final Optional<Login> login;

    /**
     * The changes of a home.
     *
     * @param data the data bucket of the home
     * @param comparisons of its versions
     * @param misplaced the files in it that are not read; called by several threads
     * @param login empty where only this machine reaches the dashboard
     */
    HomeOperations(
            Home home,
            Bucket data,
            HomeComparisons comparisons,
            RunsUnderWay underWay,
            Supplier<List<MisplacedFile>> misplaced,
            Optional<Login> login) {
        this.home = home;
        this.login = login;
        this.misplaced = misplaced;
        this.data = data;
        this.comparisons = comparisons;
        this.underWay = underWay;
    }

    @Override
    public Optional<Login> login() {
        return login;
    }

    @Override
    public long maxBytes() {
        return MAX_BYTES;
    }

    /** Writes the file outside the data folder, then moves it in: the watcher never sees half a file, and it is never held in memory. */
    @Override
    public List<String> drop(ModelName model, InputStream table) throws IOException, RefusedException {
        List<String> notes = put(model, model.dataset(), table);
        underWay.dropped(model);
        return notes;
    }

    @Override
    public void score(BatchFile file, InputStream table) throws IOException, RefusedException {
        put(file.model(), file.plain(), table);
    }

    @Override
    public void setThreshold(ModelName model, double threshold) throws IOException, RefusedException {
        try {
            StoredSettings.change(data, model, settings -> {
                settings.remove("costs");
                settings.addProperty("threshold", threshold);
            });
        } catch (InvalidSettingsException e) {
            throw new RefusedException(
                    409,
                    "Not changed",
                    model.settings() + " can't be changed before it is corrected: " + e.getMessage() + ".");
        } catch (PreconditionFailedException e) {
            throw new RefusedException(
                    409, "Not changed", model.settings() + " was changed at the same time. Try again.");
        }
    }

    /** @return what was read of a workbook */
    private List<String> put(ModelName model, String object, InputStream table) throws IOException, RefusedException {
        Path sent = Files.createTempFile(home.folder(), ".sent-", ".csv");
        try {
            Files.copy(table, sent, StandardCopyOption.REPLACE_EXISTING);
            List<String> notes = toCsv(sent);
            Path target = home.data().resolve(object);
            Path folder = home.data().resolve(model.value());
            for (Path link : List.of(folder, target.resolveSibling("."))) {
                if (Files.isSymbolicLink(link.normalize())) {
                    throw new IOException(
                            "the folder " + home.folder().relativize(link.normalize()) + " is a symbolic link");
                }
            }
            Files.createDirectories(target.resolveSibling(".").normalize());
            Files.move(sent, target, StandardCopyOption.ATOMIC_MOVE);
            return notes;
        } finally {
            Files.deleteIfExists(sent);
        }
    }

    /** Replaces a workbook by its CSV; returns what was read of it. */
    private List<String> toCsv(Path file) throws IOException, RefusedException {
        if (!Workbook.isWorkbook(file)) {
            return List.of();
        }
        Path csv = Files.createTempFile(home.folder(), ".sent-", ".csv");
        try {
            List<String> notes = convert(file, csv);
            Files.move(csv, file, StandardCopyOption.REPLACE_EXISTING);
            return notes;
        } catch (InvalidTableException e) {
            throw new RefusedException(400, "Not a dataset", e.getMessage() + ". Nothing was changed.");
        } finally {
            Files.deleteIfExists(csv);
        }
    }

    private static List<String> convert(Path file, Path csv) throws IOException, InvalidTableException {
        try (Workbook workbook = Workbook.open(file);
                InputStream content = workbook.csv()) {
            Files.copy(content, csv, StandardCopyOption.REPLACE_EXISTING);
            return workbook.notes().stream().map(CsvNote::message).toList();
        }
    }

    @Override
    public List<MisplacedFile> misplaced() {
        return misplaced.get();
    }

    @Override
    public long newestDataset(ModelName model) throws IOException {
        return CurrentDataset.find(data, model).map(CurrentDataset::generation).orElse(Bucket.ABSENT);
    }

    @Override
    public Optional<FirstDrops> firstDrops() {
        return Optional.of(new HomeFirstDrops(home, this));
    }

    @Override
    public Optional<SettingsEditor> settings() {
        return Optional.of(new HomeSettings(data));
    }

    @Override
    public Optional<SameRows> compare(ModelName model, Version version, Version other) throws IOException {
        return Optional.of(comparisons.of(model, version, other));
    }

    @Override
    public byte[] holdoutPredictions(ModelName model, Version version) throws IOException, RefusedException {
        return comparisons.holdout(model, version);
    }

    @Override
    public Map<ModelName, Progress> progress() {
        return underWay.progress();
    }
}
