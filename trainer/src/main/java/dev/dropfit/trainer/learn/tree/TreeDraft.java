package dev.dropfit.trainer.learn.tree;

import dev.dropfit.core.model.score.Tree;
import java.util.Arrays;

/** A growing tree. Different threads may set the values of different leaves. */
public final class TreeDraft {
    private final int[] column;
    private final float[] threshold;
    private final int[] left;
    private final int[] right;
    private final float[] value;
    private final double[] cover;
    private final float[] gain;
    private final boolean[] missingLeft;
    private final boolean directed;
    private int size;

    /**
     * A tree without nodes.
     *
     * @param nodes the maximum number of nodes
     * @param directed whether missing numbers have directions; otherwise they count as the median
     */
    public TreeDraft(int nodes, boolean directed) {
        this.directed = directed;
        missingLeft = new boolean[nodes];
        column = new int[nodes];
        threshold = new float[nodes];
        left = new int[nodes];
        right = new int[nodes];
        value = new float[nodes];
        cover = new double[nodes];
        gain = new float[nodes];
    }

    /**
     * Adds a leaf.
     *
     * @return its index
     */
    public int add(double cover) {
        column[size] = -1;
        left[size] = -1;
        right[size] = -1;
        this.cover[size] = cover;
        return size++;
    }

    /**
     * Splits a leaf into two: rows with an encoded value below the threshold go to the first.
     *
     * @param missingLeft whether missing numbers go to the first
     * @return the index of the first new leaf; the second has the next index
     */
    public int split(
            int node,
            int column,
            float threshold,
            boolean missingLeft,
            double gain,
            double leftCover,
            double rightCover) {
        int first = add(leftCover);
        add(rightCover);
        this.column[node] = column;
        this.threshold[node] = threshold;
        this.missingLeft[node] = missingLeft;
        this.gain[node] = (float) gain;
        left[node] = first;
        right[node] = first + 1;
        return first;
    }

    /** Sets the value of a leaf. */
    public void setValue(int leaf, float value) {
        this.value[leaf] = value;
    }

    /** The tree without splits whose two sides are leaves of the same value. */
    public Tree joined() {
        int[] split = column.clone();
        float[] values = value.clone();
        for (int node = size - 1; node >= 0; node--) {
            if (split[node] >= 0
                    && split[left[node]] < 0
                    && split[right[node]] < 0
                    && values[left[node]] == values[right[node]]) {
                values[node] = values[left[node]];
                split[node] = -1;
            }
        }
        TreeDraft joined = new TreeDraft(size, directed);
        int[] original = new int[size];
        joined.add(cover[0]);
        for (int node = 0; node < joined.size; node++) {
            int at = original[node];
            if (split[at] < 0) {
                joined.setValue(node, values[at]);
                continue;
            }
            int first = joined.split(
                    node, column[at], threshold[at], missingLeft[at], gain[at], cover[left[at]], cover[right[at]]);
            original[first] = left[at];
            original[first + 1] = right[at];
        }
        return joined.tree();
    }

    /** The tree as it is now. */
    public Tree tree() {
        return new Tree(
                Arrays.copyOf(column, size),
                Arrays.copyOf(threshold, size),
                Arrays.copyOf(left, size),
                Arrays.copyOf(right, size),
                Arrays.copyOf(value, size),
                Arrays.copyOf(cover, size),
                Arrays.copyOf(gain, size),
                directed ? Arrays.copyOf(missingLeft, size) : null);
    }
}
