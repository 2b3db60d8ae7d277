package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.run.Drop;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.registry.ModelName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DropDeliveriesTest {
    private final ScheduledExecutorService workers = Executors.newScheduledThreadPool(2);
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        workers.shutdownNow();
    }

    private static Drop drop(String file, long generation) {
        ModelName model = new ModelName("churn");
        return new Drop(model, new ObjectInfo(model + "/" + file, generation, 1, Instant.EPOCH));
    }

    /** Fails a number of deliveries, and records each. */
    private class FailingReceiver implements DropDeliveries.Receiver {
        private int failures;

        FailingReceiver(int failures) {
            this.failures = failures;
        }

        @Override
        public Optional<String> deliver(Drop drop) {
            events.add(drop.file() + " " + drop.object().generation());
            return failures-- > 0 ? Optional.of("no") : Optional.empty();
        }

        @Override
        public void failed(Drop drop, String why, Duration pause) {
            events.add("failed: " + why + ", again in " + pause.toSeconds());
        }

        @Override
        public void expired(Drop drop, String why) {
            events.add("expired");
        }
    }

    private String next() throws InterruptedException {
        return String.valueOf(events.poll(60, TimeUnit.SECONDS));
    }

    @Test
    void aFailedDropIsDeliveredAgain() throws InterruptedException {
        new DropDeliveries(new FailingReceiver(1), workers, Clock.systemUTC()).offer(drop("dataset.csv", 1));

        assertThat(next()).isEqualTo("dataset.csv 1");
        assertThat(next()).isEqualTo("failed: no, again in 1");
        assertThat(next()).isEqualTo("dataset.csv 1");
    }

    @Test
    void aNewerGenerationReplacesOneThatWaits() throws InterruptedException {
        DropDeliveries deliveries = new DropDeliveries(new FailingReceiver(1), workers, Clock.systemUTC());
        deliveries.offer(drop("dataset.csv", 1));
        assertThat(next()).isEqualTo("dataset.csv 1");
        assertThat(next()).startsWith("failed");

        deliveries.offer(drop("dataset.csv", 2));

        assertThat(next()).isEqualTo("dataset.csv 2");
    }

    @Test
    void allObjectsOfAModelAreDelivered() throws InterruptedException {
        DropDeliveries deliveries = new DropDeliveries(new FailingReceiver(0), workers, Clock.systemUTC());

        deliveries.offer(drop("dataset.csv", 1));
        deliveries.offer(drop("dropfit.json", 2));

        assertThat(next()).isEqualTo("dataset.csv 1");
        assertThat(next()).isEqualTo("dropfit.json 2");
    }

    @Test
    void aReceiverThatThrowsHasFailed() throws InterruptedException {
        DropDeliveries.Receiver throwing = new FailingReceiver(0) {
            private boolean thrown;

            @Override
            public Optional<String> deliver(Drop drop) {
                if (!thrown) {
                    thrown = true;
                    throw new IllegalStateException("boom");
                }
                return super.deliver(drop);
            }
        };

        new DropDeliveries(throwing, workers, Clock.systemUTC()).offer(drop("dataset.csv", 1));

        assertThat(next()).isEqualTo("failed: boom, again in 1");
        assertThat(next()).isEqualTo("dataset.csv 1");
    }

    @Test
    void aGenerationThatArrivesDuringADeliveryIsDeliveredNext() throws InterruptedException {
        CountDownLatch offered = new CountDownLatch(1);
        DropDeliveries.Receiver slow = new FailingReceiver(0) {
            @Override
            public Optional<String> deliver(Drop drop) {
                Optional<String> failure = super.deliver(drop);
                try {
                    offered.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return failure;
            }
        };
        DropDeliveries deliveries = new DropDeliveries(slow, workers, Clock.systemUTC());
        deliveries.offer(drop("dataset.csv", 1));
        assertThat(next()).isEqualTo("dataset.csv 1");

        deliveries.offer(drop("dataset.csv", 2));
        offered.countDown();

        assertThat(next()).isEqualTo("dataset.csv 2");
    }

    @Test
    void aDropThatFailsForADayExpiresAndIsNotDeliveredAgain() throws InterruptedException {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        DropDeliveries deliveries = new DropDeliveries(new FailingReceiver(3), workers, now::get);
        deliveries.offer(drop("dataset.csv", 1));
        assertThat(next()).isEqualTo("dataset.csv 1");
        assertThat(next()).isEqualTo("failed: no, again in 1");

        now.set(Instant.EPOCH.plus(Duration.ofHours(24)).plusSeconds(1));

        assertThat(next()).isEqualTo("dataset.csv 1");
        assertThat(next()).isEqualTo("expired");
        deliveries.offer(drop("dataset.csv", 2));
        assertThat(next()).isEqualTo("dataset.csv 2");
        assertThat(next()).as("the pauses start again").isEqualTo("failed: no, again in 1");
    }

    @Test
    void aModelThatFailsDoesNotDelayAnother() throws InterruptedException {
        DropDeliveries deliveries = new DropDeliveries(new FailingReceiver(1), workers, Clock.systemUTC());
        deliveries.offer(drop("dataset.csv", 1));
        assertThat(next()).isEqualTo("dataset.csv 1");
        assertThat(next()).startsWith("failed");

        ModelName other = new ModelName("other");
        deliveries.offer(new Drop(other, new ObjectInfo("other/dataset.csv", 9, 1, Instant.EPOCH)));

        assertThat(next()).isEqualTo("dataset.csv 9");
    }

    @Test
    void pausesDoubleFromOneSecondToAMinute() {
        assertThat(IntStream.rangeClosed(1, 8).mapToObj(DropDeliveries::pause).map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }
}
