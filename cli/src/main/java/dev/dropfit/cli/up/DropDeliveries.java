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
 * Delivers drops until they are taken, as Eventarc does: what is not answered with success comes again, after a pause that doubles, for a
 * day. A model's drops are delivered one after another; a newer generation takes the place of one that waits. Thread-safe.
 */
final class DropDeliveries {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final Duration EXPIRY = Duration.ofHours(24);

    /** Takes a drop. */
    interface Receiver {
        /** Delivers it: a text says why that failed, none that it is done. */
        Optional<String> deliver(Drop drop) throws InterruptedException;

        /** It failed, and comes again. */
        void failed(Drop drop, String why, Duration pause);

        /** It failed for so long that it does not come again. */
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

    /** The pause after so many failures in a row, from 1. */
    static Duration pause(int failures) {
        return failures > 6 ? LONGEST_PAUSE : Duration.ofSeconds(Math.min(60, 1L << (failures - 1)));
    }

    /** A drop, and since when it is being delivered. */
    private record Pending(Drop drop, Instant since) {}

    /** The drops of one model that wait, by object. */
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
