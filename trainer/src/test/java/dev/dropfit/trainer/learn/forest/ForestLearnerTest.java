package dev.dropfit.trainer.learn.forest;

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
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.evaluate.Evaluator;
import dev.dropfit.trainer.feature.FeatureFitter;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.learn.forest.ForestLearner.Kind;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import dev.dropfit.trainer.tribuo.TribuoWriter;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForestLearnerTest {
    private static final Split SPLIT = Split.of(Settings.DEFAULT_HOLDOUT);

    private record Fitted(Table table, Pipeline pipeline, TreeScorer scorer) {
        double metric(Metric metric) {
            Model model = new Model(pipeline, scorer, new JsonObject());
            return Evaluator.evaluate(model, pipeline.target(), table, SPLIT, true)
                    .metric(metric);
        }

        /** The mean distance of the margin of two classes from 0. */
        double sureness() {
            Random random = new Random(1);
            double[] margins = new double[2];
            double sum = 0;
            for (int i = 0; i < 1_000; i++) {
                scorer.margins(new double[] {random.nextGaussian(), random.nextGaussian()}, margins);
                sum += Math.abs(margins[1] - margins[0]);
            }
            return sum / 1_000;
        }

        byte[] bytes() {
            return TribuoWriter.write(pipeline, scorer, Instant.EPOCH).main();
        }
    }

    @ParameterizedTest
    @EnumSource
    void itLearnsWhatNoLinearModelCan(Kind kind) throws Exception {
        Random random = new Random(1);
        String csv = Tables.csv("a,b,target", 2_000, row -> {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            return a + "," + b + "," + (a * b > 0 ? "same" : "other");
        });

        assertThat(fit(kind, csv).metric(Metric.ROC_AUC)).isGreaterThan(0.97);
    }

    @ParameterizedTest
    @EnumSource
    void itLearnsThreeClasses(Kind kind) throws Exception {
        Random random = new Random(2);
        String csv = Tables.csv("a,colour,target", 3_000, row -> {
            double a = random.nextGaussian();
            boolean red = random.nextBoolean();
            return a + "," + (red ? "red" : "blue") + "," + (Math.abs(a) < 0.6 ? "near" : red ? "far" : "away");
        });

        assertThat(fit(kind, csv).metric(Metric.VAL_ACC)).isGreaterThan(96);
    }

    @ParameterizedTest
    @EnumSource
    void itKeepsTheFineDifferencesOfLargeNumbers(Kind kind) throws Exception {
        Random random = new Random(3);
        String csv = Tables.csv("a,target", 2_000, row -> {
            double a = random.nextInt(200) / 200.0;
            return a + "," + (1e9 + (a < 0.5 ? 0 : 200) + random.nextGaussian());
        });

        // A float has steps of 64 at this size, so the sum of the trees needs a double.
        assertThat(fit(kind, csv).metric(Metric.RMSE)).isBetween(0.9, 2.0);
    }

    @ParameterizedTest
    @EnumSource
    void aMissingNumberMayMeanSomething(Kind kind) throws Exception {
        Random random = new Random(8);
        String csv = Tables.csv("a,target", 2_000, row -> {
            boolean missing = random.nextInt(4) == 0;
            double a = random.nextGaussian();
            return (missing ? "" : Double.toString(a)) + "," + (missing || a > 1 ? "yes" : "no");
        });

        assertThat(fit(kind, csv).metric(Metric.VAL_ACC)).isGreaterThan(98);
    }

    @ParameterizedTest
    @EnumSource
    void onNoiseItIsNotSure(Kind kind) throws Exception {
        Random random = new Random(4);
        String csv = Tables.csv(
                "a,b,target",
                3_000,
                row -> random.nextGaussian() + "," + random.nextGaussian() + ","
                        + (random.nextBoolean() ? "yes" : "no"));

        assertThat(fit(kind, csv).metric(Metric.LOG_LOSS)).isCloseTo(Math.log(2), within(0.02));
    }

    @ParameterizedTest
    @EnumSource
    void probabilitiesAreCalibrated(Kind kind) throws Exception {
        Random random = new Random(5);
        String csv = Tables.csv("a,b,c,target", 4_000, row -> {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            double probability = 1 / (1 + Math.exp(-2 * a - b * b + 1));
            return a + "," + b + "," + random.nextGaussian() + "," + (random.nextDouble() < probability ? 1 : 0);
        });

        assertThat(fit(kind, csv).metric(Metric.CALIBRATION_ERROR)).isLessThan(0.04);
    }

    @Test
    void copiesOfRowsDoNotMakeItSurer() throws Exception {
        Random random = new Random(6);
        List<String> distinct = new ArrayList<>();
        for (int row = 0; row < 400; row++) {
            distinct.add(random.nextGaussian() + "," + random.nextGaussian() + "," + (random.nextBoolean() ? 1 : 0));
        }
        String csv = Tables.csv("a,b,target", 1_600, row -> distinct.get(row % 400));

        // The copies of a row are in the same trees, so the trees that judge a row have not seen a copy of it.
        assertThat(fit(Kind.RANDOM_FOREST, csv).metric(Metric.LOG_LOSS)).isCloseTo(Math.log(2), within(0.06));
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary", "several", "number"})
    void oneThreadFindsTheSameBytesAsFour(String label) throws Exception {
        String csv = mixed(label, 5_000);

        byte[] alone = inPool(1, csv);
        byte[] together = inPool(4, csv);

        assertThat(together).isEqualTo(alone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary", "several", "number"})
    void theModelOfTenThousandRowsIsSmallerThanTwoMegabytes(String label) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed)) {
            out.write(fit(Kind.EXTRA_TREES, mixed(label, 12_500)).bytes());
        }

        assertThat(packed.size()).isLessThan(2 << 20);
    }

    @Test
    void theHoldoutDoesNotAffectTheModel() throws Exception {
        String csv = mixed("number", 1_000);
        Table table = Tables.read(csv);
        List<String> lines = csv.lines().toList();
        StringBuilder without = new StringBuilder(lines.get(0)).append('\n');
        for (int row = 0; row < table.rows(); row++) {
            if (!SPLIT.heldOut(table.shares().get(0)[row])) {
                without.append(lines.get(row + 1)).append('\n');
            }
        }

        assertThat(fit(Kind.RANDOM_FOREST, without.toString()).bytes())
                .isEqualTo(fit(Kind.RANDOM_FOREST, csv).bytes());
    }

    @ParameterizedTest
    @EnumSource
    void aFewRowsAreEnough(Kind kind) throws Exception {
        String csv = Tables.csv("a,target", 12, row -> row + "," + (row % 2 == 0 ? "even" : "odd"));

        double[] scores = new double[2];
        fit(kind, csv).scorer().score(new double[] {3}, scores);

        assertThat(scores[0] + scores[1]).isCloseTo(1, within(1e-12));
    }

    @Test
    void manyClassesHaveFewerTreesInsteadOfALargerModel() throws Exception {
        Random random = new Random(7);
        String csv = Tables.csv(
                "a,b,c,target",
                6_000,
                row -> random.nextGaussian() + "," + random.nextGaussian() + "," + random.nextGaussian() + ",class"
                        + random.nextInt(40));

        List<List<Tree>> trees = fit(Kind.EXTRA_TREES, csv).scorer().trees();

        assertThat(trees.stream().flatMap(List::stream).mapToInt(Tree::size).sum())
                .isLessThan(200_000);
    }

    @Test
    void labelsTooLargeForATreeMakeTheTableInvalid() {
        String csv = Tables.csv("x,target", 60, row -> "%s,%s".formatted(row * 1.5, row * 1e40 + 1e30));

        assertThatThrownBy(() -> fit(Kind.RANDOM_FOREST, csv))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage("Trees can't be fitted: the values of the label are too large to compute with");
    }

    @Test
    void moreRowsThanTheWorkAllowsAreSampled() {
        assertThat(ForestLearner.affordable(50_000, new ModelSize(2, 30, 30, 30, 250)))
                .isGreaterThan(1);
        assertThat(ForestLearner.affordable(1_000_000, new ModelSize(2, 30, 30, 30, 250)))
                .isBetween(0.05, 0.2);
    }

    private static String mixed(String label, int rows) {
        Random random = new Random(17);
        return Tables.csv("a,b,c,d,target", rows, row -> {
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
    }

    @ParameterizedTest
    @EnumSource
    void aForestThatKeepsFewTreesIsAsSureAsTheWholeOne(Kind kind) throws Exception {
        Random random = new Random(12);
        String csv = Tables.csv("a,b,target", 1_000, row -> {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            return a + "," + b + "," + (a * b + random.nextGaussian() > 0 ? "yes" : "no");
        });

        Fitted whole = fit(kind, csv);
        Fitted few = fit(new ForestLearner(kind, 20), csv);

        // The first tree has no split: it is the mean of all rows.
        assertThat(few.scorer().trees().get(1)).hasSize(21);
        assertThat(whole.scorer().trees().get(1)).hasSize(101);
        assertThat(few.sureness() / whole.sureness()).isCloseTo(1, within(0.15));
    }

    private static byte[] inPool(int threads, String csv) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(() -> fit(Kind.RANDOM_FOREST, csv).bytes()).get();
        } finally {
            pool.shutdown();
        }
    }

    private static Fitted fit(Kind kind, String csv) throws Exception {
        return fit(new ForestLearner(kind), csv);
    }

    private static Fitted fit(ForestLearner learner, String csv) throws Exception {
        Table table = Tables.read(csv);
        Schema schema = SchemaInference.infer(table, Settings.NONE);
        List<Feature> features = new FeatureFitter(table, SPLIT).fit(schema);
        Target target = schema.target();
        List<Anomaly> notes = new ArrayList<>();
        TreeScorer scorer = learner.fit(new FeatureTable(table, features), target, SPLIT, notes::add);
        assertThat(notes).isEmpty();
        return new Fitted(
                table, new Pipeline("target", "prediction", "random-forest", target, features, List.of()), scorer);
    }
}
