package dev.dropfit.cli.up;

import dev.dropfit.cli.run.Drop;
import dev.dropfit.core.registry.ModelName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Delivers drops until they succeed, as Eventarc does: a failed delivery is repeated for a day, after pauses that double. The drops of a
 * model are delivered one after another; a newer generation replaces one that waits. Thread-safe.
 */
final class DropDeliveries {
    private static final Duration MAX_PAUSE = Duration.ofSeconds(60);
    private static final Duration EXPIRY = Duration.ofHours(24);

    /** Receives drops. */
    interface Receiver {
        /** Delivers a drop; returns why that failed, or empty when it succeeded. */
        Optional<String> deliver(Drop drop) throws InterruptedException;

        /** Reports a failure after which the drop is delivered again. */
        void failed(Drop drop, String why, Duration pause);

        /** Reports that a drop failed for so long that it is not delivered again. */
        void expired(Drop drop, String why);
    }

    private final Receiver receiver;
    private final ScheduledExecutorService workers;
    private final InstantSource clock;
    private final Map<ModelName, Queue> queues = new HashMap<>();

    DropDeliveries(Receiver receiver, ScheduledExecutorService workers, InstantSource clock) {
        this.receiver = receiver;
        this.workers = workers;
        this.clock = clock;
    }

    void offer(Drop drop) {
        Queue queue;
        synchronized (queues) {
            queue = queues.computeIfAbsent(drop.model(), model -> new Queue());
        }
        queue.offer(drop);
    }

    /** The pause after this many failures in a row, at least 1. */
    static Duration pause(int failures) {
        return failures > 6 ? MAX_PAUSE : Duration.ofSeconds(Math.min(60, 1L << (failures - 1)));
    }

    /** A drop and the time of its first delivery. */
    private record Pending(Drop drop, Instant since) {}

    /** The waiting drops of one model, by object. */
    private final class Queue {
        private final Map<String, Pending> pending = new LinkedHashMap<>();
        private @Nullable ScheduledFuture<?> waiting;
        private boolean working;
        private int failures;

        synchronized void offer(Drop drop) {
            pending.put(drop.object().name(), new Pending(drop, clock.instant()));
            if (waiting != null && waiting.cancel(false)) {
                waiting = null;
                working = false;
                failures = 0;
            }
            if (!working) {
                working = true;
                workers.execute(this::work);
            }
        }

        private void work() {
            Pending next;
            synchronized (this) {
                waiting = null;
                next = pending.values().iterator().next();
            }
            Optional<String> failure;
            try {
                failure = receiver.deliver(next.drop());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                failure = Optional.of(LogLines.cause(e));
            }
            settle(next, failure);
        }

        private synchronized void settle(Pending done, Optional<String> failure) {
            boolean expired = failure.isPresent() && done.since().plus(EXPIRY).isBefore(clock.instant());
            if (failure.isEmpty() || expired) {
                pending.remove(done.drop().object().name(), done);
                failures = 0;
            }
            if (expired) {
                receiver.expired(done.drop(), failure.orElseThrow());
            }
            if (pending.isEmpty()) {
                working = false;
            } else if (failure.isEmpty() || expired || !pending.containsValue(done)) {
                workers.execute(this::work);
            } else {
                Duration pause = pause(++failures);
                receiver.failed(done.drop(), failure.orElseThrow(), pause);
                waiting = workers.schedule(this::work, pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }
}
