package dev.dropfit.trainer.learn.boost;

import dev.dropfit.core.model.score.Tree;
import java.util.Arrays;

/** A growing tree. Different threads may set the values of different leaves. */
final class TreeDraft {
    private final int[] column;
    private final float[] threshold;
    private final int[] left;
    private final int[] right;
    private final float[] value;
    private final double[] cover;
    private final float[] gain;
    private int size;

    /** @param nodes the maximum number of nodes */
    TreeDraft(int nodes) {
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
    int add(double cover) {
        column[size] = -1;
        left[size] = -1;
        right[size] = -1;
        this.cover[size] = cover;
        return size++;
    }

    /**
     * Splits a leaf into two: rows with an encoded value below the threshold go to the first.
     *
     * @return the index of the first new leaf; the second has the next index
     */
    int split(int node, int column, float threshold, double gain, double leftCover, double rightCover) {
        int first = add(leftCover);
        add(rightCover);
        this.column[node] = column;
        this.threshold[node] = threshold;
        this.gain[node] = (float) gain;
        left[node] = first;
        right[node] = first + 1;
        return first;
    }

    void setValue(int leaf, float value) {
        this.value[leaf] = value;
    }

    Tree tree() {
        return new Tree(
                Arrays.copyOf(column, size),
                Arrays.copyOf(threshold, size),
                Arrays.copyOf(left, size),
                Arrays.copyOf(right, size),
                Arrays.copyOf(value, size),
                Arrays.copyOf(cover, size),
                Arrays.copyOf(gain, size));
    }
}
