package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchFileTest {
    private static final ModelName HEART = new ModelName("heart");
    private static final Instant NOW = Instant.parse("2026-11-26T09:00:00Z");

    @Test
    void theResultsHaveTheNameOfTheFile() {
        BatchFile file = BatchFile.of("heart/batch/May_2026.v2.csv.gz").orElseThrow();

        assertThat(file).isEqualTo(new BatchFile(HEART, "May_2026.v2"));
        assertThat(file.predictions()).isEqualTo("heart/predictions/May_2026.v2.csv");
        assertThat(file.errors()).isEqualTo("heart/predictions/May_2026.v2.errors.csv");
        assertThat(file.summary()).isEqualTo("heart/predictions/May_2026.v2.json");
        assertThat(BatchFile.of(file.plain())).contains(file);
        assertThat(BatchFile.of(file.compressed())).contains(file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "heart/batch/.csv",
                "heart/batch/a b.csv",
                "heart/batch/.a.csv",
                "heart/batch/a.errors.csv",
                "heart/batch/a.tsv",
                "heart/batch/a/b.csv",
                "Heart/batch/a.csv",
                "heart/Batch/a.csv",
                "batch/a.csv",
                "heart/dataset.csv"
            })
    void otherObjectsAreNoFilesToScore(String object) {
        assertThat(BatchFile.of(object)).isEmpty();
    }

    @Test
    void aNameThatIsTooLongIsRefused() {
        assertThat(BatchFile.of("heart/batch/" + "a".repeat(200) + ".csv")).isPresent();
        assertThat(BatchFile.of("heart/batch/" + "a".repeat(201) + ".csv")).isEmpty();
        assertThatThrownBy(() -> new BatchFile(HEART, "a.errors")).hasMessageContaining(BatchFile.ACCEPTED);
    }

    @Test
    void theNewestSummariesComeFirstAndDamagedOnesAreLeftOut() throws Exception {
        MemoryBucket models = new MemoryBucket(NOW);
        Batches batches = new Registry(models).batches();
        for (String name : List.of("a", "b", "c")) {
            BatchFile file = new BatchFile(HEART, name);
            batches.write(file, summary(file), Bucket.ABSENT);
        }
        models.write("heart/predictions/d.json", "{".getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);
        models.write("heart/predictions/_parts/e/1/starts.json", new byte[0], Bucket.ABSENT);

        assertThat(batches.newest(HEART, 3))
                .extracting(scored -> scored.file().name(), Batches.Scored::summary)
                .containsExactly(
                        tuple("c", summary(new BatchFile(HEART, "c"))), tuple("b", summary(new BatchFile(HEART, "b"))));
    }

    private static BatchSummary summary(BatchFile file) {
        TreeMap<String, Long> warnings = new TreeMap<>();
        warnings.put("missing_value", 7L);
        return new BatchSummary(
                file.plain(), 1764147600000000L, "v", 12, 3, warnings, List.of("a note"), List.of(), NOW, NOW);
    }
}
