package dev.dropfit.predictor.serve;

import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.Canary;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.predictor.observe.Metrics;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final Metrics metrics;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile @Nullable ServedModel served;
    private volatile @Nullable RefusedModel refused;
    private volatile long lastLook;
    private volatile long lastUse;
    /** Why the last look failed; null when it did not. */
    private volatile @Nullable String failure;

    /** A latest that can't be used, and why. */
    private record RefusedModel(long generation, String reason) {}

    ModelSlot(ModelName name, Registry registry, RefreshClock clock, Metrics metrics) {
        this.name = name;
        this.registry = registry;
        this.clock = clock;
        this.metrics = metrics;
        lastUse = clock.now();
    }

    ModelName name() {
        return name;
    }

    /** The model in memory, if there is one. */
    @Nullable
    ServedModel served() {
        return served;
    }

    /** Whether neither a model is in memory nor one has been refused. */
    boolean isEmpty() {
        return served == null && refused == null;
    }

    long lastUse() {
        return lastUse;
    }

    /**
     * Notes a use.
     *
     * @return whether the caller must have {@link #refresh} run
     */
    boolean use() {
        long now = clock.now();
        lastUse = now;
        if (clock.isDue(lastLook, now) && looking.compareAndSet(false, true)) {
            lastLook = now;
            return true;
        }
        return false;
    }

    /**
     * Reads a first model, if there is one. One thread reads; others that need it wait.
     *
     * @throws InvalidModelException when there is one that can't be used
     */
    synchronized void load() throws IOException {
        if (served != null) {
            return;
        }
        if (refused == null) {
            take();
        } else if (!clock.isRecent(lastLook)) {
            look();
        }
        lastLook = clock.now();
        lastUse = lastLook;
        RefusedModel refusal = refused;
        if (served == null && refusal != null) {
            throw new InvalidModelException(refusal.reason);
        }
    }

    /** Takes a newer model, if there is one. Logs an outage when it begins, not each time. */
    void refresh() {
        try {
            look();
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
            looking.set(false);
        }
    }

    private void look() throws IOException {
        Optional<ObjectInfo> latest = registry.findLatest(name);
        if (latest.isPresent() && isNew(latest.get().generation())) {
            take();
        }
    }

    private boolean isNew(long generation) {
        ServedModel current = served;
        RefusedModel refusal = refused;
        return (current == null || generation > current.generation())
                && (refusal == null || generation != refusal.generation);
    }

    /** Takes latest, if it can be used. */
    private void take() throws IOException {
        Optional<StoredObject> stored = registry.readLatest(name);
        if (stored.isEmpty()) {
            return;
        }
        try (StoredObject object = stored.get()) {
            ObjectInfo info = object.info();
            try {
                Model model = ModelFile.readToPredict(ModelFile.bytes(object));
                Canary.check(model);
                served = new ServedModel(name, model, info.generation(), Optional.of(info.created()));
                refused = null;
                metrics.count(name, Metrics.Reload.LOADED);
            } catch (InvalidModelException e) {
                refused = new RefusedModel(info.generation(), String.valueOf(e.getMessage()));
                metrics.count(name, Metrics.Reload.REFUSED);
                LOGGER.log(Level.WARNING, "{0}: latest is not used: {1}", new Object[] {name, e.getMessage()});
            }
        }
    }
}
