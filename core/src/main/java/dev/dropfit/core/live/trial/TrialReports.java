package dev.dropfit.core.live.trial;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.live.LiveCounts;
import dev.dropfit.core.live.TrainingBins;
import dev.dropfit.core.live.TrialCounts;
import dev.dropfit.core.live.store.Hour;
import dev.dropfit.core.live.store.LiveBucket;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Trial;
import dev.dropfit.core.registry.Trials;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Reads what was counted of trials. Thread-safe. */
public final class TrialReports {
    /** Older counts of a long trial are left out. */
    private static final int MAX_HOURS = 8 * 24;

    private final Registry registry;
    private final LiveBucket live;
    private final InstantSource clock;

    public TrialReports(Registry registry, LiveBucket live, InstantSource clock) {
        this.registry = registry;
        this.live = live;
        this.clock = clock;
    }

    /** The current trial of a model, or its last one; empty if there was none. */
    public Optional<TrialReport> find(ModelName model) throws IOException {
        Optional<Trials.Stored> stored = registry.trials().find(model);
        return stored.isPresent() && stored.get().trial().isPresent()
                ? Optional.of(of(model, stored.get(), stored.get().trial().get()))
                : Optional.empty();
    }

    /**
     * The newest changes of trials, newest first.
     *
     * @param limit the maximum number
     */
    public List<Trial> newest(ModelName model, int limit) throws IOException {
        return registry.trials().newest(model, limit, clock.instant());
    }

    TrialReport of(ModelName model, Trials.Stored stored, Trial trial) throws IOException {
        long generation = registry.findLatest(model).map(ObjectInfo::generation).orElse(Bucket.ABSENT);
        TrainingBins bins = bins(model, trial);
        Hour end = new Hour(clock.instant()).plus(1);
        Hour began = new Hour(trial.began());
        Hour from = began.compareTo(end.plus(-MAX_HOURS)) < 0 ? end.plus(-MAX_HOURS) : began;
        TrialCounts counts = live.read(model, trial.version(), bins, from, end).values().stream()
                .reduce(LiveCounts.none(bins), LiveCounts::plus)
                .trial(trial.latest().value());
        return new TrialReport(
                trial,
                !trial.isRunning() || !trial.appliesTo(generation),
                stored.object().created(),
                counts,
                bins.score().map(score -> score.rows()).orElse(List.of()),
                registry.readRecord(model, trial.version()),
                registry.readRecord(model, trial.latest()),
                registry.readOutcomes(model).outcomes().flatMap(outcomes -> outcomes.of(trial.version())));
    }

    private TrainingBins bins(ModelName model, Trial trial) throws IOException {
        Optional<StoredObject> archive = registry.readArchive(model, trial.version());
        if (archive.isEmpty()) {
            return TrainingBins.NONE;
        }
        try (StoredObject object = archive.get()) {
            return ModelFile.readBins(ModelFile.bytes(object));
        } catch (InvalidModelException e) {
            return TrainingBins.NONE;
        }
    }
}
