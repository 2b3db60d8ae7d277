package dev.dropfit.core.model.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Feature;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LeafMasksTest {
    private static final List<Feature> FEATURES = List.of(
            new Feature.Numeric("age", 40, 30, 10),
            new Feature.Categorical("color", List.of("red", "blue"), true, true),
            new Feature.Numeric("price", 0, 0, 1));

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "40, false", "40, true", "3000, false", "3000, true"})
    void aRowHasTheLeavesThatItReachesWhenItIsFollowed(int count, boolean directed) {
        RandomTrees made = new RandomTrees(FEATURES, 5, directed);
        // Trees of 2 to 64 leaves, in no order of their sizes.
        List<Tree> trees =
                IntStream.range(0, count).mapToObj(i -> split(made, 1 + i % 6)).toList();
        Splits splits = new Splits(FEATURES, trees.stream().mapToInt(Tree::size).sum());
        int[] roots = added(trees, splits);
        LeafMasks masks = LeafMasks.of(splits, roots, Long.MAX_VALUE).orElseThrow();
        for (int i = 0; i < 200; i++) {
            int[] encoded = splits.encode(made.row());
            int[] reached = new int[masks.size() + 3];

            masks.leaves(encoded, reached, 3);

            for (int tree = 0; tree < count; tree++) {
                assertThat(reached[3 + masks.place(tree)])
                        .isEqualTo(splits.leaf(followed(roots[tree], splits, encoded)));
            }
        }
    }

    @Test
    void fewTreesAreFollowedBecauseThatTakesFewerSteps() {
        RandomTrees made = new RandomTrees(FEATURES, 6);
        List<Tree> trees = List.of(split(made, 4), split(made, 4));
        Splits splits = new Splits(FEATURES, trees.stream().mapToInt(Tree::size).sum());

        assertThat(LeafMasks.of(splits, added(trees, splits), 2 * 4)).isEmpty();
        assertThat(LeafMasks.of(splits, new int[0], 1)).isEmpty();
    }

    @Test
    void aTreeOf64LeavesFitsAndOneOf65DoesNot() {
        assertThat(LeafMasks.fits(chain(64))).isTrue();
        assertThat(LeafMasks.fits(chain(65))).isFalse();
        assertThat(LeafMasks.fits(Tree.leaf(1, 1))).isFalse();
    }

    private static Tree split(RandomTrees made, int depth) {
        Tree tree = made.tree(depth);
        return LeafMasks.fits(tree) ? tree.breadthFirst() : split(made, depth);
    }

    private static int[] added(List<Tree> trees, Splits splits) {
        int[] roots = new int[trees.size()];
        for (int tree = 0, root = 0; tree < roots.length; tree++) {
            roots[tree] = root;
            splits.add(trees.get(tree), root, true);
            root += trees.get(tree).size();
        }
        return roots;
    }

    private static int followed(int root, Splits splits, int[] encoded) {
        int node = root;
        while (!splits.isLeaf(node)) {
            node = splits.step(node, encoded);
        }
        return node;
    }

    /** A tree in which each split has a leaf on its left, and the last one another on its right. */
    private static Tree chain(int leaves) {
        int size = 2 * leaves - 1;
        int[] column = IntStream.range(0, size)
                .map(node -> node % 2 == 0 && node < size - 1 ? 0 : -1)
                .toArray();
        double[] cover = IntStream.range(0, size).mapToDouble(node -> 1).toArray();
        return new Tree(
                column,
                new float[size],
                IntStream.range(0, size).map(node -> node + 1).toArray(),
                IntStream.range(0, size).map(node -> node + 2).toArray(),
                new float[size],
                cover,
                new float[size]);
    }
}
