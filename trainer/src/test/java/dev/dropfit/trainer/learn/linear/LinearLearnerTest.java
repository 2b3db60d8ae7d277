package dev.dropfit.trainer.learn.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.LinearScorer;
import dev.dropfit.trainer.Reference;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.feature.FeatureFitter;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearLearnerTest {
    private static final double PRECISION = 1e-8;
    private static final int COLUMNS_OF_WORDS = 500;

    @ParameterizedTest
    @ValueSource(strings = {"binary", "multiclass", "regression"})
    void weightsAreThoseOfScikitLearnAtTheOptimum(String dataset) throws Exception {
        Reference reference = Reference.of(dataset);

        double[][] weights = fit(reference).weights();

        List<double[]> expected = Reference.rows(reference.expected().get("weights"));
        List<String> names = Feature.encodedNames(reference.features());
        List<String> theirs = Reference.strings(reference.expected().getAsJsonArray("names"));
        assertThat(names).containsExactlyInAnyOrderElementsOf(theirs);
        for (int k = 0; k < expected.size(); k++) {
            double[] own = dataset.equals("binary") ? difference(weights) : weights[k];
            for (int j = 0; j < names.size(); j++) {
                assertThat(own[j])
                        .as("weight of %s", names.get(j))
                        .isCloseTo(expected.get(k)[theirs.indexOf(names.get(j))], within(PRECISION));
            }
            assertThat(own[names.size()]).as("intercept").isCloseTo(expected.get(k)[names.size()], within(PRECISION));
        }
    }

    private static double[] difference(double[][] weights) {
        double[] difference = new double[weights[0].length];
        Arrays.setAll(difference, j -> weights[1][j] - weights[0][j]);
        return difference;
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary", "multiclass", "regression"})
    void holdoutRowsGetTheScoresOfScikitLearnEvenWithUnseenLevels(String dataset) throws Exception {
        Reference reference = Reference.of(dataset);
        LinearScorer scorer = fit(reference);

        List<double[]> scores = new ArrayList<>();
        for (double[] row : heldOut(reference)) {
            double[] score = new double[scorer.weights().length];
            scorer.score(row, score);
            scores.add(score);
        }

        List<double[]> expected = Reference.rows(reference.expected().get("holdout_scores"));
        assertThat(scores).hasSameSizeAs(expected);
        for (int i = 0; i < scores.size(); i++) {
            assertThat(scores.get(i)).as("row %d held out", i).containsExactly(expected.get(i), within(PRECISION));
        }
    }

    private static List<double[]> heldOut(Reference reference) {
        FeatureTable rows = new FeatureTable(reference.table(), reference.features());
        int[] selected = new int[Table.CHUNK];
        int count = reference.split().select(reference.table().shares().get(0), true, selected);
        List<double[]> result = new ArrayList<>();
        double[][] decoded = new double[reference.features().size()][Table.CHUNK];
        for (int f = 0; f < decoded.length; f++) {
            rows.decode(0, f, decoded[f]);
        }
        for (int i = 0; i < count; i++) {
            int row = selected[i];
            result.add(Arrays.stream(decoded).mapToDouble(column -> column[row]).toArray());
        }
        return result;
    }

    @ParameterizedTest
    @CsvSource({"binary, 2", "multiclass, 3", "regression, 0"})
    void conjugateGradientsFindTheWeightsThatTheFactorisationFinds(String dataset, int classes) {
        Reference reference = Reference.of(dataset);
        Loss loss = classes == 0
                ? new Loss.LeastSquares()
                : classes == 2 ? new Loss.Logistic() : new Loss.Multinomial(classes);
        TableRows rows = new TableRows(
                new FeatureTable(reference.table(), reference.features()),
                new Targets(reference.table(), reference.schema().target()),
                reference.split(),
                loss);
        LinearObjective objective = new LinearObjective(rows, loss, 1, new Work(Double.POSITIVE_INFINITY));

        double[] factorised = NewtonSolver.minimise(objective, Integer.MAX_VALUE);
        double[] iterated = NewtonSolver.minimise(objective, 0);

        assertThat(iterated).containsExactly(factorised, within(PRECISION));
    }

    @Test
    void aTableTooWideForTheMatrixOfSecondDerivativesIsFittedToItsOptimum() throws Exception {
        Random random = new Random(5);
        Fitted fitted = fit(
                Tables.csv(
                        "a,b,c,d,e,f,x,target",
                        4000,
                        row -> "a%d,b%d,c%d,d%d,e%d,f%d,%.4f,%s"
                                .formatted(
                                        random.nextInt(240),
                                        random.nextInt(240),
                                        random.nextInt(240),
                                        random.nextInt(240),
                                        random.nextInt(240),
                                        random.nextInt(240),
                                        random.nextGaussian(),
                                        random.nextBoolean() ? "yes" : "no")),
                Settings.NONE);

        double[] solution = difference(fitted.scorer().weights());

        assertThat(solution).hasSizeGreaterThan(NewtonSolver.MAX_DENSE);
        Loss loss = new Loss.Logistic();
        TableRows rows = new TableRows(
                new FeatureTable(fitted.table(), fitted.features()),
                new Targets(fitted.table(), fitted.target()),
                Split.of(Settings.DEFAULT_HOLDOUT),
                loss);
        LinearObjective objective = new LinearObjective(rows, loss, 1, new Work(Double.POSITIVE_INFINITY));
        double[] gradient = objective.at(solution).gradient;
        // The penalty's curvature is 1: the distance to the optimum is at most the gradient's length.
        assertThat(Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum())).isLessThan(PRECISION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary", "several", "number"})
    void oneThreadFindsTheSameBitsAsFour(String label) throws Exception {
        Random random = new Random(17);
        String csv = Tables.csv("a,b,c,target", 5 * Table.CHUNK, row -> {
            double a = random.nextGaussian();
            double number = a + random.nextGaussian();
            return "%s,%s,%s,%s"
                    .formatted(
                            a,
                            random.nextDouble(),
                            "level" + random.nextInt(30),
                            switch (label) {
                                case "binary" -> number > 0 ? "yes" : "no";
                                case "several" -> number > 1 ? "high" : number > 0 ? "middle" : "low";
                                default -> number;
                            });
        });

        double[][] alone = inPool(1, csv);
        double[][] together = inPool(4, csv);

        assertThat(together).isDeepEqualTo(alone);
    }

    private static double[][] inPool(int threads, String csv) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(() -> fit(csv, Settings.NONE).scorer().weights()).get();
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void classesThatAColumnSeparatesPerfectlyStillHaveAnOptimum() throws Exception {
        Fitted fitted =
                fit(Tables.csv("x,target", 200, row -> row / 7.0 + "," + (row < 100 ? "no" : "yes")), Settings.NONE);

        double[] solution = difference(fitted.scorer().weights());

        assertThat(solution[0]).isGreaterThan(1).isLessThan(100);
    }

    @Test
    void aFewRowsOfManyWordsHaveAnOptimumAlthoughTheirSumsAreRounded() throws Exception {
        Random random = new Random(1);
        String header = IntStream.range(0, COLUMNS_OF_WORDS)
                .mapToObj(column -> "c" + column)
                .collect(Collectors.joining(","));
        String csv = Tables.csv(
                header + ",target",
                40,
                row -> IntStream.range(0, COLUMNS_OF_WORDS)
                                .mapToObj(column -> words(random))
                                .collect(Collectors.joining(","))
                        + (random.nextBoolean() ? ",yes" : ",no"));

        double[] solution = difference(fit(csv, Settings.NONE).scorer().weights());

        assertThat(solution).hasSizeGreaterThan(10 * NewtonSolver.MAX_DENSE).doesNotContain(Double.NaN);
    }

    private static String words(Random random) {
        return IntStream.range(0, 2)
                .mapToObj(word -> "word" + random.nextInt(40))
                .collect(Collectors.joining(" "));
    }

    @Test
    void numbersTooLargeToComputeWithMakeTheTableInvalid() {
        String csv = Tables.csv("x,target", 60, row -> "%s,%s".formatted(row * 1.5, row * 1e200 + 1e150));

        assertThatThrownBy(() -> fit(csv, Settings.NONE))
                .isInstanceOf(InvalidTableException.class)
                .hasMessage("A linear model can't be fitted: the values are too large to compute with");
    }

    private record Fitted(Table table, List<Feature> features, Target target, LinearScorer scorer) {}

    private static Fitted fit(String csv, Settings settings) throws Exception {
        Table table = Tables.read(csv);
        Schema schema = SchemaInference.infer(table, settings);
        Split split = Split.of(settings.holdout());
        List<Feature> features = new FeatureFitter(table, split).fit(schema);
        LinearScorer scorer = new LinearLearner().fit(new FeatureTable(table, features), schema.target(), split);
        return new Fitted(table, features, schema.target(), scorer);
    }

    private static LinearScorer fit(Reference reference) throws InvalidTableException {
        return new LinearLearner()
                .fit(
                        new FeatureTable(reference.table(), reference.features()),
                        reference.schema().target(),
                        reference.split());
    }
}
