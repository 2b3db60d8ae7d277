package dev.dropfit.core.model.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The trees of several outputs as one tree with a vector of values in each leaf. A random forest for classes grows one tree for all of them, and each
 * class has a copy of it without the splits that are of no use to the class. A row is followed through it once for all.
 *
 * @param tree the splits of all trees, in breadth-first order; the value of a leaf is its number
 * @param outputs of the trees, two or more
 * @param values [leaf * outputs + output]
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record SharedTree(Tree tree, int[] outputs, float[] values) {
    /** Whether two trees have the same split wherever both have one, and at the root. */
    static boolean fit(Tree tree, Tree other) {
        return tree.size() > 1
                && other.size() > 1
                && tree.hasDirections() == other.hasDirections()
                && fit(tree, 0, other, 0);
    }

    private static boolean fit(Tree tree, int node, Tree other, int otherNode) {
        return tree.isLeaf(node)
                || other.isLeaf(otherNode)
                || (isSameSplit(tree, node, other, otherNode)
                        && fit(tree, tree.left(node), other, other.left(otherNode))
                        && fit(tree, tree.right(node), other, other.right(otherNode)));
    }

    private static boolean isSameSplit(Tree tree, int node, Tree other, int otherNode) {
        return tree.column(node) == other.column(otherNode)
                && tree.threshold(node) == other.threshold(otherNode)
                && tree.missingGoesLeft(node) == other.missingGoesLeft(otherNode);
    }

    /**
     * Joins trees.
     *
     * @param trees one for each output
     * @return empty if two of them have different splits in the same place
     */
    static Optional<SharedTree> of(List<Tree> trees, int[] outputs) {
        List<int[]> nodes = new ArrayList<>();
        nodes.add(new int[outputs.length]);
        Builder builder = new Builder(trees);
        // Each node appends its children, so the list is in breadth-first order.
        for (int at = 0; at < nodes.size(); at++) {
            int[] own = nodes.get(at);
            int first = builder.firstSplit(own);
            if (first < 0) {
                builder.addLeaf(own);
            } else if (builder.addSplit(own, first, nodes.size())) {
                nodes.add(builder.children(own, true));
                nodes.add(builder.children(own, false));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(new SharedTree(builder.tree(), outputs, builder.values()));
    }

    /** Collects the nodes. */
    private static final class Builder {
        private final List<Tree> trees;
        private final int most;
        private final int[] column;
        private final float[] threshold;
        private final int[] left;
        private final int[] right;
        private final float[] leaf;
        private final boolean @Nullable [] missingLeft;
        private float[] values = {};
        private int size;
        private int leaves;

        Builder(List<Tree> trees) {
            this.trees = trees;
            most = trees.stream().mapToInt(Tree::size).sum();
            column = new int[most];
            threshold = new float[most];
            left = new int[most];
            right = new int[most];
            leaf = new float[most];
            missingLeft = trees.get(0).hasDirections() ? new boolean[most] : null;
        }

        /** The first tree that splits this node; -1 if none does. */
        int firstSplit(int[] nodes) {
            for (int i = 0; i < nodes.length; i++) {
                if (!trees.get(i).isLeaf(nodes[i])) {
                    return i;
                }
            }
            return -1;
        }

        void addLeaf(int[] nodes) {
            column[size] = -1;
            leaf[size++] = leaves;
            int from = leaves++ * nodes.length;
            if (from + nodes.length > values.length) {
                values = Arrays.copyOf(values, 2 * (from + nodes.length));
            }
            for (int i = 0; i < nodes.length; i++) {
                values[from + i] = trees.get(i).value(nodes[i]);
            }
        }

        /** Adds the split that all trees have that split this node; returns whether they have the same. */
        boolean addSplit(int[] nodes, int first, int child) {
            Tree tree = trees.get(first);
            for (int i = first + 1; i < nodes.length; i++) {
                if (!trees.get(i).isLeaf(nodes[i]) && !isSameSplit(tree, nodes[first], trees.get(i), nodes[i])) {
                    return false;
                }
            }
            column[size] = tree.column(nodes[first]);
            threshold[size] = tree.threshold(nodes[first]);
            left[size] = child;
            right[size] = child + 1;
            if (missingLeft != null) {
                missingLeft[size] = tree.missingGoesLeft(nodes[first]);
            }
            size++;
            return true;
        }

        /** The nodes below these; a leaf stays where it is. */
        int[] children(int[] nodes, boolean ofLeft) {
            int[] children = new int[nodes.length];
            for (int i = 0; i < nodes.length; i++) {
                Tree tree = trees.get(i);
                int below = ofLeft ? tree.left(nodes[i]) : tree.right(nodes[i]);
                children[i] = tree.isLeaf(nodes[i]) ? nodes[i] : below;
            }
            return children;
        }

        Tree tree() {
            double[] covers = new double[size];
            Arrays.fill(covers, 1);
            return new Tree(
                    Arrays.copyOf(column, size),
                    Arrays.copyOf(threshold, size),
                    Arrays.copyOf(left, size),
                    Arrays.copyOf(right, size),
                    Arrays.copyOf(leaf, size),
                    covers,
                    new float[size],
                    missingLeft == null ? null : Arrays.copyOf(missingLeft, size));
        }

        float[] values() {
            return Arrays.copyOf(values, leaves * trees.size());
        }
    }
}
