package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.CandidateFacts;
import dev.dropfit.trainer.feature.FeatureFitter;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.learn.blend.BlendPlan;
import dev.dropfit.trainer.learn.blend.BlendSearch;
import dev.dropfit.trainer.learn.blend.Member;
import dev.dropfit.trainer.learn.linear.LinearLearner;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.schema.SchemaInference;
import dev.dropfit.trainer.settings.LearnerName;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearnerChoiceTest {
    private static final Split SPLIT = Split.of(Settings.DEFAULT_HOLDOUT);

    @Test
    void whereTheTruthIsLinearALinearModelIsChosen() throws Exception {
        Random random = new Random(1);
        String csv = Tables.csv("a,b,c,target", 1_500, row -> {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            double c = random.nextGaussian();
            boolean positive = random.nextDouble() < 1 / (1 + Math.exp(-a - 2 * b + c));
            return a + "," + b + "," + c + "," + (positive ? "yes" : "no");
        });

        LearnerChoice choice = choose(LearnerName.AUTO, csv);

        assertThat(choice.name()).isEqualTo("logistic-regression");
    }

    @Test
    void whereColumnsWorkTogetherTreesAreChosen() throws Exception {
        LearnerChoice choice = choose(LearnerName.AUTO, interaction());

        assertThat(choice.chosen().parts()).isNotEmpty().noneMatch(part -> part.member() instanceof Member.Linear);
        double best = choice.facts().stream()
                .filter(facts -> !facts.learner().equals("blend"))
                .mapToDouble(CandidateFacts::loss)
                .min()
                .orElseThrow();
        assertThat(choice.facts())
                .filteredOn(CandidateFacts::chosen)
                .singleElement()
                .satisfies(facts -> assertThat(facts.loss()).isLessThanOrEqualTo(best));
    }

    @Test
    void theRecordHasEveryCandidateWithItsScore() throws Exception {
        List<CandidateFacts> candidates =
                choose(LearnerName.AUTO, interaction()).facts();

        assertThat(candidates).hasSizeGreaterThanOrEqualTo(6).allSatisfy(candidate -> {
            assertThat(candidate.metric()).contains(Metric.RMSE);
            assertThat(candidate.loss()).isBetween(0.05, 2.0);
            assertThat(candidate.error()).isBetween(0.001, 0.2);
        });
        assertThat(candidates).filteredOn(CandidateFacts::chosen).hasSize(1);
        assertThat(candidates)
                .extracting(CandidateFacts::learner)
                .startsWith("linear-regression", "linear-regression", "linear-regression", "gradient-boosting");
        assertThat(candidates.stream().mapToDouble(CandidateFacts::weight).sum())
                .isCloseTo(1, within(1e-9));
    }

    @Test
    void aTableOfFewRowsIsNotDividedIntoFolds() throws Exception {
        Random random = new Random(2);
        String csv = Tables.csv("a,target", 40, row -> random.nextGaussian() + "," + random.nextGaussian());

        LearnerChoice choice = choose(LearnerName.AUTO, csv);

        assertThat(choice.name()).isEqualTo("linear-regression");
        assertThat(choice.facts()).isEmpty();
    }

    @Test
    void aCandidateThatKnowsNothingScoresAsTheMeanDoes() throws Exception {
        Random random = new Random(2);
        String csv = Tables.csv("a,target", 2_000, row -> random.nextGaussian() + "," + random.nextGaussian());

        assertThat(choose(LearnerName.AUTO, csv).facts())
                .isNotEmpty()
                .allSatisfy(facts -> assertThat(facts.loss()).isCloseTo(1, within(0.06)));
    }

    @Test
    void aNamedLearnerIsTakenWithoutComparing() throws Exception {
        assertThat(choose(LearnerName.GRADIENT_BOOSTING, interaction()))
                .satisfies(choice -> assertThat(choice.name()).isEqualTo("gradient-boosting"))
                .satisfies(choice -> assertThat(choice.facts()).isEmpty());
        assertThat(choose(LearnerName.LINEAR_REGRESSION, interaction()).name()).isEqualTo("linear-regression");
    }

    @Test
    void theRmseOfACandidateIsThatOfAllRowsTogetherNotTheMeanOfTheFolds() throws Exception {
        // One outlier: the fold with it has a far larger error than the others.
        Random random = new Random(4);
        String csv = Tables.csv(
                "a,target", 300, row -> random.nextGaussian() + "," + (row == 0 ? 1e4 : random.nextGaussian()));
        FeatureTable rows = rows(Tables.read(csv), Split.of(0));
        Target target = new Target.Quantity();

        LearnerChoice choice = LearnerChoice.of(LearnerName.AUTO, 60, rows, target, Split.of(0));

        assertThat(choice.facts().get(0).loss())
                .isCloseTo(outOfFoldRmse(rows, target, Split.of(0)), withinPercentage(1e-9));
    }

    @Test
    void candidatesMayBeComparedOnTwoOfTheFiveFolds() throws Exception {
        Random random = new Random(4);
        String csv = Tables.csv("a,target", 300, row -> random.nextGaussian() + "," + random.nextGaussian());
        FeatureTable rows = rows(Tables.read(csv), Split.of(0));
        Target target = new Target.Quantity();
        double two = loss(rows, target, 2);
        double all = loss(rows, target, 5);

        assertThat(two).isCloseTo(outOfFoldRmse(rows, target, Split.of(0), 2), withinPercentage(1e-9));
        assertThat(all).isCloseTo(outOfFoldRmse(rows, target, Split.of(0)), withinPercentage(1e-9));
    }

    private static double loss(FeatureTable rows, Target target, int folds) {
        BlendPlan plan = new BlendPlan(List.of(new Member.Linear(1), new Member.Linear(10)), folds, 1_000);
        return Math.sqrt(BlendSearch.of(rows, target, Split.of(0), plan)
                .tried()
                .get(0)
                .loss()
                .orElseThrow()
                .mean());
    }

    @Test
    void candidatesOfAManyRowedTableAreComparedOnASample() throws Exception {
        Random random = new Random(5);
        String csv = Tables.csv("a,target", 60_000, row -> random.nextGaussian() + "," + random.nextGaussian());
        FeatureTable rows = rows(Tables.read(csv), Split.of(0));
        Target target = new Target.Quantity();

        LearnerChoice choice = LearnerChoice.of(LearnerName.AUTO, 60, rows, target, Split.of(0));

        double onSample = outOfFoldRmse(rows, target, Split.of(0).sample(50_000 / 60_000.0));
        assertThat(choice.facts().get(0).loss()).isCloseTo(onSample, withinPercentage(1e-9));
        assertThat(onSample).isNotCloseTo(outOfFoldRmse(rows, target, Split.of(0)), withinPercentage(1e-6));
    }

    @ParameterizedTest
    @CsvSource({
        // 5,000,000 cells of rows times features times classes, but no fewer than 1,000 rows
        "   2, 10000",
        " 500,  5000",
        "1000,  2500",
        "5000,  1000"
    })
    void theSampleShrinksWithTheNumberOfFeaturesAndClasses(int classes, int expected) throws Exception {
        Random random = new Random(6);
        String csv =
                Tables.csv("a,b,target", 10_000, row -> random.nextGaussian() + "," + random.nextGaussian() + ",1");
        FeatureTable rows = new FeatureTable(
                Tables.read(csv), List.of(new Feature.Numeric("a", 0, 0, 1), new Feature.Numeric("b", 0, 0, 1)));
        List<String> values =
                IntStream.range(0, classes).mapToObj(String::valueOf).toList();

        Target target = new Target.Classes(values, Map.of());

        Split sample = BlendPlan.of(10_000, rows.modelSize(ModelSize.outputs(target)), rows.columnSizes(), 1e6)
                .sample(rows, Split.of(0));

        assertThat((double) sample.count(rows.table(), false)).isCloseTo(expected, withinPercentage(5));
    }

    /** The error of a linear model on rows that it was not fitted to, over all five folds. */
    private static double outOfFoldRmse(FeatureTable rows, Target target, Split split) throws Exception {
        return outOfFoldRmse(rows, target, split, 5);
    }

    /** The same over the first folds. */
    private static double outOfFoldRmse(FeatureTable rows, Target target, Split split, int folds) throws Exception {
        Targets targets = new Targets(rows.table(), target);
        double squares = 0;
        int count = 0;
        for (int fold = 0; fold < folds; fold++) {
            Split parts = split.inside(5, fold);
            Scorer scorer = new LinearLearner().fit(rows, target, parts);
            double[] labels = new double[Table.CHUNK];
            double[] values = new double[Table.CHUNK];
            int[] selected = new int[Table.CHUNK];
            for (int chunk = 0; chunk < rows.table().chunks(); chunk++) {
                targets.decode(chunk, labels);
                rows.decode(chunk, 0, values);
                int heldOut = parts.select(rows.table().shares().get(chunk), true, selected);
                for (int i = 0; i < heldOut; i++) {
                    double[] score = new double[1];
                    scorer.score(new double[] {values[selected[i]]}, score);
                    squares += Math.pow(score[0] - labels[selected[i]], 2);
                    count++;
                }
            }
        }
        return Math.sqrt(squares / count);
    }

    private static String interaction() {
        Random random = new Random(3);
        return Tables.csv("a,b,target", 1_500, row -> {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            return a + "," + b + "," + (a * b > 0 ? 1 : -1) * (1 + random.nextDouble());
        });
    }

    private static LearnerChoice choose(LearnerName name, String csv) throws Exception {
        Table table = Tables.read(csv);
        Target target = SchemaInference.infer(table, Settings.NONE).target();
        return LearnerChoice.of(name, Settings.DEFAULT_BUDGET, rows(table, SPLIT), target, SPLIT);
    }

    private static FeatureTable rows(Table table, Split split) throws Exception {
        Schema schema = SchemaInference.infer(table, Settings.NONE);
        return new FeatureTable(table, new FeatureFitter(table, split).fit(schema));
    }
}
