package dev.dropfit.core.model.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WalksTest {
    private static final int OUTPUTS = 4;
    private static final int SHARED = 15;
    private static final List<Feature> FEATURES = List.of(
            new Feature.Numeric("age", 40, 30, 10),
            new Feature.Categorical("color", List.of("red", "blue"), true, true),
            new Feature.Numeric("price", 0, 0, 1));

    private final SplittableRandom random = new SplittableRandom(3);

    @Test
    void treesOfAForestAreFollowedOnce() {
        List<List<Tree>> trees = blend(new RandomTrees(FEATURES, 1));

        List<Walks.Walk> walks = Walks.plan(trees);

        int all = trees.stream().mapToInt(List::size).sum();
        assertThat(walks).filteredOn(walk -> walk.outputs().length == OUTPUTS).hasSizeGreaterThan(SHARED / 2);
        assertThat(walks.stream().mapToInt(walk -> walk.outputs().length).sum()).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachOutputHasTheBitsOfItsOwnTrees(boolean directed) {
        RandomTrees made = new RandomTrees(FEATURES, 2, directed);
        for (int model = 0; model < 30; model++) {
            List<List<Tree>> trees = blend(made);
            TreeScorer all = new TreeScorer(FEATURES, true, trees);
            List<TreeScorer> alone = trees.stream()
                    .map(own -> new TreeScorer(FEATURES, false, List.of(own)))
                    .toList();
            for (int i = 0; i < 50; i++) {
                double[] row = made.row();
                double[] margins = new double[OUTPUTS];

                all.margins(row, margins);

                for (int output = 0; output < OUTPUTS; output++) {
                    double[] own = new double[1];
                    alone.get(output).margins(row, own);
                    assertThat(margins[output]).isEqualTo(own[0]);
                }
            }
        }
    }

    @Test
    void treesOfOneOutputAreFollowedInTheirOrder() {
        List<List<Tree>> trees = new RandomTrees(FEATURES, 4).trees(1, 5, 3);

        assertThat(Walks.plan(trees)).extracting(Walks.Walk::round).containsExactly(0, 1, 2, 3, 4);
    }

    /** Trees of each output, then copies of common trees without some of their splits; some outputs have no copy. */
    private List<List<Tree>> blend(RandomTrees made) {
        List<List<Tree>> trees = new ArrayList<>();
        for (int output = 0; output < OUTPUTS; output++) {
            trees.add(new ArrayList<>(made.trees(1, 5 + output % 2, 3).get(0)));
        }
        for (int tree = 0; tree < SHARED; tree++) {
            Tree common = made.tree(6);
            for (List<Tree> own : trees) {
                Tree copy = copy(common);
                if (copy.size() > 1) {
                    own.add(copy);
                }
            }
        }
        return trees;
    }

    /** The tree with other values, and now and then a leaf in the place of a split. */
    private Tree copy(Tree tree) {
        List<Integer> kept = new ArrayList<>(List.of(0));
        List<Integer> lefts = new ArrayList<>();
        for (int at = 0; at < kept.size(); at++) {
            int node = kept.get(at);
            boolean leaf = tree.isLeaf(node) || random.nextInt(20) == 0;
            lefts.add(leaf ? -1 : kept.size());
            if (!leaf) {
                kept.add(tree.left(node));
                kept.add(tree.right(node));
            }
        }
        int size = kept.size();
        int[] column = new int[size];
        float[] threshold = new float[size];
        int[] left = new int[size];
        int[] right = new int[size];
        float[] value = new float[size];
        double[] cover = new double[size];
        boolean[] missingLeft = new boolean[size];
        for (int at = 0; at < size; at++) {
            boolean leaf = lefts.get(at) < 0;
            column[at] = leaf ? -1 : tree.column(kept.get(at));
            threshold[at] = tree.threshold(kept.get(at));
            left[at] = lefts.get(at);
            right[at] = lefts.get(at) + 1;
            value[at] = (float) random.nextDouble(-1, 1);
            cover[at] = tree.cover(kept.get(at));
            missingLeft[at] = tree.missingGoesLeft(kept.get(at));
        }
        return new Tree(
                column,
                threshold,
                left,
                right,
                value,
                cover,
                new float[size],
                tree.hasDirections() ? missingLeft : null);
    }
}
