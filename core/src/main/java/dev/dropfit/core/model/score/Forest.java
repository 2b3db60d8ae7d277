package dev.dropfit.core.model.score;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.HeapSize;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The trees of a model as flat arrays over all nodes, in breadth-first order. Immutable. */
final class Forest {
    /** The number of trees to follow at the same time: the processor works on one while it waits for the nodes of another. */
    private static final int PARALLEL_TREES = 4;

    /** The passes over its path that {@link TreeShap} makes at a node, about. */
    private static final int STEPS_PER_NODE = 3;

    private final Splits splits;
    /** [output][round]: the root; filled up to a multiple of {@link #PARALLEL_TREES} with a leaf of value 0. */
    private final int[][] roots;

    /** [output][round / PARALLEL_TREES]: the depth of the deepest tree of the group. */
    private final int[][] depths;

    private final int[] column;
    private final float[] value;
    private final double[] cover;
    private final int depth;
    /** Null if no outputs share trees. */
    private final @Nullable Walks walks;

    /**
     * @param features in the order of a row
     * @param given the trees, [output][round]
     * @throws IllegalArgumentException when a tree splits by a column that the features do not have
     */
    Forest(List<Feature> features, List<List<Tree>> given) {
        List<List<Tree>> trees = given.stream()
                .map(own -> own.stream().map(Tree::breadthFirst).toList())
                .toList();
        List<Tree> all = trees.stream().flatMap(List::stream).toList();
        int size = all.stream().mapToInt(Tree::size).reduce(1, Math::addExact);
        List<Walks.Walk> planned = Walks.plan(trees);
        splits =
                new Splits(features, planned.stream().mapToInt(Walks.Walk::size).reduce(size, Math::addExact));
        column = new int[size];
        value = new float[size];
        cover = new double[size];
        depth = all.stream().mapToInt(Tree::depth).max().orElse(0);
        roots = new int[trees.size()][];
        depths = new int[trees.size()][];
        copy(Tree.leaf(0, 1), 0);
        int next = 1;
        for (int output = 0; output < roots.length; output++) {
            int groups = (trees.get(output).size() + PARALLEL_TREES - 1) / PARALLEL_TREES;
            roots[output] = new int[groups * PARALLEL_TREES];
            depths[output] = new int[groups];
            for (int round = 0; round < trees.get(output).size(); round++) {
                Tree tree = trees.get(output).get(round);
                roots[output][round] = next;
                depths[output][round / PARALLEL_TREES] = Math.max(depths[output][round / PARALLEL_TREES], tree.depth());
                copy(tree, next);
                next += tree.size();
            }
        }
        walks = planned.isEmpty() ? null : new Walks(planned, trees, splits, roots, value, size);
    }

    private void copy(Tree tree, int root) {
        int[] places = splits.add(tree, root);
        for (int node = 0; node < places.length; node++) {
            column[places[node]] = tree.column(node);
            value[places[node]] = tree.value(node);
            cover[places[node]] = tree.cover(node);
        }
    }

    /** A row as the input of the trees: standardised numbers, NaN for missing ones, and the codes or positions of categories. */
    float[] encode(double[] row) {
        return splits.encode(row);
    }

    /**
     * Adds up the leaves that an encoded row reaches.
     *
     * @param sums receives one number per output
     */
    void sums(float[] encoded, double[] sums) {
        if (walks != null) {
            walks.sum(encoded, sums);
            return;
        }
        for (int output = 0; output < roots.length; output++) {
            sums[output] = sum(output, encoded);
        }
    }

    private double sum(int output, float[] encoded) {
        int[] own = roots[output];
        double sum = 0;
        for (int first = 0; first < own.length; first += PARALLEL_TREES) {
            int one = own[first];
            int two = own[first + 1];
            int three = own[first + 2];
            int four = own[first + 3];
            for (int depth = depths[output][first / PARALLEL_TREES]; depth > 0; depth--) {
                one = splits.step(one, encoded);
                two = splits.step(two, encoded);
                three = splits.step(three, encoded);
                four = splits.step(four, encoded);
            }
            sum = sum + value[one] + value[two] + value[three] + value[four];
        }
        return sum;
    }

    /** The sum of the means of the trees: the expected score of an unknown row. */
    double mean(int output) {
        return Arrays.stream(roots[output]).mapToDouble(this::meanBelow).sum();
    }

    private double meanBelow(int node) {
        return isLeaf(node)
                ? value[node]
                : shareOfLeft(node) * meanBelow(left(node)) + (1 - shareOfLeft(node)) * meanBelow(right(node));
    }

    /** The steps of {@link TreeShap} for the trees of an output: for each leaf the square of the length of its path, for each node its length. */
    long contributionSteps(int output) {
        return Arrays.stream(roots[output])
                .filter(root -> root > 0)
                .mapToLong(root -> contributionSteps(root, 1))
                .sum();
    }

    /** @param length the number of nodes from the root to this one */
    private long contributionSteps(int node, int length) {
        return isLeaf(node)
                ? (long) length * (length + STEPS_PER_NODE)
                : (long) length * STEPS_PER_NODE
                        + contributionSteps(left(node), length + 1)
                        + contributionSteps(right(node), length + 1);
    }

    /** The share of the rows of a node that go left, by cover. */
    double shareOfLeft(int node) {
        return cover[left(node)] / (cover[left(node)] + cover[right(node)]);
    }

    boolean goesLeft(int node, float[] encoded) {
        return splits.goesLeft(node, encoded);
    }

    int[] roots(int output) {
        return roots[output];
    }

    boolean isLeaf(int node) {
        return column[node] < 0;
    }

    int column(int node) {
        return column[node];
    }

    int feature(int node) {
        return splits.feature(node);
    }

    int left(int node) {
        return splits.left(node);
    }

    int right(int node) {
        return left(node) + 1;
    }

    float value(int node) {
        return value[node];
    }

    /** The heap memory of the arrays, in bytes. */
    long heapBytes() {
        long bytes = splits.heapBytes()
                + HeapSize.array(column.length, Integer.BYTES)
                + HeapSize.array(value.length, Float.BYTES)
                + HeapSize.array(cover.length, Double.BYTES)
                + (walks == null ? 0 : walks.heapBytes());
        for (int output = 0; output < roots.length; output++) {
            bytes += HeapSize.array(roots[output].length, Integer.BYTES)
                    + HeapSize.array(depths[output].length, Integer.BYTES);
        }
        return bytes;
    }

    /** The depth of the deepest tree. */
    int depth() {
        return depth;
    }
}
