package dev.dropfit.core.model.score;

import dev.dropfit.core.model.HeapSize;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A regression tree over the encoded columns, as arrays over its nodes; node 0 is the root. A row goes left if its encoded value, as a
 * {@code float}, is less than the threshold. A missing number has a direction at each split, or counts as the median. Its score is the value of the leaf that it reaches. Immutable.
 */
public final class Tree {
    /** The column and the children of a leaf. */
    private static final int NONE = -1;

    /** The maximum number of splits between the root and a leaf. */
    private static final int MAX_DEPTH = 64;

    private final int[] column;
    private final float[] threshold;
    private final int[] left;
    private final int[] right;
    private final float[] value;
    private final float[] cover;
    private final float[] gain;
    /** Whether a missing number goes left; null if it counts as the median. */
    private final boolean @Nullable [] missingLeft;

    private final int depth;

    /**
     * Arrays with one element per node. A leaf ignores threshold, children and gain.
     *
     * @param column the index of the encoded column that splits the node ({@link Feature#encodedNames}); -1 for a leaf
     * @param threshold values below it go left
     * @param left the left child; its index is larger than that of its parent
     * @param right the right child; its index is larger than that of its parent
     * @param value the value of a leaf
     * @param cover the sum of the second derivatives of the rows in the node, larger than 0; stored as a {@code float}, as in model files
     * @param gain the reduction of the loss by the split
     * @throws IllegalArgumentException when the arrays are not a tree, a number is not finite, or the tree is deeper than 64 splits
     */
    public Tree(int[] column, float[] threshold, int[] left, int[] right, float[] value, double[] cover, float[] gain) {
        this(column, threshold, left, right, value, cover, gain, null);
    }

    /**
     * The same with a direction for missing numbers.
     *
     * @param missingLeft whether a missing number goes left; null if it counts as the median of its column
     */
    public Tree(
            int[] column,
            float[] threshold,
            int[] left,
            int[] right,
            float[] value,
            double[] cover,
            float[] gain,
            boolean @Nullable [] missingLeft) {
        int size = column.length;
        if (size == 0
                || threshold.length != size
                || left.length != size
                || right.length != size
                || value.length != size
                || cover.length != size
                || gain.length != size
                || (missingLeft != null && missingLeft.length != size)) {
            throw new IllegalArgumentException("A tree's arrays are empty or of different lengths");
        }
        this.column = column.clone();
        this.threshold = threshold.clone();
        this.left = left.clone();
        this.right = right.clone();
        this.value = value.clone();
        this.cover = new float[size];
        this.gain = gain.clone();
        this.missingLeft = missingLeft == null ? null : missingLeft.clone();
        for (int node = 0; node < size; node++) {
            if (column[node] < NONE) {
                throw new IllegalArgumentException("Node " + node + " splits by column " + column[node]);
            }
            if (isLeaf(node)) {
                this.threshold[node] = 0;
                this.left[node] = NONE;
                this.right[node] = NONE;
                this.gain[node] = 0;
            }
            // A sum that rounds to 0 as a float still belongs to some rows.
            this.cover[node] = cover[node] > 0 ? Math.max((float) cover[node], Float.MIN_NORMAL) : 0;
            checkNumbers(node);
        }
        depth = deepest();
    }

    /** A tree with the same value for every row. */
    public static Tree leaf(float value, double cover) {
        return new Tree(
                new int[] {NONE},
                new float[1],
                new int[1],
                new int[1],
                new float[] {value},
                new double[] {cover},
                new float[1]);
    }

    private void checkNumbers(int node) {
        // The product of 0 and a number is 0 only if the number is finite.
        float zero = 0 * threshold[node] + 0 * value[node] + 0 * gain[node] + 0 * cover[node];
        if (zero != 0 || cover[node] <= 0) {
            throw new IllegalArgumentException("Node " + node + " has threshold " + threshold[node] + ", value "
                    + value[node] + ", gain " + gain[node] + ", cover " + cover[node]);
        }
    }

    /** The depth. Also checks that every node except the root is the child of exactly one earlier node. */
    private int deepest() {
        int[] depths = new int[size()];
        int deepest = 0;
        for (int node = 0; node < size(); node++) {
            if (node > 0 && depths[node] == 0) {
                throw new IllegalArgumentException("Node " + node + " has no parent before it");
            }
            if (isLeaf(node)) {
                continue;
            }
            for (int child : new int[] {left[node], right[node]}) {
                if (child <= node || child >= size() || depths[child] > 0) {
                    throw new IllegalArgumentException("Node " + node + " has an invalid child " + child);
                }
                depths[child] = depths[node] + 1;
                deepest = Math.max(deepest, depths[child]);
            }
        }
        if (deepest > MAX_DEPTH) {
            throw new IllegalArgumentException("A tree has depth " + deepest + "; the maximum is " + MAX_DEPTH);
        }
        return deepest;
    }

    /** The same tree with nodes in breadth-first order: siblings are neighbours. */
    public Tree breadthFirst() {
        int[] order = new int[size()];
        int[] newLeft = new int[size()];
        int[] newRight = new int[size()];
        int next = 1;
        for (int node = 0; node < size(); node++) {
            if (!isLeaf(order[node])) {
                newLeft[node] = next;
                newRight[node] = next + 1;
                order[next++] = left[order[node]];
                order[next++] = right[order[node]];
            }
        }
        return new Tree(
                Arrays.stream(order).map(this::column).toArray(),
                inOrder(threshold, order),
                newLeft,
                newRight,
                inOrder(value, order),
                Arrays.stream(order).mapToDouble(this::cover).toArray(),
                inOrder(gain, order),
                inOrder(missingLeft, order));
    }

    /**
     * The same tree with other numbers.
     *
     * @param values makes the new value of a node from the old one
     * @param gains makes the new gain of a node from the old one
     * @param covers makes the new cover of a node from the old one
     */
    public Tree mapped(DoubleUnaryOperator values, DoubleUnaryOperator gains, DoubleUnaryOperator covers) {
        return new Tree(
                column,
                threshold,
                left,
                right,
                mapped(value, values),
                IntStream.range(0, size())
                        .mapToDouble(node -> covers.applyAsDouble(cover(node)))
                        .toArray(),
                mapped(gain, gains),
                missingLeft);
    }

    private static float[] mapped(float[] numbers, DoubleUnaryOperator change) {
        float[] mapped = new float[numbers.length];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = (float) change.applyAsDouble(numbers[i]);
        }
        return mapped;
    }

    private static float[] inOrder(float[] numbers, int[] order) {
        float[] ordered = new float[order.length];
        for (int node = 0; node < order.length; node++) {
            ordered[node] = numbers[order[node]];
        }
        return ordered;
    }

    private static boolean @Nullable [] inOrder(boolean @Nullable [] flags, int[] order) {
        if (flags == null) {
            return null;
        }
        boolean[] ordered = new boolean[order.length];
        for (int node = 0; node < order.length; node++) {
            ordered[node] = flags[order[node]];
        }
        return ordered;
    }

    /** The number of nodes, at least one. */
    public int size() {
        return column.length;
    }

    /** The heap memory of this tree, in bytes. */
    long heapBytes() {
        // Seven arrays, each of four bytes per node, perhaps one of flags, and their references.
        return HeapSize.object(8 * Integer.BYTES + Integer.BYTES)
                + 7 * HeapSize.array(size(), Integer.BYTES)
                + (missingLeft == null ? 0 : HeapSize.array(size(), 1));
    }

    /** The number of splits between the root and the deepest leaf. */
    int depth() {
        return depth;
    }

    public boolean isLeaf(int node) {
        return column[node] == NONE;
    }

    public int column(int node) {
        return column[node];
    }

    public float threshold(int node) {
        return threshold[node];
    }

    /** Whether missing numbers have directions; otherwise they count as the median of their column. */
    public boolean hasDirections() {
        return missingLeft != null;
    }

    /** Whether a missing number goes left at a split; only if {@link #hasDirections}. */
    public boolean missingGoesLeft(int node) {
        return missingLeft != null && missingLeft[node];
    }

    public int left(int node) {
        return left[node];
    }

    public int right(int node) {
        return right[node];
    }

    public float value(int node) {
        return value[node];
    }

    public double cover(int node) {
        return cover[node];
    }

    public float gain(int node) {
        return gain[node];
    }
}
