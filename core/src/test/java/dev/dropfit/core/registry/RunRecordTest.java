package dev.dropfit.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.MemoryBucket;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Task;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.CalibrationBin;
import dev.dropfit.core.registry.facts.CandidateFacts;
import dev.dropfit.core.registry.facts.CategoryCount;
import dev.dropfit.core.registry.facts.ClassDecision;
import dev.dropfit.core.registry.facts.ClassFacts;
import dev.dropfit.core.registry.facts.ColumnFacts;
import dev.dropfit.core.registry.facts.ConfusionMatrix;
import dev.dropfit.core.registry.facts.ContractFacts;
import dev.dropfit.core.registry.facts.DistinctCount;
import dev.dropfit.core.registry.facts.Effect;
import dev.dropfit.core.registry.facts.Estimate;
import dev.dropfit.core.registry.facts.FeatureFacts;
import dev.dropfit.core.registry.facts.Interval;
import dev.dropfit.core.registry.facts.MetricValues;
import dev.dropfit.core.registry.facts.ModelFacts;
import dev.dropfit.core.registry.facts.RocPoint;
import dev.dropfit.core.registry.facts.SliceFacts;
import dev.dropfit.core.registry.facts.ThresholdCounts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The records in the folder {@code records} were written by the release before this class; they stay as they are. */
class RunRecordTest {
    private static final ModelName MODEL = new ModelName("model");
    private static final Gson EXACT = new GsonBuilder().serializeNulls().create();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "classes-first-model",
                "classes-with-champion",
                "several-classes-trees",
                "several-classes-rejected",
                "dates-champion-of-other-classes",
                "numbers",
                "invalid",
                "invalid-with-alert",
            })
    void aRecordOfAnEarlierReleaseIsReadAndWrittenByteForByte(String name) throws IOException {
        byte[] golden = golden(name);
        Version version = new Version(text(golden, "version"));
        Bucket bucket = new MemoryBucket(Instant.parse("2026-11-25T12:00:00Z"));
        Registry registry = new Registry(bucket);
        String object = "model/metrics/" + version + ".json";
        long generation = bucket.write(object, golden, Bucket.ABSENT).generation();

        RunRecord run = registry.readRecord(MODEL, version).orElseThrow();
        bucket.delete(object, generation);
        registry.record(MODEL, version, run);

        assertThat(run.origin().version()).isEqualTo(version.value());
        try (StoredObject written = bucket.read(object).orElseThrow()) {
            assertThat(new String(written.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(new String(golden, StandardCharsets.UTF_8));
        }
    }

    @Test
    void aModelsOwnRecordIsReadAndWrittenByteForByte() throws IOException {
        JsonObject own = json(golden("classes-first-model"));
        List.of("verdict", "reasons", "champion", "archive_sha256", "elapsed").forEach(own::remove);

        RunRecord run = RunRecord.read(own);

        assertThat(run.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(run.promoted()).isFalse();
        assertThat(EXACT.toJson(run.toJson())).isEqualTo(EXACT.toJson(own));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'by':'row','holdout':0.2}",
                "{'by':'group','column':'patient','holdout':0.3}",
                "{'by':'time','column':'day','holdout':0.2,'from':'2024-07-19','boundary':1.7213472E9}"
            })
    void howTheRowsWereDividedIsReadAndWrittenAgain(String split) throws IOException {
        JsonObject json = json(golden("classes-with-champion"));
        assertThat(RunRecord.read(json).model().split()).isEmpty();
        json.add("split", parse(split));

        RunRecord run = RunRecord.read(json);

        assertThat(run.model().split().orElseThrow().isChosen()).isEqualTo(!split.contains("row"));
        assertThat(run.toJson().get("split")).isEqualTo(json.get("split"));
    }

    @Test
    void figuresAreReadWithTheirIntervalsAndWrittenAgain() throws IOException {
        JsonObject json = json(golden("classes-with-champion"));
        json.add(
                "decision",
                parse(
                        "{'positive':'yes','threshold':0.25,'costs':{'false_positive':1,'false_negative':3},"
                                + "'cost':0.4,'cost_interval':[0.3,0.5],'cost_at_half':0.6,'thresholds':[[0.0,40,60],[0.25,31,12]]}"));
        json.add("intervals", parse("{'roc_auc':[0.88,0.93]}"));
        json.add(
                "classes",
                JsonParser.parseString("[{'class':'yes','rows':40,'precision':null,'recall':0.5,"
                        + "'recall_interval':[0.35,0.65],'f1':0.6}]"));
        json.add(
                "residuals",
                parse("{'quantiles':{'0.5':-1.5},'by_prediction':[{'rows':12,'predicted':3.5,"
                        + "'actual':4,'mae':1,'mae_interval':[0.5,2]}]}"));
        json.add(
                "slices",
                JsonParser.parseString("[{'column':'town','value':'is"
                        + " north','rows':60,'metric':'roc_auc','figure':0.6,'figure_interval':[0.5,0.7],'worse':true},{'column':'town','metric':'of"
                        + " another release'}]"));

        RunRecord run = RunRecord.read(json);

        ModelFacts model = run.model();
        ClassDecision decision = model.decision().orElseThrow();
        assertThat(decision.positive()).isEqualTo("yes");
        assertThat(decision.costs().orElseThrow().threshold()).isEqualTo(decision.threshold());
        assertThat(decision.thresholds())
                .contains(new ThresholdCounts(0.25, 31, 12))
                .hasSize(2);
        assertThat(decision.cost()).contains(new Estimate(0.4, Optional.of(new Interval(0.3, 0.5))));
        assertThat(model.holdout().metrics().interval(Metric.ROC_AUC)).contains(new Interval(0.88, 0.93));
        assertThat(model.holdout().metrics().text(Metric.ROC_AUC)).isEqualTo("0.910 (0.880 to 0.930)");
        assertThat(model.holdout().metrics().text(Metric.F1)).doesNotContain("(");
        ClassFacts yes = model.holdout().classes().get(0);
        assertThat(yes.precision()).isEqualTo(Estimate.NONE);
        assertThat(yes.recall().interval()).contains(new Interval(0.35, 0.65));
        assertThat(model.holdout().residuals().quantiles()).containsEntry(0.5, -1.5);
        assertThat(model.holdout().residuals().byPrediction().get(0).mae().value())
                .isEqualTo(1);
        SliceFacts slice = model.holdout().slices().get(0);
        assertThat(slice.text()).isEqualTo("town is north");
        assertThat(slice.worse()).isTrue();
        assertThat(model.holdout().slices()).hasSize(1);
        assertThat(RunRecord.read(run.toJson())).isEqualTo(run);
    }

    @Test
    void theSettingsAndTheContractAreReadAndWrittenAgain() throws IOException {
        JsonObject json = json(golden("classes-with-champion"));
        json.add("settings", parse("{'label':'target','gate':{'threshold':0.7}}"));
        json.add("contract", parse("{'output':'diagnosis','may_be_absent':['ward']}"));
        json.add(
                "dependence",
                parse("{'all':[{'column':'age','points':[{'number':30.5,'mean':0.25},{'number':60.0,'mean':0.75}]},"
                                + "{'column':'ward','points':[{'level':'east','mean':0.5}]}]}")
                        .get("all"));

        RunRecord run = RunRecord.read(json);

        assertThat(run.origin().settings()).contains("{\"label\":\"target\",\"gate\":{\"threshold\":0.7}}");
        assertThat(run.model().contract()).contains(new ContractFacts("diagnosis", List.of("ward")));
        assertThat(RunRecord.read(run.toJson())).isEqualTo(run);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7"})
    void settingsThatAreNoObjectAreLeftOut(String text) {
        assertThat(RunOrigin.of(Version.of(Instant.EPOCH, "1"), "", new Inputs(1, 1))
                        .with(text)
                        .settings())
                .isEmpty();
    }

    private static JsonObject parse(String json) {
        return JsonParser.parseString(json).getAsJsonObject();
    }

    @Test
    void everyFactOfAClassifierIsRead() throws IOException {
        RunRecord run = read("classes-with-champion");

        assertThat(run.origin())
                .isEqualTo(new RunOrigin(
                        "20261125T163448Z-1adbbf6f",
                        "2026-11-25T16:34:48Z",
                        "5f1e0a7c9b3d2846",
                        Optional.of(new Inputs(1795624488763327L, 1795624488749457L)),
                        Optional.empty()));
        assertThat(run.dataset().rows()).hasValue(1000);
        assertThat(run.dataset().bytes()).hasValue(37040);
        assertThat(run.dataset().sha256()).startsWith("4e85c7d1");
        assertThat(run.promoted()).isTrue();
        assertThat(run.trained()).isTrue();
        assertThat(run.reasons()).hasSize(4).first().asString().startsWith("roc_auc 0.910 is better");
        assertThat(run.champion()).map(Champion::version).contains("20261125T163442Z-c93a4f36");
        assertThat(run.championMetrics().of(Metric.ROC_AUC)).isCloseTo(0.892, within(0.001));
        assertThat(run.baselineMetrics().of(Metric.ROC_AUC)).isEqualTo(0.5);
        assertThat(run.metric(Metric.VAL_ACC)).isEqualTo(79.52380952380952);
        assertThat(run.metric(Metric.BRIER)).isNaN();
        assertThat(run.archiveSha256()).hasSize(64);
        assertThat(run.elapsed()).isPositive();
        AlertSettings alert = run.alert().orElseThrow();
        assertThat(alert.metric()).contains(Metric.VAL_ACC);
        assertThat(alert.below()).hasValue(70);
        assertThat(alert.above()).isEmpty();
        assertThat(alert.on()).contains(List.of("rejected", "invalid"));
        assertThat(alert.drop()).hasValue(3);
        assertThat(alert.cooldownMinutes()).hasValue(30);
        ModelFacts model = run.model();
        assertThat(model.task()).contains(Task.CLASSIFICATION);
        assertThat(model.learner()).isEqualTo("gradient-boosting");
        assertThat(model.label()).isEqualTo("target");
        assertThat(model.gateMetric()).contains(Metric.ROC_AUC);
        assertThat(model.gateThreshold()).hasValue(0.75);
        assertThat(model.trainRows()).isEqualTo(790);
        assertThat(model.trainAccuracy()).isCloseTo(85.4, within(0.1));
        assertThat(model.holdout().rows()).isEqualTo(210);
        assertThat(model.holdout().confusion())
                .contains(new ConfusionMatrix(
                        List.of("clear", "heart-disease"), List.of(List.of(71, 25), List.of(18, 96))));
        assertThat(model.holdout().roc())
                .startsWith(new RocPoint(0, 0), new RocPoint(0, 0.008771929824561403))
                .endsWith(new RocPoint(1, 1));
        assertThat(model.holdout().calibration()).first().isEqualTo(new CalibrationBin(0.05274442307666569, 0, 25));
        assertThat(model.candidates())
                .hasSize(3)
                .contains(new CandidateFacts(
                        "gradient-boosting",
                        OptionalInt.of(4),
                        OptionalDouble.empty(),
                        Optional.of(Metric.LOG_LOSS),
                        0.37403286266900665,
                        Double.NaN,
                        0,
                        true));
        assertThat(model.trees()).hasValue(102);
        assertThat(model.features())
                .hasSize(13)
                .first()
                .isEqualTo(new FeatureFacts("age", "", Optional.empty(), new Effect.Importance(0.005493660509982497)));
        ColumnFacts age = model.columns().get(0);
        assertThat(age.name()).isEqualTo("age");
        assertThat(age.kind()).isEqualTo("numeric");
        assertThat(age.why()).isEqualTo("numbers");
        assertThat(age.missing()).isZero();
        assertThat(age.profile().distinct()).contains(new DistinctCount(47, true));
        assertThat(age.profile().quantile(0.5)).isEqualTo(54);
        assertThat(age.profile().quantile(0.51)).isNaN();
        assertThat(model.columns().get(1).profile().counts())
                .containsExactly(new CategoryCount("1", 695), new CategoryCount("0", 305));
    }

    @Test
    void weightsDatesAndAnomaliesAreRead() throws IOException {
        RunRecord run = read("dates-champion-of-other-classes");

        assertThat(run.champion()).contains(new Champion("20261125T172116Z-a402173e", MetricValues.NONE));
        assertThat(run.model().intercept().orElseThrow()).isInstanceOf(Effect.ClassWeights.class);
        FeatureFacts year = run.model().features().get(0);
        assertThat(year.column()).isEqualTo("when");
        assertThat(year.part()).isEqualTo("year");
        assertThat(((Effect.ClassWeights) year.effect()).byClass()).containsOnlyKeys("early", "late", "never");
        assertThat(run.model().columns().get(0).profile().earliest()).isEqualTo("2026-01-01");
        assertThat(run.model().columns().get(0).profile().latest()).isEqualTo("2026-12-28");
        assertThat(run.model().anomalies()).extracting(Anomaly::name).containsExactly("identifier-column");
        FeatureFacts red = run.model().features().stream()
                .filter(feature -> feature.level().equals(Optional.of("red")))
                .findFirst()
                .orElseThrow();
        assertThat(red.column()).isEqualTo("kind");

        RunRecord numbers = read("numbers");

        assertThat(numbers.model().task()).contains(Task.REGRESSION);
        assertThat(numbers.model().intercept()).contains(new Effect.Weight(982.3646200960214));
        assertThat(numbers.model().features().get(0).effect()).isEqualTo(new Effect.Weight(326.3557250646965));
        assertThat(numbers.model().holdout().confusion()).isEmpty();
        assertThat(numbers.model().trainAccuracy()).isNaN();
        assertThat(numbers.metric(Metric.R2)).isEqualTo(0.8657315563597854);
    }

    @Test
    void anInvalidRunHasReasonsAndNoModel() throws IOException {
        RunRecord run = read("invalid-with-alert");

        assertThat(run.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(run.promoted()).isFalse();
        assertThat(run.trained()).isFalse();
        assertThat(run.reasons()).hasSize(1);
        assertThat(run.model()).isEqualTo(ModelFacts.NONE);
        assertThat(run.dataset().rows()).isEmpty();
        assertThat(run.alert()).isPresent();
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void everyMetricIsWrittenAndRead(Metric metric) throws IOException {
        JsonObject json = json(golden(metric.classification() ? "classes-with-champion" : "numbers"));
        json.addProperty(metric.text(), 0.25);
        json.getAsJsonObject("baseline").addProperty(metric.text(), 0.125);

        RunRecord run = RunRecord.read(RunRecord.read(json).toJson());

        assertThat(run.metric(metric)).isEqualTo(0.25);
        assertThat(run.baselineMetrics().of(metric)).isEqualTo(0.125);
    }

    @Test
    void whatTheRowsDoNotDetermineIsNull() throws IOException {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.ROC_AUC, Double.NaN);
        JsonObject json = json(golden("classes-with-champion"));
        json.add("roc_auc", null);

        RunRecord run = RunRecord.read(json);

        assertThat(run.metric(Metric.ROC_AUC)).isNaN();
        assertThat(run.toJson().get("roc_auc").isJsonNull()).isTrue();
        assertThat(new MetricValues(values).has(Metric.ROC_AUC)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}",
                "{\"verdict\":7,\"reasons\":\"none\",\"dataset\":[],\"champion\":\"x\",\"alert\":1,\"elapsed\":\"long\"}",
                "{\"version\":null,\"task\":\"ranking\",\"gate_metric\":\"auc\",\"confusion\":{\"labels\":[\"a\"],\"counts\":7}}",
                "{\"roc\":[[1],[true,false],7],\"calibration\":[7,{}],\"features\":[7,{}],\"columns\":[{\"profile\":7},null]}",
                "{\"columns\":[{\"profile\":{\"distinct\":[],\"quantiles\":{\"x\":1},\"counts\":[{}]}}],\"anomalies\":[{\"lines\":[{}]}]}",
                "{\"candidates\":[{}],\"trees\":\"many\",\"intercept\":[],\"dataset\":{\"generation\":\"old\"}}",
                "{\"alert\":{\"metric\":\"auc\",\"below\":\"low\",\"on\":{},\"drop\":null,\"cooldown_minutes\":[],\"live\":\"no\"}}",
            })
    void aMalformedFieldReadsAsNothing(String text) {
        RunRecord run = RunRecord.read(JsonParser.parseString(text).getAsJsonObject());

        assertThat(run.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(run.promoted()).isFalse();
        assertThat(run.trained()).isFalse();
        assertThat(run.origin().version()).isEmpty();
        assertThat(run.origin().inputs()).isEmpty();
        assertThat(run.champion()).isEmpty();
        assertThat(run.metric(Metric.ROC_AUC)).isNaN();
        assertThat(run.elapsed()).isNaN();
        assertThat(run.toJson()).isNotNull();
    }

    @Test
    void aPromotionOfAnEarlierReleaseIsReadAndWrittenByteForByte() throws IOException {
        byte[] golden = golden("promotion");
        Version to = new Version("20261125T163448Z-1adbbf6f");
        Instant time = Instant.parse("2026-11-25T16:34:54.306Z");

        Promotion promotion = Promotion.read(json(golden), time, to);

        assertThat(promotion)
                .isEqualTo(new Promotion(
                        Instant.parse("2026-11-25T16:34:54.306363Z"),
                        "20261125T163442Z-c93a4f36",
                        to.value(),
                        Promotion.Reason.GATE));
        assertThat(EXACT.toJson(promotion.toJson())).isEqualTo(EXACT.toJson(json(golden)));
    }

    @Test
    void ofADamagedPromotionIsKnownWhatItsNameSays() throws IOException {
        Bucket bucket = new MemoryBucket(Instant.parse("2026-11-25T12:00:00Z"));
        Version to = new Version("20261125T163448Z-1adbbf6f");
        bucket.write("model/promotions/20261125T163454306Z-" + to + ".json", new byte[] {'['}, Bucket.ABSENT);

        assertThat(new Registry(bucket)
                        .promotions()
                        .newest(MODEL, 5, Optional.empty(), Instant.parse("2026-11-26T00:00:00Z")))
                .containsExactly(new Promotion(
                        Instant.parse("2026-11-25T16:34:54.306Z"),
                        null,
                        to.value(),
                        new Promotion.Reason(Promotion.Why.UNKNOWN, "", "")));
    }

    static RunRecord read(String name) throws IOException {
        return RunRecord.read(json(golden(name)));
    }

    private static JsonObject json(byte[] file) {
        return JsonParser.parseString(new String(file, StandardCharsets.UTF_8)).getAsJsonObject();
    }

    private static String text(byte[] file, String key) {
        return json(file).get(key).getAsString();
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(RunRecordTest.class.getResourceAsStream("records/" + name + ".json"))) {
            return in.readAllBytes();
        }
    }

    @Test
    void theLearnerOfABlendIsNamedWithItsMembers() {
        RunRecord record = RunRecord.read(JsonParser.parseString("""
            {"task": "classification", "learner": "blend", "candidates": [
              {"learner": "logistic-regression", "penalty": 10, "log_loss": 0.28, "error": 0.01, "weight": 0.15, "chosen": false},
              {"learner": "gradient-boosting", "leaves": 31, "log_loss": 0.26, "error": 0.01, "weight": 0.54, "chosen": false},
              {"learner": "gradient-boosting", "leaves": 4, "log_loss": 0.27, "error": 0.01, "chosen": false},
              {"learner": "extra-trees", "log_loss": 0.27, "error": 0.01, "weight": 0.31, "chosen": false},
              {"learner": "blend", "log_loss": 0.251, "error": 0.009, "chosen": true}]}
            """).getAsJsonObject());

        assertThat(record.model().learnerPhrase())
                .isEqualTo(
                        "blend of 3: 54 % gradient boosting with 31 leaves, 31 % extra trees, 15 % logistic regression"
                                + " with penalty 10; log loss 0.251 ± 0.009 in cross-validation");
        assertThat(record.model().blendsLinear()).isTrue();
        assertThat(RunRecord.read(record.toJson()).model().candidates())
                .isEqualTo(record.model().candidates());
    }

    @Test
    void theSharesOfClassesInBinsAreReadAsTheyAreWritten() {
        JsonObject json = JsonParser.parseString("""
            {"task": "classification", "columns": [{"column": "colour", "kind": "categorical", "by_class": [[0.25], []]}, {"column": "age", "kind": "numeric"}]}\
            """).getAsJsonObject();

        RunRecord again = RunRecord.read(RunRecord.read(json).toJson());

        assertThat(again.model().columns())
                .extracting(ColumnFacts::classShares)
                .containsExactly(List.of(List.of(0.25), List.of()), List.of());
    }
}
