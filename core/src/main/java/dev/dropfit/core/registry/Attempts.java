package dev.dropfit.core.registry;

import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.PreconditionFailedException;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/**
 * The starts of a run that have not ended: {@code {model}/attempts/{version}.json}.
 *
 * <p>Names the champion at the first start as well. A new model keeps what clients of the champion rely on, and a run must give the same
 * model at every start.
 *
 * <p>Thread-safe, and safe between processes.
 */
public final class Attempts {
    /** The number of starts without an end after which a run is given up. */
    public static final int MAX_STARTS = Starts.MAX_STARTS;

    private final Registry registry;
    private final Clock clock;

    /** @param clock for the times in the object, which only people read */
    public Attempts(Registry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    private Starts starts(ModelName model, Version version) {
        return registry.attempts(model, version, clock);
    }

    /** The starts of a run that have not ended. */
    public Starts.Open open(ModelName model, Version version) throws IOException {
        return starts(model, version).open();
    }

    /**
     * Adds a start, unless there are {@link #MAX_STARTS}.
     *
     * @param id of the start; one that is there already stays
     * @param champion the served version; empty if there is none
     * @return the version that was served at the first start, empty text if there was none; empty if the start was not added
     */
    public Optional<String> begin(ModelName model, Version version, String id, String champion) throws IOException {
        return starts(model, version).begin(id, champion, 0);
    }

    /** Reports that a start is alive: changes the generation. Does nothing if the start is not there. */
    public void beat(ModelName model, Version version, String id) throws IOException {
        starts(model, version).beat(id);
    }

    /** Removes a start. Does nothing if it is not there. The champion of the first start stays. */
    public void end(ModelName model, Version version, String id) throws IOException {
        starts(model, version).end(id);
    }

    /** Removes the starts of a run that has its record, and of all runs before it. */
    public void forget(ModelName model, Version version) throws IOException {
        for (ObjectInfo object : registry.listAttempts(model, version)) {
            try {
                registry.delete(object);
            } catch (PreconditionFailedException e) {
                // A start that is still alive has just reported that; it removes itself.
            }
        }
    }
}
