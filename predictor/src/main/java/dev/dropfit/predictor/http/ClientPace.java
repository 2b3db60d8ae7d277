package dev.dropfit.predictor.http;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Measures the time in which the server waits for a client that sends or takes a body, and compares it with the minimum rate. One wait counts
 * as half of the grace period at most: it may have been this machine that stood still, and the server's idle timeout ends a longer one. Not
 * thread-safe.
 */
final class ClientPace {
    /** A client may be slower than the minimum rate for this long. */
    static final int GRACE_SECONDS = 10;

    private static final long GRACE = TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
    private static final long MAX_WAIT = GRACE / 2;

    private final int minRate;
    private final LongSupplier nanoTime;
    private long start;
    private long waited;

    /**
     * The pace of a client.
     *
     * @param minRate in bytes per second, on average; 0 for none
     * @param nanoTime like {@link System#nanoTime}
     */
    ClientPace(int minRate, LongSupplier nanoTime) {
        this.minRate = minRate;
        this.nanoTime = nanoTime;
    }

    /** A wait for the client begins. */
    void begin() {
        start = nanoTime.getAsLong();
    }

    /** The wait has ended. */
    void end() {
        waited += Math.min(MAX_WAIT, nanoTime.getAsLong() - start);
    }

    /**
     * Whether the client is slower than the minimum rate.
     *
     * @param bytes all that it has sent or taken
     */
    boolean isSlow(long bytes) {
        return waited > GRACE && bytes < (double) waited / TimeUnit.SECONDS.toNanos(1) * minRate;
    }
}
