package dev.dropfit.predictor.serve;

import dev.dropfit.core.bucket.StorageUnavailableException;
import dev.dropfit.core.model.InvalidModelException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Work that uses storage, done once for all requests that need its result at the same time. A request waits for a limited time; the work
 * goes on, and a later request finds its result. When storage has failed, requests for the same key fail at once for a moment. Thread-safe.
 */
final class SharedWork<K, V> {
    /** How long requests wait for work that needs storage no more: unpacking a model, perhaps after others. */
    private static final Duration MAX_UNPACKING = Duration.ofSeconds(10);

    /** The number of failures that are remembered. */
    private static final int MAX_FAILURES = 1_000;

    private final Executor executor;
    private final RefreshClock clock;
    private final Duration storageWait;
    private final Map<K, Flight> running = new ConcurrentHashMap<>();
    private final Map<K, Failure> failures = new ConcurrentHashMap<>();

    /** The work. */
    @FunctionalInterface
    interface Work<V> {
        /**
         * Does the work.
         *
         * @param arrived to be called when the work needs storage no more
         */
        V run(Runnable arrived) throws IOException;
    }

    private record Failure(long time, IOException exception) {}

    /**
     * Work of one kind.
     *
     * @param executor where it runs
     * @param clock says how long a failure is remembered
     * @param storageWait how long requests wait for storage, from the start of the work
     */
    SharedWork(Executor executor, RefreshClock clock, Duration storageWait) {
        this.executor = executor;
        this.clock = clock;
        this.storageWait = storageWait;
    }

    /**
     * The result of work that runs already, or starts now.
     *
     * @throws StorageUnavailableException when storage has not responded in time
     * @throws IOException when the work fails, or has failed a moment ago because of storage
     */
    V get(K key, Work<V> work) throws IOException {
        return get(key, work, System.nanoTime() + MAX_UNPACKING.toNanos() + storageWait.toNanos());
    }

    /**
     * Like {@link #get(Object, Work)}, for a request that may have waited already.
     *
     * @param end when the request waits no longer, as {@link System#nanoTime}
     */
    V get(K key, Work<V> work, long end) throws IOException {
        return start(key, work).await(end);
    }

    private Flight start(K key, Work<V> work) throws IOException {
        Flight flight = running.get(key);
        if (flight != null) {
            return flight;
        }
        Failure failure = failures.get(key);
        if (failure != null && clock.isRecent(failure.time)) {
            throw failure.exception;
        }
        Flight started = new Flight();
        flight = running.putIfAbsent(key, started);
        if (flight != null) {
            return flight;
        }
        try {
            executor.execute(() -> run(key, work, started));
        } catch (RejectedExecutionException e) {
            end(key, started, null, new StorageUnavailableException("Too many requests wait for storage", e));
        }
        return started;
    }

    private void run(K key, Work<V> work, Flight flight) {
        V value = null;
        Exception failure = new IllegalStateException("The work ended with an error");
        try {
            value = work.run(flight::arrived);
            failure = null;
        } catch (IOException | RuntimeException e) {
            failure = e;
        } finally {
            end(key, flight, value, failure);
        }
    }

    private void end(K key, Flight flight, @Nullable V value, @Nullable Exception failure) {
        // A model that can't be used is remembered in its place.
        if (failure instanceof IOException exception && !(failure instanceof InvalidModelException)) {
            if (failures.size() >= MAX_FAILURES) {
                failures.clear();
            }
            failures.put(key, new Failure(clock.now(), exception));
        } else {
            failures.remove(key);
        }
        running.remove(key, flight);
        flight.end(value, failure);
    }

    /** Work that is running, or has ended. */
    private final class Flight {
        private long since = System.nanoTime();
        private Duration limit = storageWait;
        private boolean ended;
        private @Nullable V value;
        private @Nullable Exception failure;

        private synchronized void arrived() {
            since = System.nanoTime();
            limit = MAX_UNPACKING;
            notifyAll();
        }

        private synchronized void end(@Nullable V result, @Nullable Exception exception) {
            value = result;
            failure = exception;
            ended = true;
            notifyAll();
        }

        private synchronized V await(long end) throws IOException {
            while (!ended) {
                long now = System.nanoTime();
                long left = Math.min(since + limit.toNanos() - now, end - now);
                if (left <= 0) {
                    throw new StorageUnavailableException("There is no response from storage yet");
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("Interrupted while waiting for storage");
                }
            }
            if (failure instanceof IOException exception) {
                throw exception;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            if (value == null) {
                throw new IllegalStateException("The work has no result");
            }
            return value;
        }
    }
}
