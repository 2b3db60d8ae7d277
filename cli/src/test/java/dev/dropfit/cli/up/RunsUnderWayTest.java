package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.cli.Datasets;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.monitor.dashboard.change.Progress;
import dev.dropfit.trainer.TrainingRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RunsUnderWayTest {
    private static final ModelName CHURN = new ModelName("churn");

    private final RunsUnderWay underWay = RunsUnderWay.followed();

    @Test
    void theTrainerReportsItsStages() throws IOException {
        underWay.dropped(CHURN);

        train(Datasets.classes(400, 1));

        assertThat(underWay.progress()).containsEntry(CHURN, new Progress(Progress.Milestone.JUDGED, ""));
        underWay.ended(CHURN);
        assertThat(underWay.progress()).isEmpty();
    }

    @Test
    void aRunThatWasNotDroppedHereIsNotListed() throws IOException {
        train(Datasets.classes(400, 1));

        assertThat(underWay.progress()).isEmpty();
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
                                "the trainer responded with HTTP status 500; next attempt in 1 s"));
    }

    private static void train(String csv) throws IOException {
        MemoryBucket data = new MemoryBucket(Instant.parse("2026-11-24T12:00:00Z"));
        data.write(CHURN.dataset(), csv.getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);
        Registry registry = new Registry(new MemoryBucket(Instant.parse("2026-11-24T12:00:00Z")));
        new TrainingRun(data, registry, "test", Clock.systemUTC(), Retries.within(Duration.ofSeconds(1)))
                .run(CHURN, OptionalLong.empty());
    }
}
