package dev.dropfit.trainer.faults;

import dev.dropfit.core.bucket.ForwardingBucket;
import dev.dropfit.core.bucket.Killed;
import dev.dropfit.core.bucket.StorageUnavailableException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A process that works on buckets. It stops before each operation until the test lets it go on, and its faults happen there. */
final class Actor {
    private final String name;
    private final boolean byHand;
    private final Map<Integer, StepFault> faults;
    private final Work work;
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore stopped = new Semaphore(0);
    private int operations;
    private boolean delayed;
    private boolean killed;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;

    /** What an actor does. */
    @FunctionalInterface
    interface Work {
        void run(Actor self) throws IOException;
    }

    /**
     * @param byHand whether this is a person's command, not a run
     * @param faults by the number of the operation, from 0
     */
    Actor(String name, boolean byHand, Map<Integer, StepFault> faults, Work work) {
        this.name = name;
        this.byHand = byHand;
        this.faults = Map.copyOf(faults);
        this.work = work;
    }

    String name() {
        return name;
    }

    boolean byHand() {
        return byHand;
    }

    boolean ended() {
        return ended;
    }

    boolean delayed() {
        return delayed;
    }

    /** Why it did not do its work; null when it has. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Goes as far as its first operation. */
    void start(ExecutorService threads) {
        threads.execute(() -> {
            try {
                work.run(this);
            } catch (IOException | RuntimeException | Error e) {
                failure = e;
            } finally {
                ended = true;
                stopped.release();
            }
        });
        stopped.acquireUninterruptibly();
    }

    /** Does one operation, and goes as far as the next. */
    void step() {
        turn.release();
        stopped.acquireUninterruptibly();
    }

    <T> T operate(ForwardingBucket.Call<T> operation) throws IOException {
        StepFault fault = faults.getOrDefault(operations++, StepFault.NONE);
        delayed = fault == StepFault.DELAY;
        stopped.release();
        turn.acquireUninterruptibly();
        delayed = false;
        if (killed || fault == StepFault.DIE_BEFORE) {
            killed = true;
            throw new Killed();
        }
        if (fault == StepFault.FAIL_BEFORE) {
            throw new StorageUnavailableException("a fault before it was done");
        }
        T result = operation.run();
        if (fault == StepFault.DIE_AFTER) {
            killed = true;
            throw new Killed();
        }
        if (fault == StepFault.FAIL_AFTER) {
            throw new StorageUnavailableException("a fault after it was done");
        }
        return fault == StepFault.TWICE ? operation.run() : result;
    }
}
