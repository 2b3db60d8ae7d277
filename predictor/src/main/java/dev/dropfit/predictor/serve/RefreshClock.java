package dev.dropfit.predictor.serve;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Says when to look at storage again. Thread-safe. */
final class RefreshClock {
    /** How long an absent model is remembered at most, so that requests that wait for a first model do not wait much longer. */
    private static final Duration MAX_MEMORY = Duration.ofSeconds(1);

    private final long interval;
    private final LongSupplier nanoTime;

    /**
     * A clock.
     *
     * @param interval the time between two looks
     * @param nanoTime like {@link System#nanoTime}
     */
    RefreshClock(Duration interval, LongSupplier nanoTime) {
        this.interval = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** Whether the interval has passed since a look. */
    boolean isDue(long lastLook, long now) {
        return isDue(lastLook, now, 1);
    }

    /** Whether so many intervals have passed since a look. */
    boolean isDue(long lastLook, long now, int intervals) {
        return now - lastLook >= intervals * interval;
    }

    /** Whether a look was less than a second ago, or less than an interval if that is shorter. */
    boolean isRecent(long lastLook) {
        return now() - lastLook < Math.min(interval, MAX_MEMORY.toNanos());
    }
}
