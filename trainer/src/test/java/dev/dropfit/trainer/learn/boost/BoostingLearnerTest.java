package dev.dropfit.trainer.learn.boost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.Tree;
import dev.dropfit.core.model.score.TreeScorer;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.evaluate.Evaluator;
import dev.dropfit.trainer.feature.ColumnSize;
import dev.dropfit.trainer.feature.FeatureFitter;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoostingLearnerTest {
    private static final Split SPLIT = Split.of(Settings.DEFAULT_HOLDOUT);

    private record Fitted(Table table, List<Feature> features, Target target, TreeScorer scorer) {
        double metric(Metric metric) {
            Pipeline pipeline = new Pipeline("target", "prediction", "gradient-boosting", target, features, List.of());
            Model model = new Model(pipeline, scorer, new JsonObject());
            Evaluation evaluation = Evaluator.evaluate(model, target, table, SPLIT, true);
            return evaluation.metric(metric);
        }
    }

    @Test
    void itLearnsWhatNoLinearModelCan() throws Exception {
        Random random = new Random(1);
        String csv = Tables.csv("a,b,target", 2_000, row -> {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            return a + "," + b + "," + (a * b > 0 ? "same" : "other");
        });

        assertThat(fit(csv).metric(Metric.ROC_AUC)).isGreaterThan(0.97);
    }

    @ParameterizedTest
    @CsvSource({"300, 300, 300, true", "50, 120, 300, true", "60, 120, 300, false", "120, 120, 300, false"})
    void aFitWhoseRoundsAreLimitedIsFittedAgainOnlyIfBothFitsTogetherStayBelowTheLimit(
            int best, int affordable, int wanted, boolean again) {
        assertThat(BoostingLearner.leavesWork(best, affordable, wanted)).isEqualTo(again);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 26})
    void aFitToAFoldHasAQuarterOfTheWorkAtLeastForAnyNumberOfClasses(int classes) {
        List<ColumnSize> columns = Collections.nCopies(16, new ColumnSize(ColumnKind.NUMERIC, 16, true));
        ModelSize size = ModelSize.of(classes, columns);

        double ofFold = BoostingLearner.work(50_000, size, columns, 0.1);

        assertThat(ofFold)
                .isEqualTo(BoostingLearner.work(50_000, size, columns, 0.25))
                .isLessThan(BoostingLearner.work(50_000, size, columns, 0.5));
    }

    @ParameterizedTest
    @CsvSource({"400, 5", "8000, 3"})
    void theNumberOfTreesIsTheMeanOfFiveFoldsAndOfManyRowsOfThree(int size, int folds) throws Exception {
        Random random = new Random(6);
        String csv = Tables.csv("a,b,target", size, row -> {
            double a = random.nextGaussian();
            return a + "," + random.nextGaussian() + "," + (a + random.nextGaussian() > 0 ? "yes" : "no");
        });
        Fitted fitted = fit(csv);
        FeatureTable rows = new FeatureTable(fitted.table(), fitted.features());

        double best = 0;
        for (int part = 0; part < folds; part++) {
            best += new BoostingLearner(BoostingLearner.DEFAULT_LEAVES)
                    .fitFold(rows, fitted.target(), SPLIT.inside(5, part))
                    .best();
        }

        assertThat(fitted.scorer().trees().get(1)).hasSize(1 + (int) Math.rint(best / folds));
    }

    @Test
    void itLearnsThreeClasses() throws Exception {
        Random random = new Random(2);
        String csv = Tables.csv("a,colour,target", 3_000, row -> {
            double a = random.nextGaussian();
            boolean red = random.nextBoolean();
            return a + "," + (red ? "red" : "blue") + "," + (Math.abs(a) < 0.6 ? "near" : red ? "far" : "away");
        });

        assertThat(fit(csv).metric(Metric.VAL_ACC)).isGreaterThan(97);
    }

    @Test
    void itKeepsTheFineDifferencesOfLargeNumbers() throws Exception {
        Random random = new Random(3);
        // Each value has a bin of its own, so that the step is between two bins.
        String csv = Tables.csv("a,target", 2_000, row -> {
            double a = random.nextInt(200) / 200.0;
            return a + "," + (1e9 + (a < 0.5 ? 0 : 200) + random.nextGaussian());
        });

        assertThat(fit(csv).metric(Metric.RMSE)).isBetween(0.9, 1.3);
    }

    @Test
    void aMissingNumberMayMeanSomething() throws Exception {
        Random random = new Random(8);
        String csv = Tables.csv("a,target", 2_000, row -> {
            boolean missing = random.nextInt(4) == 0;
            double a = random.nextGaussian();
            return (missing ? "" : Double.toString(a)) + "," + (missing || a > 1 ? "yes" : "no");
        });

        // The median is not the label of missing numbers, and the largest numbers have the same one as they.
        assertThat(fit(csv).metric(Metric.VAL_ACC)).isGreaterThan(99);
    }

    @Test
    void nodesLookAtDifferentFeaturesSoEqualColumnsAreBothUsed() throws Exception {
        Random random = new Random(9);
        String csv = Tables.csv("a,b,target", 1_000, row -> {
            double a = random.nextGaussian();
            return a + "," + a + "," + (a * a + random.nextGaussian() / 9);
        });

        List<Integer> columns = fit(csv).scorer().trees().get(0).stream()
                .flatMap(tree -> IntStream.range(0, tree.size()).mapToObj(tree::column))
                .distinct()
                .toList();

        assertThat(columns).contains(0, 1);
    }

    @Test
    void onNoiseItStopsEarly() throws Exception {
        Random random = new Random(4);
        String csv = Tables.csv(
                "a,b,target",
                3_000,
                row -> random.nextGaussian() + "," + random.nextGaussian() + ","
                        + (random.nextBoolean() ? "yes" : "no"));

        Fitted fitted = fit(csv);

        assertThat(fitted.scorer().trees().get(1)).hasSizeLessThan(20);
        assertThat(fitted.metric(Metric.LOG_LOSS)).isCloseTo(Math.log(2), within(0.02));
    }

    @Test
    void theHoldoutDoesNotAffectTheModel() throws Exception {
        Random random = new Random(5);
        String csv = Tables.csv(
                "a,b,target", 1_000, row -> row + "," + random.nextInt(9) + "," + random.nextGaussian() * row);
        Table table = Tables.read(csv);
        List<String> lines = csv.lines().toList();
        String without = Tables.withRows(
                csv,
                rows -> IntStream.range(0, rows.size())
                        .filter(row -> !SPLIT.heldOut(table.shares().get(0)[row]))
                        .mapToObj(row -> lines.get(row + 1))
                        .toList());

        assertThat(values(fit(without).scorer())).isEqualTo(values(fit(csv).scorer()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary", "several", "number"})
    void oneThreadFindsTheSameBitsAsFour(String label) throws Exception {
        Random random = new Random(17);
        String csv = Tables.csv("a,b,c,d,target", 30_000, row -> {
            double a = random.nextGaussian();
            double number = a + random.nextGaussian();
            return "%s,%s,%s,%d,%s"
                    .formatted(
                            a,
                            random.nextDouble(),
                            "level" + random.nextInt(30),
                            random.nextInt(3),
                            switch (label) {
                                case "binary" -> number > 0 ? "yes" : "no";
                                case "several" -> number > 1 ? "high" : number > 0 ? "middle" : "low";
                                default -> number;
                            });
        });

        List<Float> alone = inPool(1, csv);
        List<Float> together = inPool(4, csv);

        assertThat(together).isEqualTo(alone);
    }

    private static List<Float> inPool(int threads, String csv) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(() -> values(fit(csv).scorer())).get();
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void aFewRowsAreEnough() throws Exception {
        String csv = Tables.csv("a,target", 12, row -> row + "," + (row % 2 == 0 ? "even" : "odd"));

        double[] scores = new double[2];
        fit(csv).scorer().score(new double[] {3}, scores);

        assertThat(scores[0] + scores[1]).isCloseTo(1, within(1e-12));
    }

    @Test
    void labelsTooLargeForATreeMakeTheTableInvalid() {
        String csv = Tables.csv("x,target", 60, row -> "%s,%s".formatted(row * 1.5, row * 1e40 + 1e30));

        assertThatThrownBy(() -> fit(csv))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage("Trees can't be fitted: the values of the label are too large to compute with");
    }

    /** All that a row's score depends on. */
    private static List<Float> values(TreeScorer scorer) {
        return scorer.trees().stream()
                .flatMap(List::stream)
                .flatMap(BoostingLearnerTest::values)
                .toList();
    }

    private static Stream<Float> values(Tree tree) {
        return IntStream.range(0, tree.size())
                .boxed()
                .flatMap(node -> Stream.of(
                        (float) tree.column(node), tree.threshold(node), tree.value(node), (float) tree.cover(node)));
    }

    private static Fitted fit(String csv) throws Exception {
        Table table = Tables.read(csv);
        Schema schema = SchemaInference.infer(table, Settings.NONE);
        List<Feature> features = new FeatureFitter(table, SPLIT).fit(schema);
        FeatureTable rows = new FeatureTable(table, features);
        return new Fitted(table, features, schema.target(), (TreeScorer)
                new BoostingLearner(BoostingLearner.DEFAULT_LEAVES).fit(rows, schema.target(), SPLIT));
    }
}
