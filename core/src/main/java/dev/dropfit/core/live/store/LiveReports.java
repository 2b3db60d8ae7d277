package dev.dropfit.core.live.store;

import dev.dropfit.core.Cache;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.live.LiveComparison;
import dev.dropfit.core.live.TrainingBins;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.time.InstantSource;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/** Reads the live traffic of versions, where a live bucket has their counts. Thread-safe. */
public final class LiveReports {
    private static final int MAX_VERSIONS = 16;

    private final Registry registry;
    private final Optional<LiveBucket> live;
    private final InstantSource clock;
    private final Cache<Key, TrainingBins> bins = new Cache<>(MAX_VERSIONS);

    private record Key(ModelName model, Version version) {}

    /**
     * @param live the bucket of counts; empty if nothing is counted
     * @param readers reads several days at a time
     */
    public LiveReports(Registry registry, Optional<Bucket> live, Executor readers, InstantSource clock) {
        this.registry = registry;
        this.live = live.map(bucket -> new LiveBucket(bucket, readers));
        this.clock = clock;
    }

    /** The live bucket; empty if nothing is counted. */
    public Optional<LiveBucket> bucket() {
        return live;
    }

    /** Whether there is a live bucket. */
    public boolean isCounted() {
        return live.isPresent();
    }

    /** The live traffic of a version; empty without a live bucket, or without a model file of this version. */
    public Optional<LiveReport> find(ModelName model, Version version) throws IOException {
        return find(model, version, LiveComparison.DAY_ALPHA);
    }

    /**
     * The same with another bound of chance.
     *
     * @param alpha the probability that a comparison without any change has one, for all columns together
     */
    public Optional<LiveReport> find(ModelName model, Version version, double alpha) throws IOException {
        if (live.isEmpty()) {
            return Optional.empty();
        }
        Optional<TrainingBins> fixed = bins(new Key(model, version));
        return fixed.isEmpty()
                ? Optional.empty()
                : Optional.of(LiveReport.read(live.get(), model, version, fixed.get(), clock.instant(), alpha));
    }

    /** How many rows all versions of a model predicted in each of the last hours; none without a live bucket. */
    public NavigableMap<Hour, Long> rows(ModelName model, int hours) throws IOException {
        Hour end = new Hour(clock.instant()).plus(1);
        return live.isEmpty() ? new TreeMap<>() : live.get().rows(model, end.plus(-hours), end);
    }

    private Optional<TrainingBins> bins(Key key) throws IOException {
        Optional<TrainingBins> read = bins.find(key);
        if (read.isEmpty()) {
            Optional<StoredObject> archive = registry.readArchive(key.model, key.version);
            if (archive.isEmpty()) {
                return Optional.empty();
            }
            try (StoredObject object = archive.get()) {
                read = Optional.of(ModelFile.readBins(ModelFile.bytes(object)));
                bins.put(key, read.get());
            } catch (InvalidModelException e) {
                return Optional.empty();
            }
        }
        return read;
    }
}
