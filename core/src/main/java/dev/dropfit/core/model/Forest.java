package dev.dropfit.core.model;

import java.util.Arrays;
import java.util.List;

/**
 * The trees of a model in flat arrays over all of their nodes, their columns looked up as features once: scoring a row follows indexes and
 * makes no objects. Immutable.
 */
final class Forest {
    /** The level of a number's column. */
    private static final int NUMBER = -1;

    private final List<Feature> features;
    /** [output][round]: the node. */
    private final int[][] roots;

    private final int[] column;
    private final int[] feature;
    private final int[] level;
    private final float[] threshold;
    private final int[] left;
    private final int[] right;
    private final float[] value;
    private final double[] cover;
    private final int depth;

    /**
     * @param features in the order of a row
     * @param trees [output][round]
     * @throws IllegalArgumentException when a tree splits by a column that the features do not have
     */
    Forest(List<Feature> features, List<List<Tree>> trees) {
        this.features = List.copyOf(features);
        List<Tree> all = trees.stream().flatMap(List::stream).toList();
        int size = all.stream().mapToInt(Tree::size).reduce(0, Math::addExact);
        column = new int[size];
        feature = new int[size];
        level = new int[size];
        threshold = new float[size];
        left = new int[size];
        right = new int[size];
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
        lookUpColumns();
    }

    private void copy(Tree tree, int root) {
        for (int node = 0; node < tree.size(); node++) {
            int at = root + node;
            column[at] = tree.column(node);
            threshold[at] = tree.threshold(node);
            left[at] = root + tree.left(node);
            right[at] = root + tree.right(node);
            value[at] = tree.value(node);
            cover[at] = tree.cover(node);
        }
    }

    private void lookUpColumns() {
        int width = features.stream().mapToInt(Feature::width).sum();
        int[] featureOf = new int[width];
        int[] levelOf = new int[width];
        int at = 0;
        for (int f = 0; f < features.size(); f++) {
            for (int i = 0; i < features.get(f).width(); i++) {
                featureOf[at] = f;
                levelOf[at++] = features.get(f) instanceof Feature.Numeric ? NUMBER : i;
            }
        }
        for (int node = 0; node < column.length; node++) {
            if (column[node] >= width) {
                throw new IllegalArgumentException(
                        "A tree splits by column " + column[node] + " of " + width + " encoded columns");
            }
            if (!isLeaf(node)) {
                feature[node] = featureOf[column[node]];
                level[node] = levelOf[column[node]];
            }
        }
    }

    /** A row as the trees look at it: encoded numbers, and the codes of categories. */
    float[] encode(double[] row) {
        float[] encoded = new float[features.size()];
        for (int f = 0; f < encoded.length; f++) {
            encoded[f] = (float) (features.get(f) instanceof Feature.Numeric numeric ? numeric.encode(row[f]) : row[f]);
        }
        return encoded;
    }

    /** The sum of the leaves that an encoded row comes to. */
    double sum(int output, float[] encoded) {
        double sum = 0;
        for (int root : roots[output]) {
            int node = root;
            while (!isLeaf(node)) {
                node = goesLeft(node, encoded) ? left[node] : right[node];
            }
            sum += value[node];
        }
        return sum;
    }

    /** The sum of the trees' means: what a row is worth of which nothing is known. */
    double mean(int output) {
        return Arrays.stream(roots[output]).mapToDouble(this::meanBelow).sum();
    }

    private double meanBelow(int node) {
        return isLeaf(node)
                ? value[node]
                : shareOfLeft(node) * meanBelow(left[node]) + (1 - shareOfLeft(node)) * meanBelow(right[node]);
    }

    /** Which part of a node's rows goes left, by cover. */
    double shareOfLeft(int node) {
        return cover[left[node]] / (cover[left[node]] + cover[right[node]]);
    }

    boolean goesLeft(int node, float[] encoded) {
        float found = encoded[feature[node]];
        return (level[node] == NUMBER ? found : found == level[node] ? 1 : 0) < threshold[node];
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
        return feature[node];
    }

    int left(int node) {
        return left[node];
    }

    int right(int node) {
        return right[node];
    }

    float value(int node) {
        return value[node];
    }

    /** The depth of the deepest tree. */
    int depth() {
        return depth;
    }
}
