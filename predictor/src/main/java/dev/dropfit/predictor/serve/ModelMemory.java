package dev.dropfit.predictor.serve;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The heap memory of all models in memory. Beyond the limit, the one that was used least recently is unloaded. Thread-safe. */
final class ModelMemory {
    private final long maxBytes;
    private final LongSupplier nanoTime;
    private final Map<Object, Resident> residents = new HashMap<>();

    /** A model in memory. */
    interface Resident {
        long heapBytes();

        /** In nanoseconds, like {@link System#nanoTime}. */
        long lastUse();

        /** Whether it is still where requests find it. */
        boolean isLoaded();

        void unload();
    }

    ModelMemory(long maxBytes, LongSupplier nanoTime) {
        this.maxBytes = maxBytes;
        this.nanoTime = nanoTime;
    }

    /**
     * Counts a model that was loaded and makes room for it.
     *
     * @param key replaces the model with the same key
     */
    synchronized void add(Object key, Resident loaded) {
        if (!loaded.isLoaded()) {
            return;
        }
        residents.put(key, loaded);
        long now = nanoTime.getAsLong();
        while (bytes() > maxBytes) {
            Optional<Map.Entry<Object, Resident>> least = residents.entrySet().stream()
                    .filter(entry -> entry.getValue() != loaded)
                    .min(Comparator.comparingLong(entry -> entry.getValue().lastUse() - now));
            if (least.isEmpty()) {
                return;
            }
            residents.remove(least.get().getKey());
            least.get().getValue().unload();
        }
    }

    synchronized void remove(Object key) {
        residents.remove(key);
    }

    private long bytes() {
        return residents.values().stream().mapToLong(Resident::heapBytes).sum();
    }
}
