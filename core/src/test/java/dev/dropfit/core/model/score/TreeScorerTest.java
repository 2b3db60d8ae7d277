package dev.dropfit.core.model.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Scorer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TreeScorerTest {
    /** Encoded columns: 0 age, 1 color=red, 2 color=blue, 3 color(other), 4 color(missing), 5 price. */
    private static final List<Feature> FEATURES = List.of(
            new Feature.Numeric("age", 40, 30, 10),
            new Feature.Categorical("color", List.of("red", "blue"), true, true),
            new Feature.Numeric("price", 0, 0, 1));

    private static final int RED = 0;
    private static final int BLUE = 1;

    /** Older than 40 (encoded 1)? Then 8 for blue, 4 for any other color; else 1. */
    private static final Tree TREE = new Tree(
            new int[] {0, -1, 2, -1, -1},
            new float[] {1, 0, 0.5f, 0, 0},
            new int[] {1, 0, 3, 0, 0},
            new int[] {2, 0, 4, 0, 0},
            new float[] {0, 1, 0, 4, 8},
            new double[] {8, 2, 6, 3, 3},
            new float[] {5, 0, 3, 0, 0});

    @Test
    void theScoreOfARowIsTheValueOfItsLeaf() {
        assertThat(quantity(TREE, 39.9, BLUE, 0)).isEqualTo(1);
        assertThat(quantity(TREE, 40, BLUE, 0)).isEqualTo(8);
        assertThat(quantity(TREE, 40, RED, 0)).isEqualTo(4);
    }

    @Test
    void aMissingNumberIsTheMedianAndAnUnseenCategoryNoLevel() {
        assertThat(quantity(TREE, Double.NaN, BLUE, 0)).isEqualTo(8);
        assertThat(quantity(TREE, 50, Feature.Categorical.NONE, 0)).isEqualTo(4);
        assertThat(quantity(TREE, 50, FEATURES.get(1).missing(), 0)).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMissingNumberTakesItsDirection(boolean missingLeft) {
        Tree tree = new Tree(
                new int[] {0, -1, -1},
                new float[] {1, 0, 0},
                new int[] {1, 0, 0},
                new int[] {2, 0, 0},
                new float[] {0, 1, 2},
                new double[] {2, 1, 1},
                new float[3],
                new boolean[] {missingLeft, false, false});

        assertThat(quantity(tree, Double.NaN, BLUE, 0)).isEqualTo(missingLeft ? 1 : 2);
        assertThat(quantity(tree, 39.9, BLUE, 0)).isEqualTo(1);
        assertThat(quantity(tree, 40, BLUE, 0)).isEqualTo(2);
        assertThat(quantity(tree, -1e300, BLUE, 0)).isEqualTo(1);
        assertThat(quantity(tree, 1e300, BLUE, 0)).isEqualTo(2);
    }

    @Test
    void contributionsOfRowsWithMissingNumbersAddUpToTheScore() {
        RandomTrees random = new RandomTrees(FEATURES, 7, true);
        TreeScorer scorer = new TreeScorer(FEATURES, false, random.trees(1, 20, 6));

        for (int i = 0; i < 200; i++) {
            double[] row = random.row();
            double[] score = new double[1];
            double[] contributions = new double[FEATURES.size()];
            scorer.score(row, score);
            double base = scorer.contributions(row, 0, contributions);

            assertThat(base + Arrays.stream(contributions).sum()).isCloseTo(score[0], within(1e-9));
        }
    }

    @Test
    void aSplitByPositionSeparatesTheLevelsBelowItAndTakesUnseenOnesForAverage() {
        List<Feature> features = List.of(new Feature.Categorical("grade", List.of("a", "b", "c"), false, true)
                .ordered(new int[] {2, -2, -1, 1}));
        // Encoded columns: 0 to 3 one for each level, 4 their positions.
        Tree byPosition = split(4, 0.5f);
        Tree belowZero = split(4, -1.5f);
        Tree oneLevel = split(1, 0.5f);

        assertThat(values(features, byPosition)).containsExactly(1, 2, 1, 1, 2);
        assertThat(values(features, belowZero)).containsExactly(2, 2, 1, 2, 2);
        assertThat(values(features, oneLevel)).containsExactly(1, 1, 2, 1, 1);
    }

    /** 1 for what is below the threshold, else 2. */
    private static Tree split(int column, float threshold) {
        return new Tree(
                new int[] {column, -1, -1},
                new float[] {threshold, 0, 0},
                new int[] {1, 0, 0},
                new int[] {2, 0, 0},
                new float[] {0, 1, 2},
                new double[] {2, 1, 1},
                new float[3]);
    }

    /** The score of each code of the only feature, from -1. */
    private static double[] values(List<Feature> features, Tree tree) {
        double[] values = new double[1 + features.get(0).width()];
        for (int code = -1; code < features.get(0).width(); code++) {
            double[] score = new double[1];
            new TreeScorer(features, false, List.of(List.of(tree))).score(new double[] {code}, score);
            values[1 + code] = score[0];
        }
        return values;
    }

    @Test
    void anOrderHasOnePlaceForEachLevelAndNoneAtZero() {
        Feature.Categorical grade = new Feature.Categorical("grade", List.of("a", "b", "c"), false, false);

        assertThatThrownBy(() -> grade.ordered(new int[] {1, 2})).hasMessageContaining("2 positions for 3 levels");
        assertThatThrownBy(() -> grade.ordered(new int[] {1, 2, 2})).hasMessageContaining("two at 2");
        assertThatThrownBy(() -> grade.ordered(new int[] {0, 1, 2})).hasMessageContaining("a level at 0");
    }

    @Test
    void numbersAreComparedAsFloats() {
        Tree tree = new Tree(
                new int[] {5, -1, -1},
                new float[] {0.1f, 0, 0},
                new int[] {1, 0, 0},
                new int[] {2, 0, 0},
                new float[] {0, 1, 2},
                new double[] {2, 1, 1},
                new float[3]);

        // 0.1 is less than 0.1f, but no float is between them.
        assertThat(quantity(tree, 0, RED, 0.1)).isEqualTo(2);
        assertThat(quantity(tree, 0, RED, Math.nextDown(0.1f))).isEqualTo(1);
    }

    @Test
    void aQuantityIsTheSumOfItsTrees() {
        assertThat(quantity(List.of(TREE, Tree.leaf(-0.5f, 8), TREE), 40, BLUE, 0))
                .isEqualTo(15.5);
        assertThat(quantity(List.of(), 40, BLUE, 0)).isZero();
    }

    @Test
    void theStepsOfAnExplanationGrowWithTheSquareOfTheDepthOfEachLeaf() {
        List<Tree> trees = List.of(TREE, TREE);

        // Three for each node on each path, and the square of the nodes on the path for each leaf: 3 + 10 + 6 + 18 +
        // 18.
        assertThat(new TreeScorer(FEATURES, false, List.of(trees)).contributionSteps())
                .isEqualTo(2 * 55);
        assertThat(new TreeScorer(FEATURES, true, List.of(trees, List.of(TREE))).contributionSteps())
                .isEqualTo(3 * 55);
        assertThat(new TreeScorer(FEATURES, true, List.of(trees, List.of(TREE), List.of())).contributionSteps())
                .isEqualTo(2 * 55);
    }

    @Test
    void twoClassesGetTheLogisticOfTheirDifference() {
        double[] scores = new double[2];

        new TreeScorer(FEATURES, true, List.of(List.of(Tree.leaf(0.25f, 1)), List.of(TREE)))
                .score(new double[] {0, RED, 0}, scores);

        assertThat(scores[1]).isCloseTo(1 / (1 + Math.exp(-0.75)), within(1e-15));
        assertThat(scores[0] + scores[1]).isEqualTo(1);
    }

    @Test
    void moreClassesGetTheSoftmax() {
        double[] scores = new double[3];

        new TreeScorer(
                        FEATURES,
                        true,
                        List.of(
                                List.of(TREE),
                                List.of(Tree.leaf(2, 1)),
                                List.of(Tree.leaf(900, 1), Tree.leaf(-900, 1))))
                .score(new double[] {0, RED, 0}, scores);

        double sum = Math.exp(1) + Math.exp(2) + 1;
        assertThat(scores).containsExactly(new double[] {Math.exp(1) / sum, Math.exp(2) / sum, 1 / sum}, within(1e-15));
    }

    @Test
    void contributionsAreTheMeanOverTheOrdersInWhichFeaturesBecomeKnown() {
        double[] contributions = new double[3];

        double base = new TreeScorer(FEATURES, false, List.of(List.of(TREE)))
                .contributions(new double[] {50, BLUE, 7}, 0, contributions);

        // By cover: 1 in a quarter, 4 and 8 in three eighths each. Age first: 6 then 8; color first: 6.25 then 8.
        assertThat(base).isEqualTo(4.75);
        assertThat(contributions).containsExactly(new double[] {1.5, 1.75, 0}, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 9})
    void contributionsAreShapleyValuesOfTheEncodedColumns(int depth) {
        RandomTrees random = new RandomTrees(FEATURES, depth);
        for (int i = 0; i < 50; i++) {
            List<Tree> trees = List.of(random.tree(depth), random.tree(depth));
            double[] row = random.row();
            double[] contributions = {7, 7, 7};

            double base = new TreeScorer(FEATURES, false, List.of(trees)).contributions(row, 0, contributions);

            double[] expected = new double[3];
            trees.forEach(tree -> addShapley(tree, row, expected));
            assertThat(contributions).containsExactly(expected, within(1e-9));
            assertThat(base)
                    .isCloseTo(
                            trees.stream()
                                    .mapToDouble(tree -> mean(tree, 0, row, 0))
                                    .sum(),
                            within(1e-9));
        }
    }

    @Test
    void contributionsAndTheBaseAddUpToTheScore() {
        RandomTrees random = new RandomTrees(FEATURES, 11);
        TreeScorer two = new TreeScorer(FEATURES, true, random.trees(2, 10, 6));
        TreeScorer three = new TreeScorer(FEATURES, true, random.trees(3, 10, 6));
        for (int i = 0; i < 100; i++) {
            double[] row = random.row();
            double[] scores = new double[3];
            double[] margins = new double[3];

            two.score(row, scores);
            assertThat(total(two, row, 0)).isCloseTo(Math.log(scores[1] / scores[0]), within(1e-9));

            three.score(row, scores);
            Arrays.setAll(margins, output -> total(three, row, output));
            assertThat(margins[0] - margins[1]).isCloseTo(Math.log(scores[0] / scores[1]), within(1e-9));
            assertThat(margins[2] - margins[1]).isCloseTo(Math.log(scores[2] / scores[1]), within(1e-9));
        }
    }

    @Test
    void arraysThatAreNotATreeAreRejected() {
        assertThatThrownBy(() -> split(1, 1)).hasMessage("Node 0 has an invalid child 1");
        assertThatThrownBy(() -> split(0, 1)).hasMessage("Node 0 has an invalid child 0");
        assertThatThrownBy(() -> split(1, 3)).hasMessage("Node 0 has an invalid child 3");
        assertThatThrownBy(() -> Tree.leaf(Float.NaN, 1)).hasMessageContaining("Node 0 has threshold 0.0, value NaN");
        assertThatThrownBy(() -> Tree.leaf(1, 0)).hasMessageContaining("cover 0.0");
        assertThatThrownBy(() -> Tree.leaf(1, 1e300)).hasMessageContaining("cover Infinity");
        assertThatThrownBy(() -> new TreeScorer(FEATURES.subList(0, 1), false, List.of(List.of(TREE))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A tree splits by column 2 of 1 encoded columns");
    }

    @Test
    void aTreeMayHaveDepth64AndNoMore() {
        assertThat(chain(64).depth()).isEqualTo(64);
        assertThatThrownBy(() -> chain(65)).hasMessage("A tree has depth 65; the maximum is 64");
    }

    @Test
    void aTreeWithMoreThan65535NodesBetweenASplitAndItsChildrenIsRejected() {
        int splits = (1 << 17) - 1;
        int size = 2 * splits + 1;
        int[] column = new int[size];
        Arrays.fill(column, splits, size, -1);
        double[] cover = new double[size];
        Arrays.fill(cover, 1);
        int[] left = IntStream.range(0, size).map(node -> 2 * node + 1).toArray();
        int[] right = IntStream.range(0, size).map(node -> 2 * node + 2).toArray();
        Tree tree = new Tree(column, new float[size], left, right, new float[size], cover, new float[size]);
        List<Feature> features = List.of(new Feature.Numeric("age", 40, 30, 10));

        assertThatThrownBy(() -> new TreeScorer(features, false, List.of(List.of(tree))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65535");
    }

    @Test
    void aNodeWithoutAParentIsRejected() {
        assertThatThrownBy(() -> new Tree(
                        new int[] {-1, -1},
                        new float[2],
                        new int[2],
                        new int[2],
                        new float[2],
                        new double[] {1, 1},
                        new float[2]))
                .hasMessage("Node 1 has no parent before it");
    }

    private static Tree split(int left, int right) {
        return new Tree(
                new int[] {0, -1, -1},
                new float[3],
                new int[] {left, 0, 0},
                new int[] {right, 0, 0},
                new float[3],
                new double[] {2, 1, 1},
                new float[3]);
    }

    /** Splits of which each has a leaf on its left. */
    private static Tree chain(int depth) {
        int size = 2 * depth + 1;
        int[] column = new int[size];
        int[] left = new int[size];
        int[] right = new int[size];
        double[] cover = new double[size];
        for (int node = 0; node < size; node++) {
            column[node] = node % 2 == 0 && node < size - 1 ? 0 : -1;
            left[node] = node + 1;
            right[node] = node + 2;
            cover[node] = 1;
        }
        return new Tree(column, new float[size], left, right, new float[size], cover, new float[size]);
    }

    private static double quantity(Tree tree, double... row) {
        return quantity(List.of(tree), row);
    }

    private static double quantity(List<Tree> trees, double... row) {
        double[] scores = new double[1];
        new TreeScorer(FEATURES, false, List.of(trees)).score(row, scores);
        return scores[0];
    }

    private static double total(Scorer scorer, double[] row, int output) {
        double[] contributions = new double[row.length];
        return scorer.contributions(row, output, contributions)
                + Arrays.stream(contributions).sum();
    }

    /** By the definition: over all sets of the six encoded columns. */
    private static void addShapley(Tree tree, double[] row, double[] contributions) {
        int[] featureOf = {0, 1, 1, 1, 1, 2};
        for (int column = 0; column < 6; column++) {
            for (int known = 0; known < 64; known++) {
                if ((known & 1 << column) == 0) {
                    int size = Integer.bitCount(known);
                    double weight = factorial(size) * factorial(5 - size) / factorial(6);
                    contributions[featureOf[column]] +=
                            weight * (mean(tree, 0, row, known | 1 << column) - mean(tree, 0, row, known));
                }
            }
        }
    }

    /** The expected value of the tree when only these columns are known. */
    private static double mean(Tree tree, int node, double[] row, int known) {
        if (tree.isLeaf(node)) {
            return tree.value(node);
        }
        double left = mean(tree, tree.left(node), row, known);
        double right = mean(tree, tree.right(node), row, known);
        if ((known & 1 << tree.column(node)) != 0) {
            return encoded(row)[tree.column(node)] < tree.threshold(node) ? left : right;
        }
        double leftCover = tree.cover(tree.left(node));
        double rightCover = tree.cover(tree.right(node));
        return (left * leftCover + right * rightCover) / (leftCover + rightCover);
    }

    private static float[] encoded(double[] row) {
        float[] encoded = new float[6];
        encoded[0] = (float) ((Feature.Numeric) FEATURES.get(0)).encode(row[0]);
        if (row[1] >= 0) {
            encoded[1 + (int) row[1]] = 1;
        }
        encoded[5] = (float) ((Feature.Numeric) FEATURES.get(2)).encode(row[2]);
        return encoded;
    }

    private static double factorial(int n) {
        return n < 2 ? 1 : n * factorial(n - 1);
    }
}
