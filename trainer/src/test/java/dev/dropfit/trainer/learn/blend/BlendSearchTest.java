package dev.dropfit.trainer.learn.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.BlendScorer;
import dev.dropfit.core.model.score.MarginScorer;
import dev.dropfit.trainer.Tables;
import dev.dropfit.trainer.feature.FeatureFitter;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.learn.forest.ForestLearner;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlendSearchTest {
    private static final Split SPLIT = Split.of(Settings.DEFAULT_HOLDOUT);
    private static final BlendPlan PLAN = new BlendPlan(
            List.of(
                    new Member.Linear(1),
                    new Member.Linear(100),
                    new Member.Boosted(4),
                    new Member.Forest(ForestLearner.Kind.EXTRA_TREES)),
            5,
            10_000);

    private record Dataset(FeatureTable rows, Target target) {
        static Dataset of(String csv) throws Exception {
            Table table = Tables.read(csv);
            Schema schema = SchemaInference.infer(table, Settings.NONE);
            return new Dataset(new FeatureTable(table, new FeatureFitter(table, SPLIT).fit(schema)), schema.target());
        }
    }

    @Test
    void aLinearTrendWithStepsIsABlendOfALinearModelAndTrees() throws Exception {
        Dataset dataset = trendWithSteps();

        BlendSearch search = BlendSearch.of(dataset.rows(), dataset.target(), SPLIT, PLAN);

        assertThat(search.chosen().parts())
                .hasSizeGreaterThan(1)
                .anyMatch(part -> part.member() instanceof Member.Linear);
        double best = search.tried().stream()
                .mapToDouble(tried -> tried.loss().orElseThrow().mean())
                .min()
                .orElseThrow();
        assertThat(search.loss().mean()).isLessThan(best);
        assertThat(search.tried().stream()
                        .mapToDouble(BlendSearch.Tried::weight)
                        .sum())
                .isCloseTo(1, within(1e-9));
        assertThat(search.chosen().fit(dataset.rows(), dataset.target(), SPLIT)).isInstanceOf(BlendScorer.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void theResultDoesNotDependOnTheNumberOfThreads(int classes) throws Exception {
        Dataset dataset = classes(classes);
        List<double[]> margins = new ArrayList<>();

        for (int threads : new int[] {1, 4}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                margins.add(pool.submit(() -> margins(dataset, classes)).get());
            } finally {
                pool.shutdown();
            }
        }

        assertThat(margins.get(1)).containsExactly(margins.get(0));
    }

    private static double[] margins(Dataset dataset, int classes) throws Exception {
        BlendSearch search = BlendSearch.of(dataset.rows(), dataset.target(), SPLIT, PLAN);
        MarginScorer scorer = search.chosen().fit(dataset.rows(), dataset.target(), SPLIT, note -> {});
        double[] margins = new double[classes];
        scorer.margins(new double[dataset.rows().features().size()], margins);
        double[] all = Arrays.copyOf(margins, classes + 1);
        all[classes] = search.loss().mean();
        return all;
    }

    @ParameterizedTest
    @CsvSource({"0.0, true", "0.5, false"})
    void marginsAreNotStretchedIfAMemberOfTheBlendHadTooFewRoundsInTheFolds(double weight, boolean settled) {
        List<Folds.OutOfFold> pool = List.of(
                new Folds.OutOfFold(new Member.Linear(1), new double[0], 0, true),
                new Folds.OutOfFold(new Member.Boosted(31), new double[0], 55, false));

        assertThat(BlendSearch.isSettled(pool, new double[] {1 - weight, weight}))
                .isEqualTo(settled);
    }

    @Test
    void wherePureNoiseIsPredictedALinearModelAloneIsChosen() throws Exception {
        Random random = new Random(5);
        Dataset dataset = Dataset.of(Tables.csv(
                "a,b,target",
                600,
                row -> random.nextGaussian() + "," + random.nextGaussian() + "," + random.nextGaussian()));

        BlendSearch search = BlendSearch.of(dataset.rows(), dataset.target(), SPLIT, PLAN);

        assertThat(search.chosen().parts()).singleElement().satisfies(part -> {
            assertThat(part.member()).isInstanceOf(Member.Linear.class);
            assertThat(part.weight()).isEqualTo(1);
        });
    }

    @Test
    void theStrongerPenaltyIsChosenWhereManyColumnsSayNothing() throws Exception {
        Random random = new Random(6);
        StringBuilder header = new StringBuilder();
        for (int column = 0; column < 60; column++) {
            header.append('x').append(column).append(',');
        }
        Dataset dataset = Dataset.of(Tables.csv(header + "target", 150, row -> {
            StringBuilder cells = new StringBuilder();
            double first = random.nextGaussian();
            for (int column = 0; column < 60; column++) {
                cells.append(column == 0 ? first : random.nextGaussian()).append(',');
            }
            return cells.append(first + random.nextGaussian() > 0 ? "yes" : "no")
                    .toString();
        }));

        BlendSearch search = BlendSearch.of(
                dataset.rows(),
                dataset.target(),
                SPLIT,
                new BlendPlan(PLAN.members().subList(0, 2), 5, 10_000));

        assertThat(search.chosen().parts())
                .singleElement()
                .satisfies(part -> assertThat(part.member()).isEqualTo(new Member.Linear(100)));
    }

    private static Dataset trendWithSteps() throws Exception {
        Random random = new Random(3);
        return Dataset.of(Tables.csv("a,b,c,d,e,target", 500, row -> {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            double c = random.nextGaussian();
            double d = random.nextGaussian();
            double e = random.nextGaussian();
            double label = a + b + c + d + e + (b * c > 0 ? 0.8 : -0.8) + 2 * random.nextGaussian();
            return a + "," + b + "," + c + "," + d + "," + e + "," + label;
        }));
    }

    private static Dataset classes(int classes) throws Exception {
        Random random = new Random(4);
        return Dataset.of(Tables.csv("a,b,color,target", 500, row -> {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            int color = random.nextInt(3);
            int label = (int) Math.floorMod(Math.round(a + a * b + color + random.nextGaussian() / 4), (long) classes);
            return a + "," + b + ",c" + color + ",class" + label;
        }));
    }
}
