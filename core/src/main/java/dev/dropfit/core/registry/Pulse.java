package dev.dropfit.core.registry;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Reports again and again that a run is alive, so that other processes do not take it for ended. */
public interface Pulse {
    /** No reports, and no wait for those of others. */
    Pulse NONE = new Pulse() {
        @Override
        public Started start(Beat beat) {
            return () -> {};
        }

        @Override
        public void pause() {}

        @Override
        public Duration patience() {
            return Duration.ZERO;
        }
    };

    /** A report. */
    @FunctionalInterface
    interface Beat {
        void report() throws IOException;
    }

    /** Reports until it is closed. */
    @FunctionalInterface
    interface Started extends AutoCloseable {
        @Override
        void close();
    }

    /** Starts to report. The caller closes it. */
    Started start(Beat beat);

    /** Waits until a run that is alive has reported: for {@link #patience}. */
    void pause();

    /** A run that has not reported for this long has ended. */
    Duration patience();

    /** Reports in a thread of its own, of a run in a function. */
    static Pulse every(Duration pause) {
        return new Every(pause, Every.MAX_RUN_OF_FUNCTION);
    }

    /**
     * Reports in a thread of its own.
     *
     * @param maxRun a run that takes longer counts as ended
     */
    static Pulse every(Duration pause, Duration maxRun) {
        return new Every(pause, maxRun);
    }

    /** See {@link #every}. */
    record Every(Duration interval, Duration maxRun) implements Pulse {
        private static final Logger LOGGER = Logger.getLogger(Pulse.class.getName());
        /** Longer than any function may run. */
        private static final Duration MAX_RUN_OF_FUNCTION = Duration.ofMinutes(15);
        /** A slow machine or bucket may delay a few reports. */
        private static final int MISSED_BEATS = 4;

        @Override
        public Started start(Beat beat) {
            ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread made = new Thread(work, "dropfit-pulse");
                made.setDaemon(true);
                return made;
            });
            long millis = interval.toMillis();
            AtomicInteger left = new AtomicInteger((int) (maxRun.toMillis() / millis));
            ScheduledFuture<?> unused = thread.scheduleAtFixedRate(
                    () -> {
                        if (left.getAndDecrement() > 0) {
                            report(beat);
                        }
                    },
                    millis,
                    millis,
                    TimeUnit.MILLISECONDS);
            return thread::shutdownNow;
        }

        private static void report(Beat beat) {
            try {
                beat.report();
            } catch (IOException e) {
                LOGGER.log(Level.FINE, "A run could not report that it is alive", e);
            }
        }

        @Override
        public Duration patience() {
            return interval.multipliedBy(MISSED_BEATS);
        }

        @Override
        public void pause() {
            try {
                TimeUnit.MILLISECONDS.sleep(patience().toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
