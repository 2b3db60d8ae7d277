package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.facts.DatasetFacts;
import dev.dropfit.core.registry.facts.ModelFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RunIndexTest {
    private static final ModelName HEART = new ModelName("heart");
    private static final Version MONDAY = new Version("20261123T080000Z-aaaaaaaa");
    private static final Version TUESDAY = new Version("20261124T080000Z-bbbbbbbb");

    @TempDir
    private Path folder;

    private Bucket bucket;
    private Registry registry;

    @BeforeEach
    void openTheBucket() throws IOException {
        bucket = Buckets.open(folder.toUri().toString());
        registry = new Registry(bucket);
    }

    @Test
    void aSummaryHasTheSameFieldsAsItsRecord() throws IOException {
        RunRecord record = RunRecordTest.read("classes-with-champion");
        registry.summarize(HEART, RunSummary.of(MONDAY, record));

        assertThat(registry.summaries(HEART)).containsExactly(RunSummary.of(MONDAY, record));
        assertThat(registry.summaries(HEART).get(0).metric(Metric.ROC_AUC)).isEqualTo(record.metric(Metric.ROC_AUC));
    }

    @Test
    void aRunOfAnOlderDatasetThatEndsLaterIsListedAfterTheNewerOne() throws IOException {
        end(TUESDAY);
        end(MONDAY);
        end(MONDAY);

        assertThat(listed()).containsExactly(TUESDAY, MONDAY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}"})
    void withoutAReadableIndexTheNextRunMakesItFromTheRecords(String damaged) throws IOException {
        record(MONDAY);
        bucket.write("heart/runs.json", damaged.getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);
        assertThat(listed()).isEmpty();

        end(TUESDAY);

        assertThat(listed()).containsExactly(TUESDAY, MONDAY);
    }

    @Test
    void theIndexHasTheNewestRunsOnly() throws IOException {
        for (int i = 0; i <= RunIndex.MAX_RUNS; i++) {
            record(Version.of(MONDAY.time().plusSeconds(i), "inputs"));
        }
        end(TUESDAY);

        assertThat(listed()).hasSize(RunIndex.MAX_RUNS).startsWith(TUESDAY);
    }

    private void end(Version version) throws IOException {
        record(version);
        registry.summarize(
                HEART,
                RunSummary.of(version, registry.readRecord(HEART, version).orElseThrow()));
    }

    private void record(Version version) throws IOException {
        RunOrigin origin = new RunOrigin(version.value(), "", "", Optional.empty(), Optional.empty());
        registry.record(HEART, version, RunRecord.of(origin, DatasetFacts.NONE, ModelFacts.NONE));
    }

    private List<Version> listed() throws IOException {
        return registry.summaries(HEART).stream().map(RunSummary::version).toList();
    }
}
