package dev.dropfit.predictor.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.ForwardingBucket;
import dev.dropfit.core.bucket.HangingBucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.registry.ManualTrial;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Trial;
import dev.dropfit.core.registry.Version;
import dev.dropfit.predictor.TrainedModels;
import dev.dropfit.predictor.live.LiveCounters;
import dev.dropfit.predictor.observe.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A model without a trial hardly pays for the look for one, and a request waits for it only if the tried version may answer. */
@Timeout(20)
final class TrialLooksTest {
    private static final ModelName HEART = new ModelName("heart");
    private static final Instant NOW = Instant.parse("2026-11-26T13:00:00Z");
    private static final byte[] SERVED = TrainedModels.classes("01");
    private static final byte[] OTHER = TrainedModels.classes("02");
    private static final Version TRIED = new Version("20261122T084102Z-00000000");

    private final AtomicLong nanoTime = new AtomicLong();
    private int looks;
    private boolean failing;

    private final ForwardingBucket bucket = new ForwardingBucket(new MemoryBucket(NOW)) {
        @Override
        protected <T> T operate(Operation operation, String name, Call<T> call) throws IOException {
            if (operation == Operation.FIND && name.equals("heart/trial.json")) {
                looks++;
                if (failing) {
                    throw new IOException("storage failed");
                }
            }
            return call.run();
        }
    };
    private final HangingBucket storage = new HangingBucket(bucket);
    private final Registry registry = new Registry(bucket);
    private final TrialSlot slot = new TrialSlot(
            HEART,
            new ModelSource(
                    registry,
                    ServeSettings.of(Duration.ofSeconds(10), 2),
                    new Workers(Runnable::run, Runnable::run),
                    nanoTime::get,
                    new Metrics()));

    /** Looks as often as at latest, for so long. */
    private int looksWithin(Duration time) throws IOException {
        looks = 0;
        for (long second = 0; second < time.toSeconds(); second += 10) {
            nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
            slot.look();
        }
        return looks;
    }

    private ManualTrial trials() {
        return new ManualTrial(registry, Clock.fixed(NOW, ZoneOffset.UTC), Retries.within(Duration.ZERO));
    }

    private void begin() throws IOException {
        begin(Trial.Kind.SHADOW, 0);
    }

    private void begin(Trial.Kind kind, int share) throws IOException {
        TrainedModels.publish(bucket, "heart", SERVED);
        registry.archive(HEART, new Version("20261122T084101Z-00000000"), SERVED);
        registry.archive(HEART, TRIED, OTHER);
        trials().begin(HEART, TRIED, kind, List.of(new Trial.Step(share, 1)), "ada", "");
    }

    @Test
    void withoutATrialASixthOfTheLooksAtLatestLooksForOne() throws Exception {
        slot.look();

        assertThat(looksWithin(Duration.ofHours(1))).isEqualTo(60);
    }

    @Test
    void aTrialIsSeenWithinSixLooksAtLatestAndItsEndAtTheNext() throws Exception {
        slot.look();
        begin();

        looksWithin(Duration.ofSeconds(50));
        assertThat(slot.heapBytes()).isZero();
        looksWithin(Duration.ofSeconds(10));
        assertThat(slot.heapBytes()).isPositive();

        assertThat(looksWithin(Duration.ofMinutes(2))).isEqualTo(12);
        trials().stop(HEART, TRIED, "ada");
        looksWithin(Duration.ofSeconds(10));
        assertThat(slot.heapBytes()).isZero();
    }

    @Test
    void aLookThatFailedIsRepeatedAtTheNextLookAtLatest() throws Exception {
        begin();
        failing = true;
        try {
            slot.look();
        } catch (IOException e) {
            assertThat(e).hasMessage("storage failed");
        }
        failing = false;

        looksWithin(Duration.ofSeconds(10));

        assertThat(slot.heapBytes()).isPositive();
    }

    @Test
    void aRequestDoesNotWaitForTheLookAtAShadow(@TempDir Path folder) throws Exception {
        begin();
        ModelSlot model = loaded(folder);
        trials().stop(HEART, TRIED, "ada");
        storage.hang(name -> name.equals("heart/trial.json"));

        Thread request = request(model);
        request.join();

        assertThat(storage.waiting()).isLessThanOrEqualTo(1);
        storage.release();
    }

    @Test
    void aRequestThatTheTriedVersionMayAnswerWaitsForTheLookAtItsTrial(@TempDir Path folder) throws Exception {
        begin(Trial.Kind.CANARY, 50);
        ModelSlot model = loaded(folder);
        trials().stop(HEART, TRIED, "ada");
        storage.hang(name -> name.equals("heart/trial.json"));

        Thread request = request(model);
        while (storage.waiting() == 0 || (request.isAlive() && request.getState() != Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }
        assertThat(request.isAlive()).isTrue();
        storage.release();
        request.join();

        assertThat(tried(model)).isNull();
    }

    private static @Nullable TriedModel tried(ModelSlot model) {
        ServedModel served = model.served();
        return served == null ? null : served.tried();
    }

    /** The model and its trial in memory, and a look at both that is due. */
    private ModelSlot loaded(Path folder) throws IOException {
        Metrics metrics = new Metrics();
        ModelSlot model = new ModelSlot(
                HEART,
                new ModelSource(
                        new Registry(storage),
                        ServeSettings.of(Duration.ofSeconds(10), 2),
                        new Workers(Runnable::run, Runnable::run),
                        nanoTime::get,
                        metrics,
                        LiveCounters.start(folder.toUri().toString(), metrics)));
        model.load(() -> {});
        model.lookAtTrial();
        assertThat(tried(model)).isNotNull();
        nanoTime.addAndGet(Duration.ofSeconds(10).toNanos());
        return model;
    }

    /** What a request does before it uses the model. The budget is longer than a test may take. */
    private static Thread request(ModelSlot model) {
        Thread request = new Thread(() ->
                model.freshen((slot, look) -> new Thread(() -> slot.refresh(look)).start(), Duration.ofMinutes(10)));
        request.setDaemon(true);
        request.start();
        return request;
    }
}
