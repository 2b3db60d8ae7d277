package dev.dropfit.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.RunOrigin;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.facts.CalibrationBin;
import dev.dropfit.core.registry.facts.ClassFacts;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.ResidualFacts;
import dev.dropfit.trainer.Dataset;
import dev.dropfit.trainer.LinearDataset;
import dev.dropfit.trainer.Reference;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.Training;
import dev.dropfit.trainer.settings.SettingsReader;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluatorTest {
    private static final double PRECISION = 1e-12;
    private static final Split ALL = Split.of(0);
    private static final Target.Classes TWO = new Target.Classes(List.of("0", "1"), Map.of());

    @ParameterizedTest
    @ValueSource(strings = {"binary", "several", "numbers"})
    void metricsOfScoresWithTiesAreThoseOfScikitLearn(String task) throws Exception {
        JsonObject reference = Reference.json("scores.json").getAsJsonObject(task);
        List<double[]> scores = Reference.rows(reference.get("scores"));
        double[] actual = Reference.numbers(reference.getAsJsonArray("actual"));
        Target target = task.equals("numbers")
                ? new Target.Quantity()
                : new Target.Classes(
                        IntStream.range(0, scores.get(0).length)
                                .mapToObj(Integer::toString)
                                .toList(),
                        Map.of());

        Evaluation evaluation = evaluate(target, scores, actual);

        assertAgrees(evaluation, reference.getAsJsonObject("expected"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary", "multiclass", "regression"})
    void metricsOfATrainedModelAreThoseOfScikitLearn(String dataset) throws Exception {
        JsonObject expected = Reference.json(dataset + ".json");
        Training training = Training.of(
                LinearDataset.of(
                        Dataset.read(
                                new ByteArrayInputStream(Reference.csv(dataset)),
                                SettingsReader.read(
                                        "{\"columns\":{\"rare\":\"categorical\",\"small\":\"numeric\",\"gaps\":\"numeric\"}}"))),
                RunOrigin.ofFile(new Version("20260102T030405Z-00000000")));

        assertAgrees(training.holdout().orElseThrow(), expected.getAsJsonObject("holdout"));
        if (!dataset.equals("regression")) {
            assertThat(training.record().model().trainAccuracy())
                    .isCloseTo(expected.get("acc").getAsDouble(), within(PRECISION));
        }
        assertThat(training.faithful()).isTrue();
    }

    private static void assertAgrees(Evaluation evaluation, JsonObject expected) {
        expected.asMap().forEach((name, value) -> {
            if (value.isJsonPrimitive()) {
                assertThat(evaluation.metric(Metric.valueOf(name.toUpperCase(Locale.ROOT))))
                        .as(name)
                        .isCloseTo(value.getAsDouble(), within(1e-9));
            }
        });
        if (evaluation.confusion().isPresent()) {
            assertThat(evaluation.confusion().get().counts())
                    .isEqualTo(Reference.rows(expected.get("confusion")).stream()
                            .map(row -> IntStream.range(0, row.length)
                                    .mapToObj(i -> (int) row[i])
                                    .toList())
                            .toList());
            List<double[]> roc = expected.has("roc") ? Reference.rows(expected.get("roc")) : List.of();
            assertThat(evaluation.roc()).hasSameSizeAs(roc);
            for (int i = 0; i < roc.size(); i++) {
                assertThat(evaluation.roc().get(i).falsePositiveRate()).isCloseTo(roc.get(i)[0], within(PRECISION));
                assertThat(evaluation.roc().get(i).truePositiveRate()).isCloseTo(roc.get(i)[1], within(PRECISION));
            }
        }
    }

    @Test
    void aCertaintyThatIsWrongCostsAFiniteLogLoss() throws Exception {
        Evaluation evaluation = evaluate(TWO, List.of(new double[] {1, 0}, new double[] {0, 1}), new double[] {1, 1});

        // scikit-learn: log_loss([1, 1], [[1, 0], [0, 1]], labels=[0, 1])
        assertThat(evaluation.metric(Metric.LOG_LOSS)).isCloseTo(18.021826694558577, within(PRECISION));
    }

    @Test
    void whatRowsOfOneClassDoNotDetermineIsNotANumber() throws Exception {
        Evaluation evaluation =
                evaluate(TWO, List.of(new double[] {0.4, 0.6}, new double[] {0.7, 0.3}), new double[] {0, 0});

        assertThat(evaluation.metric(Metric.ROC_AUC)).isNaN();
        assertThat(evaluation.metric(Metric.VAL_ACC)).isEqualTo(50);
        assertThat(evaluation.metric(Metric.F1)).isNaN();
        assertThat(evaluation.metric(Metric.LOG_LOSS)).isFinite();
    }

    @Test
    void aMeanOverClassesIsTheMeanOverThoseThatTheRowsHave() throws Exception {
        Target three = new Target.Classes(List.of("0", "1", "2"), Map.of());
        List<double[]> scores = List.of(
                new double[] {0.6, 0.3, 0.1}, new double[] {0.5, 0.2, 0.3}, new double[] {0.4, 0.5, 0.1}, new double[] {
                    0.7, 0.2, 0.1
                });

        Evaluation evaluation = evaluate(three, scores, new double[] {0, 0, 1, 1});

        // Class 0: 2 of 4 pairs in order; class 1: 2.5 of 4, because 0.2 is there twice. Class 2 has no row.
        assertThat(evaluation.metric(Metric.ROC_AUC)).isCloseTo((0.5 + 0.625) / 2, within(PRECISION));
        // scikit-learn: f1_score([0, 0, 1, 1], [0, 0, 1, 0], average="macro")
        assertThat(evaluation.metric(Metric.F1)).isCloseTo((0.8 + 2 / 3.0) / 2, within(PRECISION));
        assertThat(evaluation.metric(Metric.AVERAGE_PRECISION)).isFinite();
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void ofNoRowsNoMetricIsANumber(Metric metric) throws Exception {
        // Two rows, both on the training side.
        Table table = Tables.read("s0,s1,target\n0.5,0.5,0\n0.25,0.75,1\n");
        Split none = Split.of(0);
        Target target = metric.classification() ? TWO : new Target.Quantity();

        Evaluation evaluation =
                Evaluator.evaluate(model(target, metric.classification() ? 2 : 1), target, table, none, true);

        assertThat(evaluation.rows()).isZero();
        assertThat(evaluation.metric(metric)).isNaN();
    }

    @Test
    void calibrationComparesProbabilitiesWithSharesInTenBins() throws Exception {
        List<double[]> scores = List.of(
                new double[] {0.95, 0.05}, new double[] {0.94, 0.06}, new double[] {0.2, 0.8}, new double[] {0, 1});

        Evaluation evaluation = evaluate(TWO, scores, new double[] {0, 1, 1, 1});

        assertThat(evaluation.calibration())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new CalibrationBin((0.05 + 0.06) / 2, 0.5, 2),
                        new CalibrationBin(0.8, 1, 1),
                        new CalibrationBin(1, 1, 1));
    }

    @Test
    void theCalibrationErrorIsTheMeanDistanceOfTheBins() throws Exception {
        Evaluation evaluation = evaluate(
                TWO,
                List.of(new double[] {0.95, 0.05}, new double[] {0.95, 0.05}, new double[] {0.25, 0.75}, new double[] {
                    0.25, 0.75
                }),
                new double[] {0, 0, 1, 0});

        // Two rows 0.05 from the share 0, two rows 0.25 from the share 0.5.
        assertThat(evaluation.metric(Metric.CALIBRATION_ERROR)).isCloseTo((0.05 + 0.25) / 2, within(PRECISION));
    }

    @Test
    void eachClassHasItsFigures() throws Exception {
        Evaluation evaluation = evaluate(
                TWO,
                List.of(new double[] {0.4, 0.6}, new double[] {0.3, 0.7}, new double[] {0.8, 0.2}, new double[] {
                    0.9, 0.1
                }),
                new double[] {0, 1, 1, 0});

        ClassFacts yes = evaluation.classes().get(1);
        assertThat(evaluation.classes()).hasSize(2);
        assertThat(yes.name()).isEqualTo("1");
        assertThat(yes.rows()).isEqualTo(2);
        assertThat(yes.precision().value()).isEqualTo(0.5);
        assertThat(yes.recall().value()).isEqualTo(0.5);
        assertThat(yes.f1().value()).isEqualTo(0.5);
        // Wilson's interval of 1 of 2 rows.
        assertThat(yes.recall().interval().orElseThrow().low()).isCloseTo(0.0945, within(0.001));
    }

    @Test
    void onlyTheFiftyMostFrequentClassesHaveFigures() throws Exception {
        int classes = 60;
        Target many = new Target.Classes(
                IntStream.range(0, classes).mapToObj(Integer::toString).toList(), Map.of());
        List<double[]> scores = new ArrayList<>();
        double[] actual = new double[100];
        for (int row = 0; row < actual.length; row++) {
            double[] score = new double[classes];
            Arrays.fill(score, 1.0 / classes);
            scores.add(score);
            actual[row] = row < 80 ? 20 + row % 40 : row % 10;
        }

        List<ClassFacts> facts = evaluate(many, scores, actual).classes();

        assertThat(facts).hasSize(50);
        assertThat(facts.get(0).name()).isEqualTo("0");
        assertThat(facts).last().extracting(ClassFacts::name).isEqualTo("59");
    }

    @Test
    void errorsOfNumbersAreReportedByQuantileAndByPrediction() throws Exception {
        List<double[]> scores = new ArrayList<>();
        double[] actual = new double[100];
        for (int row = 0; row < actual.length; row++) {
            scores.add(new double[] {row});
            // The error grows with the prediction.
            actual[row] = row + (row % 2 == 0 ? row : -row) / 10.0;
        }

        ResidualFacts residuals =
                evaluate(new Target.Quantity(), scores, actual).residuals();

        assertThat(residuals.quantiles().get(0.0)).isCloseTo(-9.9, within(1e-9));
        assertThat(residuals.quantiles().get(1.0)).isCloseTo(9.8, within(1e-9));
        assertThat(residuals.byPrediction()).hasSize(10);
        ResidualFacts.Group last = residuals.byPrediction().get(9);
        assertThat(last.rows()).isEqualTo(10);
        assertThat(last.predicted()).isCloseTo(94.5, within(1e-9));
        assertThat(last.mae().value()).isCloseTo(9.45, within(1e-9));
        assertThat(last.mae().interval().orElseThrow().low()).isGreaterThan(9);
    }

    @Test
    void equalPredictionsAreInOneGroup() throws Exception {
        List<double[]> scores = new ArrayList<>();
        double[] actual = new double[40];
        for (int row = 0; row < actual.length; row++) {
            scores.add(new double[] {row < 30 ? 0 : row});
            actual[row] = row;
        }

        assertThat(evaluate(new Target.Quantity(), scores, actual).residuals().byPrediction().stream()
                        .map(ResidualFacts.Group::rows))
                .containsExactly(30, 2, 4, 4);
    }

    @Test
    void theBaselineOfClassesIsTheTrainingRowsShares() throws Exception {
        Table table = Tables.read(Tables.csv("x,target", 500, row -> row + "," + (row % 4 == 0 ? 1 : 0)));

        Evaluation baseline = Evaluator.baseline(TWO, table, Split.of(0.2));

        assertThat(baseline.metric(Metric.ROC_AUC)).isEqualTo(0.5);
        assertThat(baseline.metric(Metric.F1)).isEqualTo(0);
        assertThat(baseline.metric(Metric.LOG_LOSS)).isCloseTo(0.56, within(0.1));
    }

    @Test
    void theBaselineOfANumberIsTheTrainingRowsMean() throws Exception {
        Table table = Tables.read(Tables.csv("x,target", 500, row -> row + "," + (row * 0.5 - 125)));

        Evaluation baseline = Evaluator.baseline(new Target.Quantity(), table, Split.of(0.2));

        assertThat(baseline.rows()).isBetween(75, 125);
        assertThat(baseline.metric(Metric.R2)).isLessThanOrEqualTo(0).isGreaterThan(-0.2);
    }

    @Test
    void rowsOfAClassThatTheModelDoesNotHaveAreLeftOut() throws Exception {
        Table table = Tables.read("s0,s1,target\n0.9,0.1,0\n0.2,0.8,2\n0.7,0.3,1\n0.6,0.4,0\n");

        Evaluation evaluation = Evaluator.evaluate(model(TWO, 2), TWO, table, ALL, false);

        assertThat(evaluation.rows()).isEqualTo(3);
        assertThat(evaluation.metric(Metric.VAL_ACC)).isCloseTo(200.0 / 3, within(PRECISION));
    }

    @Test
    void theBaselineLeavesOutRowsOfOtherClassesAndJudgesTheHoldout() throws Exception {
        Split split = Split.of(0.2);
        Table all = Tables.read(Tables.csv("x,target", 500, row -> row + "," + row % 2));
        Table more = Tables.read(Tables.csv("x,target", 600, row -> row + "," + (row < 500 ? row % 2 : 2)));

        Evaluation baseline = Evaluator.baseline(TWO, all, split);
        Evaluation same = Evaluator.baseline(TWO, more, split);

        assertThat(baseline.rows()).isBetween(50, 150);
        assertThat(same.rows()).isEqualTo(baseline.rows());
        assertThat(same.metric(Metric.LOG_LOSS)).isCloseTo(baseline.metric(Metric.LOG_LOSS), within(PRECISION));
    }

    @Test
    void rowsOfManyChunksKeepTheirOrder() throws Exception {
        int rows = 2 * Table.CHUNK + 10;
        Table table = Tables.read(Tables.csv("s0,target", rows, row -> (row - 1) + "," + (row - 1)));

        Scores scores = Scores.of(model(new Target.Quantity(), 1), new Target.Quantity(), table, ALL, false);

        assertThat(scores.actual())
                .isEqualTo(IntStream.range(-1, rows - 1).asDoubleStream().toArray());
        assertThat(scores.values()).isEqualTo(scores.actual());
    }

    @Test
    void aModelOfTheSameClassesInAnotherOrderIsJudgedAlike() throws Exception {
        Table table = Tables.read("s0,s1,target\n0.9,0.1,1\n0.2,0.8,0\n0.7,0.3,1\n0.6,0.4,0\n");
        Target.Classes reversed = new Target.Classes(List.of("1", "0"), Map.of());

        Evaluation evaluation = Evaluator.evaluate(model(reversed, 2), TWO, table, ALL, false);

        assertThat(evaluation.metric(Metric.VAL_ACC)).isEqualTo(75);
        assertThat(evaluation.metric(Metric.ROC_AUC)).isEqualTo(1);
    }

    @Test
    void aThresholdDecidesWhichClassIsPredictedInWhicheverOrderTheClassesAre() throws Exception {
        Table table = Tables.read("s0,s1,target\n0.9,0.1,0\n0.6,0.4,1\n0.7,0.3,1\n0.8,0.2,0\n");
        Target.Classes reversed = new Target.Classes(List.of("1", "0"), Map.of());
        Model careful = model(TWO, 2);
        Model thresholded = new Model(careful.pipeline().withThreshold(0.3), careful.scorer(), careful.metrics());

        Evaluation half = Evaluator.evaluate(careful, TWO, table, ALL, false);
        Evaluation alike = Evaluator.evaluate(thresholded, TWO, table, ALL, false);
        Evaluation other = Evaluator.evaluate(thresholded, reversed, table, ALL, false);

        assertThat(half.metric(Metric.VAL_ACC)).isEqualTo(50);
        assertThat(alike.metric(Metric.VAL_ACC)).isEqualTo(100);
        assertThat(alike.metric(Metric.F1)).isEqualTo(1);
        assertThat(alike.metric(Metric.ROC_AUC)).isEqualTo(half.metric(Metric.ROC_AUC));
        assertThat(alike.metric(Metric.CALIBRATION_ERROR)).isEqualTo(half.metric(Metric.CALIBRATION_ERROR));
        assertThat(other.metric(Metric.VAL_ACC)).isEqualTo(100);
    }

    @Test
    void aModelThatKnowsSomeOfTheClassesIsJudgedOnTheirRows() throws Exception {
        Table table = Tables.read("s0,s1,s2,target\n0.8,0.1,0.1,0\n0.2,0.7,0.1,1\n0.3,0.6,0.1,2\n0.7,0.2,0.1,1\n");
        Target three = new Target.Classes(List.of("0", "1", "2"), Map.of());
        Model champion = model(new Target.Classes(List.of("0", "1", "gone"), Map.of()), 3);

        Scores scores = Scores.of(champion, three, table, ALL, false);

        assertThat(scores.actual()).containsExactly(0, 1, 1);
        assertThat(scores.values()).containsExactly(0.8, 0.1, 0, 0.2, 0.7, 0, 0.7, 0.2, 0);
        assertThat(Scores.unknownClasses(champion, three)).containsExactly("2");
        assertThat(Scores.of(model(three, 3), three, table, ALL, false)
                        .knownTo(champion, three)
                        .actual())
                .containsExactly(0, 1, 1);
    }

    @Test
    void aModelThatCanNotBeJudgedOnATableSaysWhy() throws Exception {
        Table table = Tables.read("s0,target\n0.9,1\n0.2,0\n");
        Target others = new Target.Classes(List.of("0", "a", "b"), Map.of());

        assertThatThrownBy(() -> Evaluator.evaluate(model(others, 1), TWO, table, ALL, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("its classes are 0, a, b; those of the dataset are 0, 1");
        assertThatThrownBy(() -> Evaluator.evaluate(model(new Target.Quantity(), 1), TWO, table, ALL, false))
                .hasMessage("it predicts a number, the dataset has classes");
        assertThatThrownBy(() -> Evaluator.evaluate(model(TWO, 2), TWO, table, ALL, false))
                .hasMessage("The dataset has no column 's1'");
    }

    private static Evaluation evaluate(Target target, List<double[]> scores, double[] actual) throws Exception {
        int outputs = scores.get(0).length;
        String header = String.join(",", columns(outputs)) + ",target";
        Table table = Tables.read(Tables.csv(header, actual.length, row -> {
            StringBuilder cells = new StringBuilder();
            for (double score : scores.get(row)) {
                cells.append(score).append(',');
            }
            return cells.toString() + actual[row];
        }));
        return Evaluator.evaluate(model(target, outputs), target, table, ALL, false);
    }

    private static List<String> columns(int outputs) {
        return IntStream.range(0, outputs).mapToObj(k -> "s" + k).toList();
    }

    /** A model that takes its scores from the table. */
    private static Model model(Target target, int outputs) {
        List<Feature> features = new ArrayList<>();
        columns(outputs).forEach(column -> features.add(new Feature.Numeric(column, 0, 0, 1)));
        Scorer scorer = new Scorer() {
            @Override
            public void score(double[] row, double[] scores) {
                System.arraycopy(row, 0, scores, 0, row.length);
            }

            @Override
            public double contributions(double[] row, int output, double[] contributions) {
                throw new UnsupportedOperationException();
            }
        };
        return new Model(
                new Pipeline("target", "prediction", "table", target, features, List.of()), scorer, new JsonObject());
    }
}
