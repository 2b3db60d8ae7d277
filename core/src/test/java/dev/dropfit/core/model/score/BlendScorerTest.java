package dev.dropfit.core.model.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.model.Feature;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BlendScorerTest {
    private static final List<Feature> FEATURES = List.of(
            new Feature.Numeric("weight", 1.5, 1.2, 0.7),
            new Feature.Categorical("color", List.of("red", "blue"), true, true).ordered(new int[] {1, -2, -1, 2}),
            new Feature.Numeric("age", 0, 0, 1));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theMarginsOfBothAddUp(int outputs) {
        RandomTrees random = new RandomTrees(FEATURES, outputs);
        LinearScorer linear = linear(outputs);
        TreeScorer trees = new TreeScorer(FEATURES, outputs > 1, random.trees(outputs, 10, 4));
        BlendScorer blend = new BlendScorer(linear, trees);

        for (int i = 0; i < 100; i++) {
            double[] row = random.row();
            double[] ofLinear = new double[outputs];
            double[] ofTrees = new double[outputs];
            double[] expected = new double[outputs];
            double[] scores = new double[outputs];
            linear.margins(row, ofLinear);
            trees.margins(row, ofTrees);
            Arrays.setAll(expected, k -> ofLinear[k] + ofTrees[k]);
            if (outputs > 1) {
                Softmax.apply(expected, outputs);
            }

            blend.score(row, scores);

            assertThat(scores).containsExactly(expected, within(1e-12));
        }
    }

    /** A linear margin may have any size, and its exponential is a prediction. */
    @Test
    void aLinearModelStaysWithinItsBounds() {
        RandomTrees random = new RandomTrees(FEATURES, 1);
        TreeScorer trees = new TreeScorer(FEATURES, false, random.trees(1, 10, 4));
        LinearScorer bounded = linear(1).within(-0.5, 0.5);
        BlendScorer blend = new BlendScorer(bounded, trees);

        for (int i = 0; i < 100; i++) {
            double[] row = random.row();
            double[] ofTrees = new double[1];
            double[] ofLinear = new double[1];
            double[] free = new double[1];
            double[] margin = new double[1];
            double[] contributions = new double[FEATURES.size()];
            trees.margins(row, ofTrees);
            bounded.margins(row, ofLinear);
            linear(1).margins(row, free);
            blend.margins(row, margin);

            double base = blend.contributions(row, 0, contributions);

            assertThat(ofLinear[0]).isEqualTo(Math.max(-0.5, Math.min(0.5, free[0])));
            assertThat(margin[0]).isCloseTo(ofTrees[0] + ofLinear[0], within(1e-12));
            assertThat(base + Arrays.stream(contributions).sum()).isCloseTo(margin[0], within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void contributionsAndTheBaseAddUpToTheMargin(int outputs) {
        RandomTrees random = new RandomTrees(FEATURES, outputs);
        BlendScorer blend =
                new BlendScorer(linear(outputs), new TreeScorer(FEATURES, outputs > 1, random.trees(outputs, 10, 4)));

        for (int i = 0; i < 100; i++) {
            double[] row = random.row();
            double[] margins = new double[outputs];
            double[] contributions = new double[FEATURES.size()];
            blend.margins(row, margins);
            double margin = outputs == 2 ? margins[1] - margins[0] : margins[outputs - 1];

            double base = blend.contributions(row, outputs - 1, contributions);

            assertThat(base + Arrays.stream(contributions).sum()).isCloseTo(margin, within(1e-9));
        }
    }

    @Test
    void aTreeIsScaledWithoutChangingItsSplits() {
        RandomTrees random = new RandomTrees(FEATURES, 7);
        List<List<Tree>> trees = random.trees(1, 5, 5);
        List<List<Tree>> halves = List.of(trees.get(0).stream()
                .map(tree -> tree.mapped(value -> 0.5 * value, gain -> 2 * gain, cover -> cover))
                .toList());
        double[] row = random.row();
        double[] whole = new double[1];
        double[] half = new double[1];

        new TreeScorer(FEATURES, false, trees).score(row, whole);
        new TreeScorer(FEATURES, false, halves).score(row, half);

        assertThat(half[0]).isCloseTo(whole[0] / 2, within(1e-6));
        assertThat(halves.get(0).get(0).gain(0))
                .isEqualTo(2 * trees.get(0).get(0).gain(0));
        assertThat(halves.get(0).get(0).threshold(0))
                .isEqualTo(trees.get(0).get(0).threshold(0));
    }

    @Test
    void modelsOfDifferentOutputsAreRefused() {
        TreeScorer trees = new TreeScorer(FEATURES, false, List.of(List.of(Tree.leaf(1, 1))));

        assertThatThrownBy(() -> new BlendScorer(linear(3), trees))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A blend of 3 linear outputs and trees of 1");
    }

    private static LinearScorer linear(int outputs) {
        SplittableRandom random = new SplittableRandom(outputs);
        int width = Feature.encodedNames(FEATURES).size() + 1;
        double[][] weights = new double[outputs][width];
        for (double[] ofOutput : weights) {
            Arrays.setAll(ofOutput, column -> random.nextDouble(-1, 1));
        }
        return new LinearScorer(FEATURES, outputs > 1, weights);
    }
}
