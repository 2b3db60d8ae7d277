package dev.dropfit.predictor;

import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.Canary;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The models being served, each as last read from the registry. A model's first request reads it; later ones are answered from memory,
 * and at most once an interval one of them has latest's generation looked at beside it. A newer model takes the place of the older only
 * after it has been read whole and has predicted once; when storage fails, or what it holds can't be used, the older one stays. Of more
 * models than there is room for, the one that was asked for least recently is unloaded.
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
    private final int most;
    private final LongSupplier nanoTime;
    private final Executor background;
    private final Metrics metrics;
    private final Names names;
    private final Map<ModelName, Slot> slots = new ConcurrentHashMap<>();
    private final Map<ModelName, Long> misses = new ConcurrentHashMap<>();

    /**
     * Models from a registry.
     *
     * @param interval how long to leave latest alone between looks
     * @param most how many to keep in memory
     * @param nanoTime like {@link System#nanoTime}
     * @param background where looks run that no request waits for
     */
    ServedModels(
            Registry registry,
            Duration interval,
            int most,
            LongSupplier nanoTime,
            Executor background,
            Metrics metrics) {
        this.registry = registry;
        this.interval = interval.toNanos();
        this.most = most;
        this.nanoTime = nanoTime;
        this.background = background;
        this.metrics = metrics;
        names = new Names();
    }

    /** A latest that could not be used, and why. */
    private record Refusal(long generation, String reason) {}

    /** One model's place. */
    private final class Slot {
        private final ModelName name;
        private final AtomicBoolean looking = new AtomicBoolean();
        private volatile @Nullable Served served;
        private volatile @Nullable Refusal refusal;
        private volatile long lastLook;
        private volatile long lastUse;
        /** Why it could not be looked at the last time. */
        private volatile @Nullable String failure;

        Slot(ModelName name) {
            this.name = name;
            lastUse = nanoTime.getAsLong();
        }

        /**
         * Reads a first model, if there is one. One reads, whoever comes meanwhile waits for it.
         *
         * @throws InvalidModelException when there is one that can't be used
         */
        synchronized void load() throws IOException {
            if (served != null) {
                return;
            }
            if (refusal == null) {
                take();
            } else if (!isRecent(lastLook)) {
                look();
            }
            lastLook = nanoTime.getAsLong();
            lastUse = lastLook;
            Refusal refused = refusal;
            if (served == null && refused != null) {
                throw new InvalidModelException(refused.reason);
            }
        }

        /** Looks whether there is a newer model, and takes it. */
        private void look() throws IOException {
            Optional<ObjectInfo> latest = registry.findLatest(name);
            if (latest.isPresent() && isNew(latest.get().generation())) {
                take();
            }
        }

        private boolean isNew(long generation) {
            Served current = served;
            Refusal refused = refusal;
            return (current == null || generation > current.generation())
                    && (refused == null || generation != refused.generation);
        }

        /** Takes latest as it is, if it can be used. */
        private void take() throws IOException {
            Optional<StoredObject> stored = registry.readLatest(name);
            if (stored.isEmpty()) {
                return;
            }
            try (StoredObject object = stored.get()) {
                ObjectInfo info = object.info();
                try {
                    Model model = ModelFile.read(object.readAllBytes());
                    Canary.check(model);
                    served = new Served(name, model, info.generation(), Optional.of(info.created()));
                    refusal = null;
                    metrics.count(name, Metrics.Reload.LOADED);
                } catch (InvalidModelException e) {
                    refusal = new Refusal(info.generation(), String.valueOf(e.getMessage()));
                    metrics.count(name, Metrics.Reload.REFUSED);
                    LOGGER.log(Level.WARNING, "{0}: latest is not taken: {1}", new Object[] {name, e.getMessage()});
                }
            }
        }

        /** Looks beside the requests; tells of an outage when it begins, not each time. */
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
                            "{0}: latest could not be looked at, the model in memory goes on: {1}",
                            new Object[] {name, message});
                }
            } finally {
                looking.set(false);
            }
        }
    }

    /**
     * The model of this name; empty when there is none.
     *
     * @throws IOException when it is not in memory, and can't be read now
     */
    Optional<Served> find(ModelName name) throws IOException {
        Slot slot = slots.get(name);
        Served served = slot == null ? null : slot.served;
        if (slot == null || served == null) {
            return load(name);
        }
        long now = nanoTime.getAsLong();
        slot.lastUse = now;
        if (now - slot.lastLook >= interval && slot.looking.compareAndSet(false, true)) {
            slot.lastLook = now;
            background.execute(slot::refresh);
        }
        return Optional.of(served);
    }

    private Optional<Served> load(ModelName name) throws IOException {
        Long missed = misses.get(name);
        if (missed != null && isRecent(missed)) {
            return Optional.empty();
        }
        Slot slot = slots.computeIfAbsent(name, Slot::new);
        try {
            slot.load();
        } finally {
            // One that has refused a model stays, so that it is read, and told of, once.
            if (slot.served == null && slot.refusal == null) {
                slots.remove(name, slot);
            }
        }
        Served served = slot.served;
        if (served == null) {
            remember(name);
        } else {
            misses.remove(name);
        }
        unloadBeyond();
        return Optional.ofNullable(served);
    }

    private void remember(ModelName miss) {
        if (misses.size() >= REMEMBERED_MISSES) {
            misses.clear();
        }
        misses.put(miss, nanoTime.getAsLong());
    }

    private boolean isRecent(long time) {
        return nanoTime.getAsLong() - time < Math.min(interval, MISS_MEMORY.toNanos());
    }

    private void unloadBeyond() {
        long now = nanoTime.getAsLong();
        while (slots.size() > most) {
            Optional<Slot> least = slots.values().stream().min(Comparator.comparingLong(slot -> slot.lastUse - now));
            if (least.isEmpty() || !slots.remove(least.get().name, least.get())) {
                return;
            }
            metrics.count(least.get().name, Metrics.Reload.UNLOADED);
        }
    }

    /**
     * Reads, beside what goes on, what the first request will need: the default model, or the only one. What can't be read now, its first
     * request will read.
     */
    void preload(Optional<ModelName> defaultModel) {
        background.execute(() -> {
            try {
                List<ModelName> likely = defaultModel.isPresent() ? List.of(defaultModel.get()) : names();
                if (likely.size() == 1) {
                    find(likely.get(0));
                    // Nobody has asked: a model that comes now is served at once.
                    misses.remove(likely.get(0));
                }
            } catch (IOException | RuntimeException e) {
                LOGGER.log(Level.FINE, "Nothing is loaded ahead", e);
            }
        });
    }

    /** Whether all models that there are can be in memory at once. */
    boolean hasRoomForAll() throws IOException {
        return names().size() <= most;
    }

    /** The model of this name, if it is in memory. */
    Optional<Served> inMemory(ModelName name) {
        Slot slot = slots.get(name);
        return Optional.ofNullable(slot == null ? null : slot.served);
    }

    /** The models in memory. */
    Collection<Served> loaded() {
        return slots.values().stream()
                .map(slot -> slot.served)
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * The names of all models that have had a run, as they were at most an interval ago, or when storage was last in reach; and of those in
     * memory, whatever became of their objects. Sorted.
     *
     * @throws IOException when they have never been read, and can't be now
     */
    List<ModelName> names() throws IOException {
        return names.get();
    }

    /** Whether a model of this name is on its way: it has had a run, or none has. */
    boolean isExpected(ModelName name) throws IOException {
        List<ModelName> recent = names.recent();
        return recent.isEmpty() || recent.contains(name);
    }

    /** The names of all models, kept so that requests that name none do not depend on storage. */
    private final class Names {
        private final AtomicBoolean looking = new AtomicBoolean();
        private volatile @Nullable List<ModelName> known;
        private volatile long lastLook;

        List<ModelName> get() throws IOException {
            List<ModelName> present = known;
            if (present == null || present.isEmpty()) {
                return recent();
            }
            if (nanoTime.getAsLong() - lastLook >= interval && looking.compareAndSet(false, true)) {
                background.execute(() -> {
                    try {
                        read();
                    } catch (IOException e) {
                        LOGGER.log(Level.FINE, "The models can't be listed", e);
                    } finally {
                        looking.set(false);
                    }
                });
            }
            return present;
        }

        /** At most a second old, if storage is in reach. */
        List<ModelName> recent() throws IOException {
            List<ModelName> present = known;
            if (present != null && isRecent(lastLook)) {
                return present;
            }
            try {
                return read();
            } catch (IOException e) {
                if (present == null) {
                    throw e;
                }
                return present;
            }
        }

        /** Those in memory stay, whatever became of their objects. */
        private List<ModelName> read() throws IOException {
            lastLook = nanoTime.getAsLong();
            List<ModelName> read = Stream.concat(
                            registry.models().stream(), loaded().stream().map(Served::name))
                    .distinct()
                    .sorted()
                    .toList();
            known = read;
            return read;
        }
    }
}
