package dev.dropfit.predictor.memory;

import dev.dropfit.core.Environment;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all requests may use together. The rest of the heap belongs to the models, to the server and to garbage. Thread-safe.
 */
public final class MemoryBudget {
    static final String SETTING = "DROPFIT_MAX_REQUEST_MEMORY_BYTES";

    /** The default is this part of the heap. */
    private static final int DEFAULT_PART = 3;

    private final long bytes;
    private final AtomicLong taken = new AtomicLong();

    /** @param bytes the memory of all requests at the same time */
    public MemoryBudget(long bytes) {
        this.bytes = bytes;
    }

    /** {@code DROPFIT_MAX_REQUEST_MEMORY_BYTES}, by default a third of the heap. */
    public static MemoryBudget fromEnvironment() {
        long part = Runtime.getRuntime().maxMemory() / DEFAULT_PART;
        return new MemoryBudget(Environment.number(SETTING, (int) Math.min(Integer.MAX_VALUE, part), 1));
    }

    /** The memory of all requests at the same time. */
    long bytes() {
        return bytes;
    }

    /** The part of it that requests have reserved. */
    public long taken() {
        return taken.get();
    }

    /** Takes this much for a request, if it is there. */
    boolean take(long more) {
        long before = taken.get();
        while (more <= bytes - before) {
            long found = taken.compareAndExchange(before, before + more);
            if (found == before) {
                return true;
            }
            before = found;
        }
        return false;
    }

    /** Gives back what a request has taken. */
    void give(long less) {
        taken.addAndGet(-less);
    }
}
