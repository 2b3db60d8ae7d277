package dev.dropfit.core.model.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Feature;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TreeSumsTest {
    private static final List<Feature> FEATURES = List.of(
            new Feature.Numeric("age", 40, 30, 10),
            new Feature.Categorical("color", List.of("red", "blue"), true, true).ordered(new int[] {3, -1, 2, -5}),
            new Feature.Numeric("price", 0, 0, 1),
            new Feature.Categorical("size", List.of("small", "large"), false, false),
            new Feature.Categorical("grade", List.of("a", "b", "c"), false, false).ordered(new int[] {1, 2, -1}));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theMarginsHaveTheBitsOfThoseOfAScorer(boolean directed) {
        RandomTrees made = new RandomTrees(FEATURES, 5, directed);
        for (int model = 0; model < 30; model++) {
            List<List<Tree>> trees = made.trees(3, 20, 6);
            TreeSums sums = new TreeSums(FEATURES, trees);
            TreeScorer scorer = new TreeScorer(FEATURES, true, trees);
            for (int i = 0; i < 50; i++) {
                double[] row = made.row();
                double[] margins = new double[3];
                double[] expected = new double[3];

                sums.margins(row, margins);

                scorer.margins(row, expected);
                assertThat(margins).containsExactly(expected);
            }
        }
    }
}
