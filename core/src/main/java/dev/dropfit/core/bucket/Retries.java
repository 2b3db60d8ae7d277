package dev.dropfit.core.bucket;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Tries again what could not be done: after a transient fault, of storage most often, and after another writer was faster. The pauses
 * double up to a limit, and each is shortened at random by up to a half, so that several who failed together do not come back together.
 * When the time is up the last fault is thrown.
 *
 * <p>Only for work that may be done any number of times. Thread-safe.
 */
public final class Retries {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final Duration limit;
    private final Clock clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;

    /** Waits. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration pause) throws InterruptedException;
    }

    /** What is to be done; all of it is done again. */
    @FunctionalInterface
    public interface Attempt<T> {
        T run() throws IOException;
    }

    /**
     * @param limit how long after the first start no further one is made
     * @param random from many threads at once
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
                // Not the thread's own at this moment: each thread has another.
                () -> ThreadLocalRandom.current().nextLong());
    }

    /**
     * Does the work, as often as it takes.
     *
     * @throws TransientException when storage, or whatever it needs, was not there at the last attempt
     * @throws PreconditionFailedException when another writer was faster at the last attempt
     * @throws IOException at once, when trying again would not help
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
        return next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }

    private Duration jittered(Duration pause) {
        long millis = pause.toMillis();
        return Duration.ofMillis(random.nextLong(millis / 2, millis + 1));
    }
}
