package dev.dropfit.predictor.serve;

import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.predictor.observe.Metrics;
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
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The latest models in memory. A model's first request reads it; later requests get it from memory. At most once per interval a request
 * starts a look at latest in the background. When there are more models than the limit, the one that was used least recently is unloaded.
 *
 * <p>Thread-safe.
 */
public final class ServedModels {
    private static final Logger LOGGER = Logger.getLogger(ServedModels.class.getName());

    /** The number of names without a model that are remembered, so that requests for them do not all go to storage. */
    private static final int MAX_MISSES = 1000;

    private final Registry registry;
    private final int maxModels;
    private final RefreshClock clock;
    private final Executor background;
    private final Metrics metrics;
    private final ModelNames names;
    private final Map<ModelName, ModelSlot> slots = new ConcurrentHashMap<>();
    private final Map<ModelName, Long> misses = new ConcurrentHashMap<>();

    /**
     * Models from a registry.
     *
     * @param interval the time between two looks at latest
     * @param maxModels the number of models in memory
     * @param nanoTime like {@link System#nanoTime}
     * @param background where looks run that no request waits for
     */
    public ServedModels(
            Registry registry,
            Duration interval,
            int maxModels,
            LongSupplier nanoTime,
            Executor background,
            Metrics metrics) {
        this.registry = registry;
        this.maxModels = maxModels;
        this.background = background;
        this.metrics = metrics;
        clock = new RefreshClock(interval, nanoTime);
        names = new ModelNames(registry, clock, background, slots);
    }

    /**
     * The model of this name; empty when there is none.
     *
     * @throws IOException when it is not in memory, and can't be read now
     */
    Optional<ServedModel> find(ModelName name) throws IOException {
        ModelSlot slot = slots.get(name);
        ServedModel served = slot == null ? null : slot.served();
        if (slot == null || served == null) {
            return load(name);
        }
        if (slot.use()) {
            background.execute(slot::refresh);
        }
        return Optional.of(served);
    }

    private Optional<ServedModel> load(ModelName name) throws IOException {
        Long missed = misses.get(name);
        if (missed != null && clock.isRecent(missed)) {
            return Optional.empty();
        }
        ModelSlot slot = slots.computeIfAbsent(name, key -> new ModelSlot(key, registry, clock, metrics));
        try {
            slot.load();
        } finally {
            // A slot that has refused a model stays, so that the model is read and logged once.
            if (slot.isEmpty()) {
                slots.remove(name, slot);
            }
        }
        @Nullable ServedModel served = slot.served();
        if (served == null) {
            remember(name);
        } else {
            misses.remove(name);
        }
        unload();
        return Optional.ofNullable(served);
    }

    private void remember(ModelName miss) {
        if (misses.size() >= MAX_MISSES) {
            misses.clear();
        }
        misses.put(miss, clock.now());
    }

    /** Unloads the models that were used least recently, down to the limit. */
    private void unload() {
        long now = clock.now();
        while (slots.size() > maxModels) {
            Optional<ModelSlot> least =
                    slots.values().stream().min(Comparator.comparingLong(slot -> slot.lastUse() - now));
            if (least.isEmpty() || !slots.remove(least.get().name(), least.get())) {
                return;
            }
            metrics.count(least.get().name(), Metrics.Reload.UNLOADED);
        }
    }

    /**
     * Reads the default model, or the only one, in the background, before the first request needs it. If it can't be read now, its first
     * request reads it.
     */
    public void preload(Optional<ModelName> defaultModel) {
        background.execute(() -> {
            try {
                List<ModelName> likely = defaultModel.isPresent() ? List.of(defaultModel.get()) : names();
                if (likely.size() == 1) {
                    find(likely.get(0));
                    // No request has missed it: a model that arrives now is served at once.
                    misses.remove(likely.get(0));
                }
            } catch (IOException | RuntimeException e) {
                LOGGER.log(Level.FINE, "No model is preloaded", e);
            }
        });
    }

    /** Whether all models fit in memory. */
    boolean hasRoomForAll() throws IOException {
        return names().size() <= maxModels;
    }

    /** The model of this name, if it is in memory. */
    Optional<ServedModel> inMemory(ModelName name) {
        ModelSlot slot = slots.get(name);
        return Optional.ofNullable(slot == null ? null : slot.served());
    }

    /** The models in memory. */
    Collection<ServedModel> loaded() {
        return slots.values().stream()
                .map(ModelSlot::served)
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * The names of all models that have had a run, and of those in memory even if their objects are gone. Sorted; at most an interval old,
     * or older while storage fails.
     *
     * @throws IOException when they have never been read, and can't be read now
     */
    List<ModelName> names() throws IOException {
        return names.get();
    }

    /** Whether a model of this name may come: it has had a run, or no model has had one. */
    boolean isExpected(ModelName name) throws IOException {
        List<ModelName> recent = names.recent();
        return recent.isEmpty() || recent.contains(name);
    }
}
