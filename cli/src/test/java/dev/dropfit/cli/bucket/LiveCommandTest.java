package dev.dropfit.cli.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.cli.CommandRun;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.live.LiveCounts;
import dev.dropfit.core.live.RowBins;
import dev.dropfit.core.live.Traffic;
import dev.dropfit.core.live.store.Hour;
import dev.dropfit.core.live.store.LiveBucket;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Prediction;
import dev.dropfit.core.model.file.ModelFile;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Outcomes;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.Interval;
import dev.dropfit.core.registry.facts.MetricValues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LiveCommandTest {
    private static final ModelName HEART = new ModelName("heart");
    /** 500 requests that took 0.1 to 0.25 ms, of which three were refused. */
    private static final Traffic TRAFFIC = new Traffic(
            IntStream.range(0, Traffic.BOUNDS.size() + 1)
                    .mapToObj(range -> range == 1 ? 500L : 0L)
                    .toList(),
            87_500_000,
            3,
            0,
            new TreeMap<>());

    @TempDir
    private Path folder;

    private byte[] file = {};

    @BeforeEach
    void serveAModel() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder csv = new StringBuilder("age,city,sick\n");
        for (int i = 0; i < 1000; i++) {
            double age = 50 + 10 * random.nextGaussian();
            csv.append(age).append(random.nextBoolean() ? ",Bern," : ",Chur,");
            csv.append(age + 10 * random.nextGaussian() > 50 ? "yes\n" : "no\n");
        }
        Path dataset = Files.writeString(folder.resolve("heart.csv"), csv);
        Path settings = Files.writeString(folder.resolve("c.json"), "{\"learner\": \"logistic-regression\"}");
        Path latest =
                Files.createDirectories(folder.resolve("models/heart/models")).resolve("latest.zip");
        CommandRun run =
                CommandRun.of("train", dataset.toString(), "--config", settings.toString(), "--out", latest.toString());
        assertThat(run.err()).isEmpty();
        file = Files.readAllBytes(latest);
    }

    /** Counts rows of this hour, as the predictor does. */
    private void count(int rows, double shift) throws Exception {
        Model model = ModelFile.read(file);
        RowBins bins = new RowBins(ModelFile.readBins(file), model.pipeline());
        SplittableRandom random = new SplittableRandom(2);
        long[] cells = new long[bins.cells()];
        Prediction prediction = new Prediction(model);
        for (int i = 0; i < rows; i++) {
            double[] row = {50 + shift + 10 * random.nextGaussian(), random.nextInt(2)};
            prediction.predict(row);
            bins.count(row, prediction.scores(), cells, 0);
        }
        try (Bucket live = Buckets.open(folder.resolve("live").toUri().toString())) {
            new LiveBucket(live)
                    .write(
                            LiveBucket.name(HEART, new Version(model.version()), new Hour(Instant.now()), "a-1"),
                            new LiveCounts(bins.bins(), rows, bins.slots(cells), TRAFFIC),
                            Bucket.ABSENT);
        }
    }

    private CommandRun live(String... more) {
        String[] arguments = new String[6 + more.length];
        arguments[0] = "live";
        arguments[1] = "heart";
        arguments[2] = "--models";
        arguments[3] = folder.resolve("models").toUri().toString();
        arguments[4] = "--live";
        arguments[5] = folder.resolve("live").toUri().toString();
        System.arraycopy(more, 0, arguments, 6, more.length);
        return CommandRun.of(arguments);
    }

    @Test
    void aColumnThatMovedIsNamed() throws Exception {
        count(500, 10);

        CommandRun run = live();

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("500 rows in the last 24 hours, 0 in the week before")
                .contains(
                        "500 requests; 3 errors of clients, 0 of the server; half took at most 0.175 ms, 99 % at most ")
                .contains("'age' is higher than in training: in 40.4 % of the rows, it is 61.9 to 84.2; in training it"
                        + " was 10.0 %\n")
                .contains("the score is higher than in training: ")
                .contains("(score)")
                .doesNotContain("'city'");
    }

    @Test
    void rowsLikeThoseOfTrainingHaveNoChange() throws Exception {
        count(500, 0);

        assertThat(live().out()).contains("No column differs from training or from the week before beyond chance.");
    }

    @Test
    void theLiveMetricIsNextToThePromisedOne() throws Exception {
        Version version = new Version(ModelFile.read(file).version());
        MetricValues live =
                new MetricValues(Map.of(Metric.ROC_AUC, 0.7), Map.of(Metric.ROC_AUC, new Interval(0.6, 0.78)));
        MetricValues promised =
                new MetricValues(Map.of(Metric.ROC_AUC, 0.9), Map.of(Metric.ROC_AUC, new Interval(0.87, 0.93)));
        Outcomes outcomes = new Outcomes(
                Instant.now(),
                List.of(new Outcomes.LabelsRead("heart/labels.csv", 1, 131, 1, List.of("line 3: bad"))),
                0,
                2,
                List.of(new Outcomes.OfVersion(
                        version,
                        Metric.ROC_AUC,
                        130,
                        live,
                        promised,
                        200,
                        true,
                        List.of(new Outcomes.Day(LocalDate.parse("2026-11-25"), 130, live)))));
        try (Bucket models = Buckets.open(folder.resolve("models").toUri().toString())) {
            new Registry(models).writeOutcomes(HEART, outcomes, Bucket.ABSENT);
        }

        assertThat(live().out())
                .contains(version + ": roc_auc 0.700 (0.600 to 0.780), promised 0.900 (0.870 to 0.930) on 200 rows;"
                        + " this is worse than promised, beyond chance")
                .contains("2026-11-25     130  0.700 (0.600 to 0.780)")
                .contains("2 labels have no known prediction.")
                .contains("heart/labels.csv: line 3: bad");
        assertThat(JsonParser.parseString(live("--json").out())
                        .getAsJsonObject()
                        .getAsJsonObject("outcomes")
                        .getAsJsonArray("versions"))
                .hasSize(1);
    }

    @Test
    void fewRowsAreNotCompared() throws Exception {
        count(150, 0);

        assertThat(live().out()).contains("150 rows in the last 24 hours").contains("A comparison needs 200 rows.");
    }

    @Test
    void theReportIsAlsoJson() throws Exception {
        count(500, 10);

        JsonObject json = JsonParser.parseString(live("--json").out()).getAsJsonObject();

        assertThat(json.get("rows").getAsLong()).isEqualTo(500);
        assertThat(json.getAsJsonArray("changes")).hasSize(2);
        JsonObject age = json.getAsJsonObject("columns").getAsJsonObject("age");
        assertThat(age.get("psi").getAsDouble()).isGreaterThan(0.25);
        assertThat(age.getAsJsonArray("distribution")).hasSizeGreaterThan(8);
        assertThat(json.getAsJsonObject("rows_by_hour").size()).isEqualTo(1);
    }

    @Test
    void aModelThatServesNothingIsNamed() {
        CommandRun run = CommandRun.of(
                "live",
                "other",
                "--models",
                folder.resolve("models").toUri().toString(),
                "--live",
                folder.resolve("live").toUri().toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("there is no model other in file:", "; 'dropfit models --all' lists all models");
    }
}
