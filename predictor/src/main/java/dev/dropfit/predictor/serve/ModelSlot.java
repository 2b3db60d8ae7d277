package dev.dropfit.predictor.serve;

import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.predictor.observe.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One model in memory. A newer latest replaces it only after it has been read whole and has predicted once; when storage fails, or latest
 * can't be used, the model stays. Thread-safe.
 */
final class ModelSlot {
    private static final Logger LOGGER = Logger.getLogger(ModelSlot.class.getName());

    private final ModelName name;
    private final Registry registry;
    private final RefreshClock clock;
    private final ModelReader reader;
    private final Metrics metrics;
    /** Null if no version may be tried. */
    private final @Nullable TrialSlot trial;
    /** The look that runs; null between looks. */
    private final AtomicReference<@Nullable Look> running = new AtomicReference<>();

    private volatile @Nullable ServedModel served;
    private volatile @Nullable RefusedModel refused;
    /** When the last look that has ended began. */
    private volatile long lastLook;

    private volatile long lastUse;
    /** Why the last look failed; null when it did not. */
    private volatile @Nullable String failure;

    /** A latest that can't be used, and why. */
    private record RefusedModel(long generation, String reason) {}

    /** A look at latest, for which requests wait. */
    static final class Look {
        private final long time;
        private volatile long start = System.nanoTime();
        private final CountDownLatch end = new CountDownLatch(1);

        private Look(long time) {
            this.time = time;
        }

        /** A newer model has arrived: it only has to be unpacked. */
        private void arrived() {
            start = System.nanoTime();
        }

        /** Waits for its end: for storage up to the budget, and for unpacking what has arrived by then up to the budget again. */
        private void await(Duration budget) {
            try {
                boolean ended = false;
                for (long left = left(budget); !ended && left > 0; left = left(budget)) {
                    ended = end.await(left, TimeUnit.NANOSECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private long left(Duration budget) {
            return start + budget.toNanos() - System.nanoTime();
        }
    }

    ModelSlot(ModelName name, ModelSource source) {
        this.name = name;
        this.registry = source.registry;
        this.clock = source.clock;
        this.reader = source.reader;
        this.metrics = source.metrics;
        this.trial = source.tries ? new TrialSlot(name, source) : null;
        lastUse = clock.now();
    }

    ModelName name() {
        return name;
    }

    /** The model in memory, if there is one, with the version that is tried next to it. */
    @Nullable
    ServedModel served() {
        ServedModel current = served;
        TriedModel tried = trial == null || current == null ? null : trial.tried(current);
        return current == null || tried == null ? current : current.with(tried);
    }

    /** The heap memory of the version that is tried, in bytes, about. */
    long triedBytes() {
        return trial == null ? 0 : trial.heapBytes();
    }

    /** Whether neither a model is in memory nor one has been refused. */
    boolean isEmpty() {
        return served == null && refused == null;
    }

    long lastUse() {
        return lastUse;
    }

    /** Notes a use, and whether a look at latest is due: then the caller calls {@link #freshen} before it uses the model. */
    boolean use() {
        long now = clock.now();
        lastUse = now;
        return clock.isDue(lastLook, now);
    }

    /**
     * Starts a look that is due, or joins the one that is running, and waits for its end, up to the budget.
     *
     * @param looks runs {@link #refresh}
     */
    void freshen(Looks looks, Duration budget) {
        Look look = running.get();
        if (look == null) {
            look = begin(looks);
        }
        if (look != null) {
            look.await(budget);
        }
    }

    /** Runs looks, on another thread. */
    @FunctionalInterface
    interface Looks {
        void run(ModelSlot slot, Look look);
    }

    private @Nullable Look begin(Looks looks) {
        Look look = new Look(clock.now());
        if (!running.compareAndSet(null, look)) {
            return running.get();
        }
        if (!clock.isDue(lastLook, look.time)) {
            // Another request's look has ended in between.
            end(look, lastLook);
            return null;
        }
        try {
            looks.run(this, look);
        } catch (RejectedExecutionException e) {
            end(look, look.time);
        }
        return look;
    }

    private void end(Look look, long time) {
        lastLook = time;
        running.set(null);
        look.end.countDown();
    }

    /**
     * Reads a first model, if there is one.
     *
     * @param arrived called when it has arrived from storage
     * @throws InvalidModelException when there is one that can't be used
     */
    synchronized void load(Runnable arrived) throws IOException {
        if (served != null) {
            return;
        }
        long start = clock.now();
        if (refused == null) {
            take(arrived);
        } else if (!clock.isRecent(lastLook)) {
            look(arrived);
        } else {
            start = lastLook;
        }
        lastLook = start;
        lastUse = clock.now();
        RefusedModel refusal = refused;
        if (served == null && refusal != null) {
            throw new InvalidModelException(refusal.reason);
        }
    }

    /** Takes a newer model, if there is one. Logs an outage when it begins, not each time. */
    void refresh(Look look) {
        try {
            look(look::arrived);
            if (trial == null || !trial.answers()) {
                // No request waits for the look at a shadow, which answers none.
                look.end.countDown();
            }
            lookAtTrial();
            failure = null;
        } catch (IOException | RuntimeException e) {
            metrics.count(name, Metrics.Reload.FAILED);
            String message = String.valueOf(e.getMessage());
            if (!message.equals(failure)) {
                failure = message;
                LOGGER.log(
                        Level.WARNING,
                        "{0}: looking at latest failed, the model in memory stays: {1}",
                        new Object[] {name, message});
            }
        } finally {
            end(look, look.time);
        }
    }

    /** Looks whether a version is tried. */
    void lookAtTrial() throws IOException {
        if (trial != null) {
            trial.look();
        }
    }

    private void look(Runnable arrived) throws IOException {
        Optional<ObjectInfo> latest = registry.findLatest(name);
        if (latest.isPresent() && isNew(latest.get().generation())) {
            take(arrived);
        } else if (latest.isEmpty() && registry.deletion(name).isPresent()) {
            // Without the note, latest is missing by mistake, and the model stays.
            served = null;
            refused = null;
        }
    }

    private boolean isNew(long generation) {
        ServedModel current = served;
        RefusedModel refusal = refused;
        return (current == null || generation > current.generation())
                && (refusal == null || generation != refusal.generation);
    }

    /** Takes latest, if it can be used. */
    private void take(Runnable arrived) throws IOException {
        Optional<StoredObject> stored = registry.readLatest(name);
        if (stored.isEmpty()) {
            return;
        }
        try (StoredObject object = stored.get()) {
            try {
                served = reader.read(name, object, arrived);
                refused = null;
                metrics.count(name, Metrics.Reload.LOADED);
            } catch (InvalidModelException e) {
                refused = new RefusedModel(object.info().generation(), String.valueOf(e.getMessage()));
                metrics.count(name, Metrics.Reload.REFUSED);
                LOGGER.log(Level.WARNING, "{0}: latest is not used: {1}", new Object[] {name, e.getMessage()});
            }
        }
    }
}
