package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.cli.Datasets;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.monitor.dashboard.http.RefusedException;
import dev.dropfit.trainer.TrainingRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HomeComparisonsTest {
    private static final ModelName CHURN = new ModelName("churn");

    private final Bucket data = new MemoryBucket(Instant.EPOCH);
    private final Registry registry = new Registry(new MemoryBucket(Instant.EPOCH));
    private final HomeComparisons comparisons = new HomeComparisons(data, registry);

    private Version train(String csv, String settings) throws IOException {
        data.write("churn/dropfit.json", settings.getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);
        data.write("churn/dataset.csv", csv.getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);
        TrainingRun runs =
                new TrainingRun(data, registry, "revision", Clock.systemUTC(), Retries.within(Duration.ofSeconds(10)));
        return ((TrainingRun.Result.Ended) runs.run(CHURN, OptionalLong.empty())).version();
    }

    private List<List<String>> holdout(Version version) throws IOException, RefusedException {
        String csv = new String(comparisons.holdout(CHURN, version), StandardCharsets.UTF_8);
        return csv.lines().map(line -> List.of(line.split(",", -1))).toList();
    }

    @Test
    void theHoldoutPredictionsAreThoseOfTheRecord() throws Exception {
        String csv = Datasets.classes(600, 1);
        Version version = train(csv, "{\"learner\": \"logistic-regression\"}");
        List<String> dataset = csv.lines().toList();

        List<List<String>> table = holdout(version);

        List<List<String>> rows = table.subList(1, table.size());
        RunRecord record = registry.readRecord(CHURN, version).orElseThrow();
        assertThat(table.get(0)).containsExactly("line", "actual", "prediction", "probability_no", "probability_yes");
        assertThat(rows).hasSize(record.model().holdout().rows());
        assertThat(rows)
                .allSatisfy(row -> assertThat(dataset.get(Integer.parseInt(row.get(0)) - 1))
                        .endsWith("," + row.get(1)));
        assertThat(100.0
                        * rows.stream()
                                .filter(row -> row.get(1).equals(row.get(2)))
                                .count()
                        / rows.size())
                .isCloseTo(record.metric(Metric.VAL_ACC), within(1e-9));
    }

    @Test
    void aNumberHasNoProbability() throws Exception {
        Version version = train(Datasets.numbers(600, 1), "{\"learner\": \"linear-regression\"}");

        assertThat(holdout(version).get(0)).hasSize(3).startsWith("line", "actual");
    }

    @Test
    void whyThereAreNoneIsSaid() throws Exception {
        Version version = train(Datasets.classes(300, 1), "{\"learner\": \"logistic-regression\"}");
        data.delete(
                "churn/dataset.csv",
                data.find("churn/dataset.csv").orElseThrow().generation());

        assertThatThrownBy(() -> holdout(version))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("the dataset churn/dataset.csv does not exist");
    }
}
