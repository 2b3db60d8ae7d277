package dev.dropfit.predictor.serve;

import dev.dropfit.core.registry.ModelName;
import dev.dropfit.predictor.observe.Metrics;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The latest models in memory. A model's first request starts to read it; later requests get it from memory. When the last look at latest
 * is an interval ago, the next request starts a new one and waits a moment for its result. Above the limits of models and memory, the
 * model that was used least recently is unloaded.
 *
 * <p>Storage is used on other threads only: a request waits for it for a limited time. Thread-safe.
 */
public final class ServedModels {
    private static final Logger LOGGER = Logger.getLogger(ServedModels.class.getName());

    /** The number of names without a model that are remembered, so that requests for them do not all go to storage. */
    private static final int MAX_MISSES = 1000;

    private final ModelSource source;
    private final RefreshClock clock;
    private final Metrics metrics;
    private final ModelNames names;
    private final SharedWork<ModelName, Optional<ServedModel>> loading;
    private final ModelSlot.Looks looks;
    private final Map<ModelName, ModelSlot> slots = new ConcurrentHashMap<>();
    private final Map<ModelName, Long> misses = new ConcurrentHashMap<>();
    /** The memory of every model that has been loaded, also after it was unloaded. */
    private final Map<ModelName, Long> sizes = new ConcurrentHashMap<>();

    public ServedModels(ModelSource source) {
        this.source = source;
        clock = source.clock;
        metrics = source.metrics;
        names = new ModelNames(source, slots);
        loading = source.sharedWork();
        looks = (slot, look) -> source.workers.looks().execute(() -> {
            slot.refresh(look);
            count(slot);
        });
    }

    /**
     * The model of this name; empty when there is none.
     *
     * @throws IOException when it is not in memory, and can't be read now
     */
    Optional<ServedModel> find(ModelName name) throws IOException {
        Optional<ServedModel> fresh = fresh(name);
        if (fresh.isPresent() || isMissing(name)) {
            return fresh;
        }
        return loading.get(name, arrived -> load(name, arrived));
    }

    /**
     * The model of this name; empty when there is none.
     *
     * @param end when to wait for it no longer, as {@link System#nanoTime}
     */
    Optional<ServedModel> find(ModelName name, long end) throws IOException {
        Optional<ServedModel> fresh = fresh(name);
        if (fresh.isPresent() || isMissing(name)) {
            return fresh;
        }
        return loading.get(name, arrived -> load(name, arrived), end);
    }

    /** The model in memory, after a look at latest if one is due; empty when it is not in memory. */
    private Optional<ServedModel> fresh(ModelName name) {
        ModelSlot slot = slots.get(name);
        if (slot == null || slot.served() == null) {
            return Optional.empty();
        }
        if (slot.use()) {
            slot.freshen(looks, source.settings.refreshBudget());
        }
        return Optional.ofNullable(slot.served());
    }

    /** All models, for one request. */
    Overview overview() {
        return new Overview(this, end());
    }

    /** When a request that looks at many models waits no longer, as {@link System#nanoTime}. */
    long end() {
        return System.nanoTime() + source.settings.storageWait().toNanos();
    }

    private boolean isMissing(ModelName name) {
        Long missed = misses.get(name);
        return missed != null && clock.isRecent(missed);
    }

    private Optional<ServedModel> load(ModelName name, Runnable arrived) throws IOException {
        ModelSlot slot = slots.computeIfAbsent(name, key -> new ModelSlot(key, source));
        try {
            slot.load(arrived);
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
            lookAtTrial(slot);
        }
        count(slot);
        unload();
        return Optional.ofNullable(served);
    }

    /** After a first load, which does not wait for it. If it fails, the next look at latest does it. */
    private void lookAtTrial(ModelSlot slot) {
        if (source.tries) {
            source.workers.looks().execute(() -> {
                try {
                    slot.lookAtTrial();
                    count(slot);
                } catch (IOException | RuntimeException e) {
                    LOGGER.log(Level.FINE, "The trial can't be read", e);
                }
            });
        }
    }

    private void remember(ModelName miss) {
        if (misses.size() >= MAX_MISSES) {
            misses.clear();
        }
        misses.put(miss, clock.now());
    }

    /** Counts the memory of a model that may have been loaded or replaced. */
    private void count(ModelSlot slot) {
        ServedModel served = slot.served();
        if (served != null) {
            long bytes = served.heapBytes() + slot.triedBytes();
            sizes.put(served.name(), bytes);
            source.memory.add(slot, new InSlot(slot, bytes));
        }
    }

    /** A model in its slot, as the memory counts it. */
    private final class InSlot implements ModelMemory.Resident {
        private final ModelSlot slot;
        private final long bytes;

        InSlot(ModelSlot slot, long bytes) {
            this.slot = slot;
            this.bytes = bytes;
        }

        @Override
        public long heapBytes() {
            return bytes;
        }

        @Override
        public long lastUse() {
            return slot.lastUse();
        }

        @Override
        public boolean isLoaded() {
            return slots.get(slot.name()) == slot;
        }

        @Override
        public void unload() {
            if (slots.remove(slot.name(), slot)) {
                metrics.count(slot.name(), Metrics.Reload.UNLOADED);
            }
        }
    }

    /** Unloads the models that were used least recently, down to the limit. */
    private void unload() {
        long now = clock.now();
        while (slots.size() > source.settings.maxModels()) {
            Optional<ModelSlot> least =
                    slots.values().stream().min(Comparator.comparingLong(slot -> slot.lastUse() - now));
            if (least.isEmpty() || !slots.remove(least.get().name(), least.get())) {
                return;
            }
            source.memory.remove(least.get());
            metrics.count(least.get().name(), Metrics.Reload.UNLOADED);
        }
    }

    /**
     * Reads the default model, or the only one, in the background, before the first request needs it. If it can't be read now, its first
     * request reads it.
     */
    public void preload(Optional<ModelName> defaultModel) {
        source.workers.looks().execute(() -> {
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

    /** Whether all models fit in memory, as far as their sizes are known. */
    boolean hasRoomForAll() throws IOException {
        List<ModelName> all = names();
        if (all.size() > source.settings.maxModels()) {
            return false;
        }
        long bytes = 0;
        for (ModelName name : all) {
            bytes += sizes.getOrDefault(name, 0L);
        }
        return bytes <= source.settings.maxBytes();
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

    /** Whether the model of this name was deleted, as far as it is known without waiting for storage again and again. */
    boolean isDeleted(ModelName name) throws IOException {
        names.get();
        return names.isDeleted(name);
    }

    /** Whether a model of this name may come: it has had a run, or no model has had one. */
    boolean isExpected(ModelName name) throws IOException {
        List<ModelName> recent = names.recent();
        return !names.isDeleted(name) && (recent.isEmpty() || recent.contains(name));
    }
}
