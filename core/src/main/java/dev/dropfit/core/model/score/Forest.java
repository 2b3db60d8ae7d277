package dev.dropfit.core.model.score;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.HeapSize;
import java.util.Arrays;
import java.util.List;

/** The trees of a model as flat arrays over all nodes, in breadth-first order. Immutable. */
final class Forest {
    /** The passes over its path that {@link TreeShap} makes at a node, about. */
    private static final int STEPS_PER_NODE = 3;

    private final Splits splits;
    /** [output][round]: the root. */
    private final int[][] roots;

    private final int[] column;
    private final float[] value;
    private final double[] cover;
    private final int depth;
    private final Walks walks;

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
        int size = all.stream().mapToInt(Tree::size).reduce(0, Math::addExact);
        List<Walks.Walk> planned = Walks.plan(trees);
        splits =
                new Splits(features, planned.stream().mapToInt(Walks.Walk::size).reduce(size, Math::addExact));
        column = new int[size];
        value = new float[size];
        cover = new double[size];
        depth = all.stream().mapToInt(Tree::depth).max().orElse(0);
        roots = new int[trees.size()][];
        int next = 0;
        for (int output = 0; output < roots.length; output++) {
            roots[output] = new int[trees.get(output).size()];
            for (int round = 0; round < roots[output].length; round++) {
                Tree tree = trees.get(output).get(round);
                roots[output][round] = next;
                copy(tree, next);
                next += tree.size();
            }
        }
        walks = new Walks(planned, trees, splits, roots, size);
    }

    private void copy(Tree tree, int root) {
        splits.add(tree, root, true);
        for (int node = 0; node < tree.size(); node++) {
            column[root + node] = tree.column(node);
            value[root + node] = tree.value(node);
            cover[root + node] = tree.cover(node);
        }
    }

    /** A row as the input of the trees. */
    int[] encode(double[] row) {
        return splits.encode(row);
    }

    /**
     * Adds up the leaves that an encoded row reaches.
     *
     * @param sums receives one number per output
     */
    void sums(int[] encoded, double[] sums) {
        walks.sum(encoded, sums);
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

    boolean goesLeft(int node, int[] encoded) {
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
        return splits.feature(column[node]);
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
                + walks.heapBytes();
        for (int output = 0; output < roots.length; output++) {
            bytes += HeapSize.array(roots[output].length, Integer.BYTES);
        }
        return bytes;
    }

    /** The depth of the deepest tree. */
    int depth() {
        return depth;
    }
}
