package dev.dropfit.trainer.learn.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.score.BlendScorer;
import dev.dropfit.core.model.score.LinearScorer;
import dev.dropfit.core.model.score.MarginScorer;
import dev.dropfit.core.model.score.RandomTrees;
import dev.dropfit.core.model.score.Tree;
import dev.dropfit.core.model.score.TreeScorer;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeightedSumTest {
    private static final List<Feature> FEATURES =
            List.of(new Feature.Numeric("a", 0, 0, 1), new Feature.Categorical("b", List.of("x", "y"), false, false));

    private final RandomTrees random = new RandomTrees(FEATURES, 1);

    @Test
    void linearModelsBecomeOneAndTreesBecomeOneForest() {
        LinearScorer one = new LinearScorer(FEATURES, false, new double[][] {{1, 2, 3, 4}});
        LinearScorer two = new LinearScorer(FEATURES, false, new double[][] {{-1, 0, 2, 8}});
        TreeScorer three = new TreeScorer(FEATURES, false, random.trees(1, 5, 4));
        TreeScorer four = new TreeScorer(FEATURES, false, random.trees(1, 7, 4));
        WeightedSum sum = new WeightedSum(FEATURES, false);

        sum.add(one, 0.2);
        sum.add(two, 0.1);
        sum.add(three, 0.3);
        sum.add(four, 0.4);

        MarginScorer scorer = sum.scorer();
        assertThat(scorer)
                .isInstanceOfSatisfying(
                        BlendScorer.class,
                        blend -> assertThat(blend.trees().trees())
                                .singleElement()
                                .satisfies(trees -> assertThat(trees).hasSize(11)));
        for (int i = 0; i < 50; i++) {
            double[] row = random.row();
            double expected = 0.2 * margin(one, row)
                    + 0.1 * margin(two, row)
                    + 0.3 * margin(three, row)
                    + 0.4 * margin(four, row);
            assertThat(margin(scorer, row)).isCloseTo(expected, within(1e-3));
        }
    }

    @Test
    void modelsOfOneKindStayOfThatKind() {
        WeightedSum linear = new WeightedSum(FEATURES, false);
        linear.add(new LinearScorer(FEATURES, false, new double[][] {{1, 2, 3, 4}}), 0.5);
        WeightedSum trees = new WeightedSum(FEATURES, false);
        trees.add(new TreeScorer(FEATURES, false, random.trees(1, 5, 4)), 0.5);

        assertThat(linear.scorer())
                .isInstanceOfSatisfying(
                        LinearScorer.class,
                        scorer -> assertThat(scorer.weights()[0]).containsExactly(0.5, 1, 1.5, 2));
        assertThat(trees.scorer()).isInstanceOf(TreeScorer.class);
    }

    @Test
    void theGainsOfAMemberAddUpToItsWeight() {
        WeightedSum sum = new WeightedSum(FEATURES, false);

        sum.add(new TreeScorer(FEATURES, false, random.trees(1, 5, 4)), 0.25);

        List<Tree> trees = ((TreeScorer) sum.scorer()).trees().get(0);
        double gains = trees.stream()
                .flatMapToDouble(tree -> IntStream.range(0, tree.size()).mapToDouble(tree::gain))
                .sum();
        assertThat(gains / WeightedSum.ALL_GAINS).isCloseTo(0.25, within(5e-3));
    }

    @Test
    void theNumbersOfTreesHaveFewDigits() {
        WeightedSum sum = new WeightedSum(FEATURES, false);

        sum.add(new TreeScorer(FEATURES, false, random.trees(1, 5, 4)), 1 / 3.0);

        assertThat(((TreeScorer) sum.scorer()).trees().get(0).stream().skip(1)).allSatisfy(tree -> {
            int last = tree.size() - 1;
            assertThat(digits(tree.value(last))).isLessThanOrEqualTo(4);
            assertThat(digits((float) tree.cover(last))).isLessThanOrEqualTo(3);
            assertThat(digits(tree.gain(0))).isLessThanOrEqualTo(2);
        });
    }

    @Test
    void whatTreesAddToEveryRowIsOneTreeWithAllDigits() {
        WeightedSum sum = new WeightedSum(FEATURES, false);

        sum.add(new TreeScorer(FEATURES, false, List.of(List.of(Tree.leaf(180_921.2f, 10), Tree.leaf(1, 10)))), 0.5);
        sum.add(new TreeScorer(FEATURES, false, List.of(List.of(Tree.leaf(180_921.2f, 10)))), 0.5);

        assertThat(((TreeScorer) sum.scorer()).trees().get(0))
                .singleElement()
                .satisfies(tree -> assertThat(tree.value(0)).isCloseTo(180_921.7f, within(0.02f)));
    }

    private static int digits(float number) {
        return new BigDecimal(Float.toString(number)).stripTrailingZeros().precision();
    }

    private static double margin(MarginScorer scorer, double[] row) {
        double[] margins = new double[1];
        scorer.margins(row, margins);
        return margins[0];
    }
}
