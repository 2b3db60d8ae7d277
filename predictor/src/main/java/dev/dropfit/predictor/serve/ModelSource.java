package dev.dropfit.predictor.serve;

import dev.dropfit.core.registry.Registry;
import dev.dropfit.predictor.live.LiveCounters;
import dev.dropfit.predictor.observe.Metrics;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Where models come from, and the memory that they share. Thread-safe. */
public final class ModelSource {
    final Registry registry;
    final ServeSettings settings;
    final Workers workers;
    final LongSupplier nanoTime;
    final Metrics metrics;
    final RefreshClock clock;
    final ModelMemory memory;
    final ModelReader reader;
    /** Whether versions may be tried: their rows are counted. */
    final boolean tries;

    /**
     * Models from a registry.
     *
     * @param nanoTime like {@link System#nanoTime}
     */
    public ModelSource(
            Registry registry, ServeSettings settings, Workers workers, LongSupplier nanoTime, Metrics metrics) {
        this(registry, settings, workers, nanoTime, metrics, null);
    }

    /**
     * Models from a registry, whose rows are counted.
     *
     * @param nanoTime like {@link System#nanoTime}
     * @param live counts the rows; null if they are not counted
     */
    public ModelSource(
            Registry registry,
            ServeSettings settings,
            Workers workers,
            LongSupplier nanoTime,
            Metrics metrics,
            @Nullable LiveCounters live) {
        this.registry = registry;
        this.settings = settings;
        this.workers = workers;
        this.nanoTime = nanoTime;
        this.metrics = metrics;
        clock = new RefreshClock(settings.refreshInterval(), nanoTime);
        memory = new ModelMemory(settings.maxBytes(), nanoTime);
        reader = new ModelReader(settings, live);
        tries = live != null;
    }

    <K, V> SharedWork<K, V> sharedWork() {
        return new SharedWork<>(workers.loads(), clock, settings.storageWait());
    }
}
