package dev.dropfit.predictor;

import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.ModelFile;
import dev.dropfit.core.registry.Canary;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The models being served, each as last read from the registry. A model's first request reads it; later ones are answered from memory,
 * and at most once an interval one of them has latest's generation looked at beside it. A newer model takes the place of the older only
 * after it has been read whole and has predicted once; when storage fails, or what it holds can't be used, the older one stays.
 *
 * <p>Thread-safe.
 */
final class ServedModels {
    private static final Logger LOGGER = Logger.getLogger(ServedModels.class.getName());

    /** How many names without a model are remembered, so that asking for such names does not become asking storage. */
    private static final int REMEMBERED_MISSES = 1000;

    /** For how long at most: whoever waits for a first model should not wait much longer than it takes. */
    private static final Duration MISS_MEMORY = Duration.ofSeconds(1);

    private final Registry registry;
    private final long interval;
    private final LongSupplier nanoTime;
    private final Executor background;
    private final Map<ModelName, Slot> slots = new ConcurrentHashMap<>();
    private final Map<ModelName, Long> misses = new ConcurrentHashMap<>();

    /**
     * Models from a registry.
     *
     * @param interval how long to leave latest alone between looks
     * @param nanoTime like {@link System#nanoTime}
     * @param background where looks run that no request waits for
     */
    ServedModels(Registry registry, Duration interval, LongSupplier nanoTime, Executor background) {
        this.registry = registry;
        this.interval = interval.toNanos();
        this.nanoTime = nanoTime;
        this.background = background;
    }

    /** One model's place. */
    private final class Slot {
        private final ModelName name;
        private final AtomicBoolean looking = new AtomicBoolean();
        private volatile @Nullable Served served;
        private volatile long lastLook;
        private volatile long refused;

        Slot(ModelName name) {
            this.name = name;
        }

        /** Looks whether there is a newer model, and takes it. */
        void look() throws IOException {
            Served current = served;
            Optional<ObjectInfo> latest = registry.findLatest(name);
            if (latest.isEmpty()
                    || latest.get().generation() == refused
                    || (current != null && latest.get().generation() <= current.generation())) {
                return;
            }
            Optional<StoredObject> stored = registry.readLatest(name);
            if (stored.isEmpty()) {
                return;
            }
            try (StoredObject object = stored.get()) {
                try {
                    Model model = ModelFile.read(object.readAllBytes());
                    Canary.check(model);
                    served = new Served(
                            name,
                            model,
                            object.info().generation(),
                            Optional.of(object.info().created()));
                } catch (InvalidModelException e) {
                    refused = object.info().generation();
                    LOGGER.log(Level.WARNING, "{0}: latest is not taken: {1}", new Object[] {name, e.getMessage()});
                    if (current == null) {
                        throw e;
                    }
                }
            }
        }
    }

    /**
     * The model of this name; empty when there is none.
     *
     * @throws IOException when it has never been read, and can't be now
     */
    Optional<Served> find(ModelName name) throws IOException {
        Slot slot = slots.get(name);
        Served served = slot == null ? null : slot.served;
        if (slot == null || served == null) {
            return load(name);
        }
        long now = nanoTime.getAsLong();
        if (now - slot.lastLook >= interval && slot.looking.compareAndSet(false, true)) {
            slot.lastLook = now;
            background.execute(() -> refresh(slot));
        }
        return Optional.of(served);
    }

    private static void refresh(Slot slot) {
        try {
            slot.look();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(
                    Level.WARNING,
                    "{0}: latest could not be looked at, the model in memory goes on: {1}",
                    new Object[] {slot.name, e.getMessage()});
        } finally {
            slot.looking.set(false);
        }
    }

    private Optional<Served> load(ModelName name) throws IOException {
        Long missed = misses.get(name);
        long now = nanoTime.getAsLong();
        if (missed != null && now - missed < Math.min(interval, MISS_MEMORY.toNanos())) {
            return Optional.empty();
        }
        Slot slot = new Slot(name);
        slot.lastLook = now;
        slot.look();
        if (slot.served == null) {
            if (misses.size() >= REMEMBERED_MISSES) {
                misses.clear();
            }
            misses.put(name, now);
            return Optional.empty();
        }
        misses.remove(name);
        Slot first = slots.putIfAbsent(name, slot);
        return Optional.ofNullable((first == null ? slot : first).served);
    }

    /** The names of all models that have had a run. */
    List<ModelName> names() throws IOException {
        return registry.models();
    }

    /** Whether a model of this name is on its way: it has had a run, or none has. */
    boolean isExpected(ModelName name) throws IOException {
        return names().isEmpty() || registry.hasRecords(name);
    }
}
