package dev.dropfit.core.bucket;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Retries an operation after transient errors, and after another writer was faster. The pauses double up to a maximum. Each pause is
 * reduced at random by up to a half, so that clients that failed together do not retry together. When the time is up, the last exception
 * is thrown.
 *
 * <p>Only for idempotent operations. Thread-safe.
 */
public final class Retries {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(15);

    private final Duration limit;
    private final Clock clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;

    /** Waits. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration pause) throws InterruptedException;
    }

    /** The operation; a retry runs all of it again. */
    @FunctionalInterface
    public interface Attempt<T> {
        T run() throws IOException;
    }

    /**
     * @param limit no attempt starts later than this after the first one
     * @param random must be thread-safe
     */
    public Retries(Duration limit, Clock clock, Sleeper sleeper, RandomGenerator random) {
        this.limit = limit;
        this.clock = clock;
        this.sleeper = sleeper;
        this.random = random;
    }

    /** Retries in real time. */
    public static Retries within(Duration limit) {
        return new Retries(
                limit,
                Clock.systemUTC(),
                pause -> TimeUnit.MILLISECONDS.sleep(pause.toMillis()),
                // Not ThreadLocalRandom.current() itself: it belongs to the thread that calls it.
                () -> ThreadLocalRandom.current().nextLong());
    }

    /**
     * Runs the operation until it succeeds or the time is up.
     *
     * @throws TransientException when the last attempt failed with a transient error
     * @throws PreconditionFailedException when another writer was faster in the last attempt
     * @throws IOException immediately, when a retry would not help
     */
    public <T> T run(Attempt<T> attempt) throws IOException {
        Instant end = clock.instant().plus(limit);
        for (Duration longest = FIRST_PAUSE; true; longest = doubled(longest)) {
            try {
                return attempt.run();
            } catch (TransientException | PreconditionFailedException e) {
                Duration pause = jittered(longest);
                if (clock.instant().plus(pause).isAfter(end)) {
                    throw e;
                }
                sleep(pause, e);
            }
        }
    }

    private void sleep(Duration pause, IOException fault) throws IOException {
        try {
            sleeper.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw fault;
        }
    }

    private static Duration doubled(Duration pause) {
        Duration next = pause.multipliedBy(2);
        return next.compareTo(MAX_PAUSE) < 0 ? next : MAX_PAUSE;
    }

    private Duration jittered(Duration pause) {
        long millis = pause.toMillis();
        return Duration.ofMillis(random.nextLong(millis / 2, millis + 1));
    }
}
