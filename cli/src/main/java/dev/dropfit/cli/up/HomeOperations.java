package dev.dropfit.cli.up;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.registry.CurrentDataset;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.monitor.dashboard.change.FirstDrops;
import dev.dropfit.monitor.dashboard.change.Operations;
import dev.dropfit.monitor.dashboard.change.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/** The changes that the dashboard of a home may make. Thread-safe. */
final class HomeOperations implements Operations {
    private static final long MAX_BYTES = 2L << 30;

    private final Home home;
    private final Bucket data;
    private final RunsUnderWay underWay;

    /** @param data the data bucket of the home */
    HomeOperations(Home home, Bucket data, RunsUnderWay underWay) {
        this.home = home;
        this.data = data;
        this.underWay = underWay;
    }

    @Override
    public long maxBytes() {
        return MAX_BYTES;
    }

    /** Writes the file outside the data folder, then moves it in: the watcher never sees half a file, and it is never held in memory. */
    @Override
    public void drop(ModelName model, InputStream csv) throws IOException {
        Path sent = Files.createTempFile(home.folder(), ".sent-", ".csv");
        try {
            Files.copy(csv, sent, StandardCopyOption.REPLACE_EXISTING);
            Path dataset = home.data().resolve(model.dataset());
            Path folder = home.data().resolve(model.value());
            if (Files.isSymbolicLink(folder)) {
                throw new IOException("the folder data/" + model + " is a symbolic link");
            }
            Files.createDirectories(folder);
            Files.move(sent, dataset, StandardCopyOption.ATOMIC_MOVE);
            underWay.dropped(model);
        } finally {
            Files.deleteIfExists(sent);
        }
    }

    @Override
    public long newestDataset(ModelName model) throws IOException {
        return CurrentDataset.find(data, model).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
    }

    @Override
    public Optional<FirstDrops> firstDrops() {
        return Optional.of(new HomeFirstDrops(home, this));
    }

    @Override
    public Map<ModelName, Progress> progress() {
        return underWay.progress();
    }
}
