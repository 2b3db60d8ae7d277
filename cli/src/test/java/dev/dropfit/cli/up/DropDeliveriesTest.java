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
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        workers.shutdownNow();
    }

    private static Drop drop(String file, long generation) {
        ModelName model = new ModelName("churn");
        return new Drop(model, new ObjectInfo(model + "/" + file, generation, 1, Instant.EPOCH));
    }

    /** Refuses a number of deliveries, and tells of each. */
    private class Refusing implements DropDeliveries.Receiver {
        private int refusals;

        Refusing(int refusals) {
            this.refusals = refusals;
        }

        @Override
        public Optional<String> deliver(Drop drop) {
            told.add(drop.file() + " " + drop.object().generation());
            return refusals-- > 0 ? Optional.of("no") : Optional.empty();
        }

        @Override
        public void failed(Drop drop, String why, Duration pause) {
            told.add("failed: " + why + ", again in " + pause.toSeconds());
        }

        @Override
        public void expired(Drop drop, String why) {
            told.add("expired");
        }
    }

    private String next() throws InterruptedException {
        return String.valueOf(told.poll(60, TimeUnit.SECONDS));
    }

    @Test
    void whatIsRefusedComesAgain() throws InterruptedException {
        new DropDeliveries(new Refusing(1), workers, Clock.systemUTC()).offer(drop("dataset.csv", 1));

        assertThat(next()).isEqualTo("dataset.csv 1");
        assertThat(next()).isEqualTo("failed: no, again in 1");
        assertThat(next()).isEqualTo("dataset.csv 1");
    }

    @Test
    void aNewerGenerationTakesThePlaceOfOneThatWaits() throws InterruptedException {
        DropDeliveries deliveries = new DropDeliveries(new Refusing(1), workers, Clock.systemUTC());
        deliveries.offer(drop("dataset.csv", 1));
        assertThat(next()).isEqualTo("dataset.csv 1");
        assertThat(next()).startsWith("failed");

        deliveries.offer(drop("dataset.csv", 2));

        assertThat(next()).isEqualTo("dataset.csv 2");
    }

    @Test
    void allObjectsOfAModelAreDelivered() throws InterruptedException {
        DropDeliveries deliveries = new DropDeliveries(new Refusing(0), workers, Clock.systemUTC());

        deliveries.offer(drop("dataset.csv", 1));
        deliveries.offer(drop("dropfit.json", 2));

        assertThat(next()).isEqualTo("dataset.csv 1");
        assertThat(next()).isEqualTo("dropfit.json 2");
    }

    @Test
    void aDropThatIsRefusedForADayExpires() throws InterruptedException {
        DropDeliveries deliveries = afterAFailure(Duration.ofHours(24).plusMillis(1));
        deliveries.offer(drop("dataset.csv", 1));
        assertThat(next()).isEqualTo("dataset.csv 1");
        assertThat(next()).isEqualTo("failed: no, again in 1");
        assertThat(next()).isEqualTo("dataset.csv 1");
        assertThat(next()).isEqualTo("expired");

        deliveries.offer(drop("dataset.csv", 2));

        assertThat(next()).isEqualTo("dataset.csv 2");
    }

    @Test
    void aDropThatIsRefusedForLessThanADayIsDeliveredAgain() throws InterruptedException {
        afterAFailure(Duration.ofHours(24)).offer(drop("dataset.csv", 1));

        assertThat(next()).isEqualTo("dataset.csv 1");
        assertThat(next()).isEqualTo("failed: no, again in 1");
        assertThat(next()).isEqualTo("dataset.csv 1");
        assertThat(next()).isEqualTo("failed: no, again in 2");
    }

    /** Deliveries that are refused twice; the clock moves after the first failure. */
    private DropDeliveries afterAFailure(Duration time) {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        Refusing receiver = new Refusing(2) {
            @Override
            public void failed(Drop drop, String why, Duration pause) {
                now.set(Instant.EPOCH.plus(time));
                super.failed(drop, why, pause);
            }
        };
        return new DropDeliveries(receiver, workers, now::get);
    }

    @Test
    void pausesDoubleFromOneSecondToAMinute() {
        assertThat(IntStream.rangeClosed(1, 8).mapToObj(DropDeliveries::pause).map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }
}
