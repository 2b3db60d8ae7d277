package dev.dropfit.predictor.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.ForwardingBucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.model.InvalidModelException;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.predictor.TrainedModels;
import dev.dropfit.predictor.observe.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ModelSlotTest {
    private static final byte[] FIRST = TrainedModels.quantity("01");
    private static final byte[] SECOND = TrainedModels.quantity("02");
    private static final ModelName FLAT = new ModelName("flat");
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

    private final AtomicLong nanoTime = new AtomicLong();
    private final OddBucket bucket = new OddBucket(new MemoryBucket(Instant.EPOCH));
    private final Metrics metrics = new Metrics();
    private final List<ModelSlot.Look> looks = new ArrayList<>();
    private final ModelSlot slot = new ModelSlot(
            FLAT,
            new ModelSource(
                    new Registry(bucket),
                    ServeSettings.of(Duration.ofSeconds(10), 10),
                    new Workers(Runnable::run, Runnable::run),
                    nanoTime::get,
                    metrics));

    @Test
    void oneRefreshRunsAtATimeAndTheNextAfterAnInterval() throws IOException {
        TrainedModels.publish(bucket, "flat", FIRST);
        slot.load(() -> {});
        nanoTime.addAndGet(10 * SECOND_NANOS);

        assertThat(begin()).isTrue();
        assertThat(begin()).isFalse();
        refresh();
        assertThat(slot.use()).isFalse();
        nanoTime.addAndGet(10 * SECOND_NANOS);
        assertThat(begin()).isTrue();
    }

    @Test
    void anOlderGenerationIsNotRead() throws IOException {
        TrainedModels.publish(bucket, "flat", FIRST);
        ObjectInfo first = bucket.find("flat/models/latest.zip").orElseThrow();
        TrainedModels.publish(bucket, "flat", SECOND);
        slot.load(() -> {});

        nanoTime.addAndGet(10 * SECOND_NANOS);
        assertThat(begin()).isTrue();
        bucket.found = first;
        bucket.reads = 0;
        refresh();

        assertThat(bucket.reads).isZero();
    }

    @Test
    void anUnexpectedExceptionKeepsTheModelAndIsCounted() throws IOException {
        TrainedModels.publish(bucket, "flat", FIRST);
        slot.load(() -> {});
        nanoTime.addAndGet(10 * SECOND_NANOS);
        assertThat(begin()).isTrue();

        bucket.fault = new IllegalStateException("a fault of the storage library");
        refresh();
        bucket.fault = null;

        assertThat(slot.served()).isNotNull();
        assertThat(metrics.text(List.of())).contains("dropfit_reloads_total{model=\"flat\",result=\"failed\"} 1\n");
        nanoTime.addAndGet(10 * SECOND_NANOS);
        assertThat(begin()).isTrue();
    }

    @Test
    void aRefusedModelIsLookedAtOnceASecond() throws IOException {
        TrainedModels.publish(bucket, "flat", new byte[] {1, 2, 3});
        assertThatThrownBy(() -> slot.load(() -> {})).isInstanceOf(InvalidModelException.class);
        bucket.finds = 0;

        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> slot.load(() -> {})).isInstanceOf(InvalidModelException.class);
        }
        assertThat(bucket.finds).isZero();
        nanoTime.addAndGet(SECOND_NANOS);
        assertThatThrownBy(() -> slot.load(() -> {})).isInstanceOf(InvalidModelException.class);

        assertThat(bucket.finds).isEqualTo(1);
    }

    /** Has a look begin that is due, without running it; returns whether one has begun. */
    private boolean begin() {
        int before = looks.size();
        if (slot.use()) {
            slot.freshen((same, look) -> looks.add(look), Duration.ZERO);
        }
        return looks.size() > before;
    }

    private void refresh() {
        slot.refresh(looks.get(looks.size() - 1));
    }

    /** Counts operations, fails with a fault, and finds what the test says. */
    private static final class OddBucket extends ForwardingBucket {
        private int finds;
        private int reads;
        private @Nullable RuntimeException fault;
        private @Nullable ObjectInfo found;

        OddBucket(Bucket bucket) {
            super(bucket);
        }

        @Override
        public Optional<ObjectInfo> find(String name) throws IOException {
            Optional<ObjectInfo> actual = super.find(name);
            return found == null ? actual : Optional.of(found);
        }

        @Override
        protected <T> T operate(Operation operation, String name, Call<T> call) throws IOException {
            finds += operation == Operation.FIND ? 1 : 0;
            reads += operation == Operation.READ ? 1 : 0;
            if (fault != null) {
                throw fault;
            }
            return call.run();
        }
    }
}
