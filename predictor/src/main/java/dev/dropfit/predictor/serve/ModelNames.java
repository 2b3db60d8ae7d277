package dev.dropfit.predictor.serve;

import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names of all models that have had a run, and of those in memory even if their objects are gone. Kept, so that requests without a
 * model's name do not depend on storage. Thread-safe.
 */
final class ModelNames {
    private static final Logger LOGGER = Logger.getLogger(ModelNames.class.getName());

    private final Registry registry;
    private final RefreshClock clock;
    private final Executor background;
    private final SharedWork<String, List<ModelName>> reading;
    private final Map<ModelName, ModelSlot> slots;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile @Nullable List<ModelName> known;
    private volatile Set<ModelName> deleted = Set.of();
    private volatile long lastLook;

    /** @param slots the models in memory */
    ModelNames(ModelSource source, Map<ModelName, ModelSlot> slots) {
        registry = source.registry;
        clock = source.clock;
        background = source.workers.looks();
        reading = source.sharedWork();
        this.slots = slots;
    }

    /**
     * The names, sorted; at most an interval old, or older while storage fails.
     *
     * @throws IOException when they have never been read, and can't be read now
     */
    List<ModelName> get() throws IOException {
        List<ModelName> present = known;
        if (present == null || present.isEmpty()) {
            return recent();
        }
        if (clock.isDue(lastLook, clock.now()) && looking.compareAndSet(false, true)) {
            lookInBackground();
        }
        return present;
    }

    /** The names, sorted; at most a second old, or older while storage fails. */
    List<ModelName> recent() throws IOException {
        List<ModelName> present = known;
        if (present != null && clock.isRecent(lastLook)) {
            return present;
        }
        try {
            return reading.get("names", arrived -> read());
        } catch (IOException e) {
            if (present == null) {
                throw e;
            }
            return present;
        }
    }

    /** Whether the model was deleted, as far as it was known when the names were read last. */
    boolean isDeleted(ModelName name) {
        return deleted.contains(name);
    }

    private void lookInBackground() {
        try {
            background.execute(() -> {
                try {
                    read();
                } catch (IOException e) {
                    LOGGER.log(Level.FINE, "The models can't be listed", e);
                } finally {
                    looking.set(false);
                }
            });
        } catch (RejectedExecutionException e) {
            looking.set(false);
        }
    }

    private List<ModelName> read() throws IOException {
        lastLook = clock.now();
        Stream<ModelName> inMemory =
                slots.values().stream().filter(slot -> slot.served() != null).map(ModelSlot::name);
        Set<ModelName> gone = registry.deletedModels();
        List<ModelName> read = Stream.concat(registry.models().stream(), inMemory)
                .filter(name -> !gone.contains(name))
                .distinct()
                .sorted()
                .toList();
        known = read;
        deleted = gone;
        return read;
    }
}
