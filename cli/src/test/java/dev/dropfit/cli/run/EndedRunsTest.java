package dev.dropfit.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.registry.Inputs;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How runs are found by what was dropped: {@link EndedRuns}, and {@link RunWait}, which waits for one. */
class EndedRunsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final ModelName CHURN = new ModelName("churn");

    private final Registry registry = new Registry(new MemoryBucket(NOON));
    private final EndedRuns runs = new EndedRuns(registry);

    private Version record(Instant time, long dataset, long settings) throws IOException {
        Version version = Version.of(time, Long.toString(dataset), Long.toString(settings));
        RunOrigin origin = RunOrigin.of(version, "test", new Inputs(dataset, settings));
        registry.record(CHURN, version, RunRecord.invalid(origin, List.of("no"), Optional.empty()));
        return version;
    }

    private static Drop drop(String file, long generation) {
        return new Drop(CHURN, new ObjectInfo("churn/" + file, generation, 1, NOON));
    }

    @Test
    void aDropHasRunWhenARecordHasItsGeneration() throws IOException {
        record(NOON, 12, 7);
        record(NOON.plusSeconds(60), 15, 7);

        assertThat(runs.hasRun(drop("dataset.csv", 12))).isTrue();
        assertThat(runs.hasRun(drop("dataset.csv", 15))).isTrue();
        assertThat(runs.hasRun(drop("dropfit.json", 7))).isTrue();
    }

    @Test
    void theGenerationOfTheSettingsIsNotThatOfTheDataset() throws IOException {
        record(NOON, 12, 7);

        assertThat(runs.hasRun(drop("dataset.csv", 7))).isFalse();
        assertThat(runs.hasRun(drop("dropfit.json", 12))).isFalse();
        assertThat(runs.hasRun(drop("dataset.csv", 13))).isFalse();
    }

    @Test
    void theNewestRunIsTheLastOneByVersion() throws IOException {
        assertThat(runs.newest(CHURN)).isEmpty();
        Version newer = record(NOON.plusSeconds(60), 15, 0);
        record(NOON, 12, 0);

        assertThat(runs.newest(CHURN).orElseThrow().origin().version()).isEqualTo(newer.value());
        assertThat(runs.ended(CHURN)).hasSize(2).last().isEqualTo(newer);
    }

    @Test
    void withoutAModelNothingIsServed() throws IOException {
        record(NOON, 12, 0);

        assertThat(runs.served(CHURN)).isEmpty();
    }

    @Test
    void waitingFindsTheRunOnExactlyThisGeneration() throws IOException, InterruptedException {
        record(NOON.plusSeconds(10), 11, 0);
        Version wanted = record(NOON.plusSeconds(5), 12, 0);

        Optional<RunRecord> found = new RunWait(registry, Duration.ofMinutes(1)).await(drop("dataset.csv", 12));

        assertThat(found.orElseThrow().origin().version()).isEqualTo(wanted.value());
    }

    @Test
    void waitingEndsWithoutARunWhenTheTimeIsOver() throws IOException, InterruptedException {
        record(NOON, 11, 0);

        assertThat(new RunWait(registry, Duration.ZERO).await(drop("dataset.csv", 12)))
                .isEmpty();
    }
}
