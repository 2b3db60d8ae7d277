package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.Datasets;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.monitor.dashboard.change.Progress;
import dev.dropfit.trainer.Stage;
import dev.dropfit.trainer.TrainingRun;
import dev.dropfit.trainer.learn.blend.BlendSearch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class RunsUnderWayTest {
    private static final ModelName CHURN = new ModelName("churn");

    private final RunsUnderWay underWay = RunsUnderWay.followed(Clock.systemUTC());

    @Test
    void theTrainerReportsItsStages() throws IOException {
        underWay.dropped(CHURN);

        train(Datasets.classes(400, 1));

        assertThat(underWay.progress()).containsEntry(CHURN, new Progress(Progress.Milestone.JUDGED, "", ""));
        underWay.ended(CHURN);
        assertThat(underWay.progress()).isEmpty();
    }

    @Test
    void aRunThatWasNotDroppedHereIsNotListed() throws IOException {
        train(Datasets.classes(400, 1));

        assertThat(underWay.progress()).isEmpty();
    }

    @Test
    void theWorkOfARunAndItsRestAreSaid() {
        Instant begin = Instant.parse("2026-11-24T12:00:00Z");
        AtomicReference<Instant> now = new AtomicReference<>(begin);
        RunsUnderWay runs = RunsUnderWay.followed(now::get);
        runs.dropped(CHURN);

        new Stage.Reading(500_000, 2_000_000).reached(CHURN);
        assertThat(work(runs)).isEqualTo("reading: 25.0 % of 2.0 MB");

        new Stage.Checked(200_000, 40).reached(CHURN);
        now.set(begin.plusSeconds(10));
        assertThat(work(runs)).isEqualTo("training on 200,000 rows, about 30 s left");

        Logger.getLogger(BlendSearch.LOGGER).log(Level.FINE, "{0} of {1}", new Object[] {2, 9});
        assertThat(work(runs)).isEqualTo("training on 200,000 rows, 2 of 9 learners compared, about 32 s left");

        new Stage.Trained().reached(CHURN);
        assertThat(work(runs)).isEmpty();
    }

    @Test
    void aComparisonCountsForTheRunOfItsThread() throws InterruptedException {
        ModelName other = new ModelName("other");
        underWay.dropped(CHURN);
        underWay.dropped(other);
        new Stage.Checked(10, 3600).reached(CHURN);
        Thread second = new Thread(() -> {
            new Stage.Checked(20, 3600).reached(other);
            Logger.getLogger(BlendSearch.LOGGER).log(Level.FINE, "{0} of {1}", new Object[] {2, 9});
        });

        second.start();
        second.join();

        assertThat(work(underWay, CHURN))
                .startsWith("training on 10 rows, about ")
                .doesNotContain("compared");
        assertThat(work(underWay, other)).startsWith("training on 20 rows, 2 of 9 learners compared");
    }

    private static String work(RunsUnderWay runs) {
        return work(runs, CHURN);
    }

    private static String work(RunsUnderWay runs, ModelName model) {
        return Objects.requireNonNull(runs.progress().get(model)).work();
    }

    @Test
    void aFailureIsListedWithItsReason() {
        underWay.dropped(CHURN);

        underWay.failed(CHURN, "the trainer responded with HTTP status 500; next attempt in 1 s");

        assertThat(underWay.progress())
                .containsEntry(
                        CHURN,
                        new Progress(
                                Progress.Milestone.DROPPED,
                                "the trainer responded with HTTP status 500; next attempt in 1 s",
                                ""));
    }

    private static void train(String csv) throws IOException {
        MemoryBucket data = new MemoryBucket(Instant.parse("2026-11-24T12:00:00Z"));
        data.write(CHURN.dataset(), csv.getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);
        Registry registry = new Registry(new MemoryBucket(Instant.parse("2026-11-24T12:00:00Z")));
        new TrainingRun(data, registry, "test", Clock.systemUTC(), Retries.within(Duration.ofSeconds(1)))
                .run(CHURN, OptionalLong.empty());
    }
}
