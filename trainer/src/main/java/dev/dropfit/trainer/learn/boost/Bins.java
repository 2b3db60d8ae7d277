package dev.dropfit.trainer.learn.boost;

import java.util.Arrays;

/**
 * How the values of a feature fall into at most {@link #MOST} bins, and which ways of parting its rows these allow: numbers below a
 * threshold from the others, or one level from all others. Immutable.
 */
final class Bins {
    /** As many as a byte tells apart. */
    static final int MOST = 256;

    private static final float BETWEEN_0_AND_1 = 0.5f;

    private final boolean ordered;
    private final int size;
    /** Of numbers: bin b holds those that are less than cut b and no less than the cut before. */
    private final float[] cuts;

    private Bins(boolean ordered, int size, float[] cuts) {
        this.ordered = ordered;
        this.size = size;
        this.cuts = cuts;
    }

    /** One bin for each level. */
    static Bins ofLevels(int levels) {
        return new Bins(false, levels, new float[0]);
    }

    /**
     * Bins between the values of a sample; where there are more different ones than bins, of about as many rows each.
     *
     * @param sorted the sample, in ascending order
     * @param most how many bins there may be, up to {@link #MOST}
     */
    static Bins ofNumbers(float[] sorted, int most) {
        float[] distinct = distinct(sorted);
        float[] cuts = new float[most - 1];
        int count = 0;
        boolean few = distinct.length <= most;
        for (int k = 1; k < (few ? distinct.length : most); k++) {
            int at = few ? k : Arrays.binarySearch(distinct, sorted[(int) ((long) k * sorted.length / most)]);
            if (at > 0) {
                float cut = between(distinct[at - 1], distinct[at]);
                if (count == 0 || cut > cuts[count - 1]) {
                    cuts[count++] = cut;
                }
            }
        }
        return new Bins(true, count + 1, Arrays.copyOf(cuts, count));
    }

    private static float[] distinct(float[] sorted) {
        float[] distinct = new float[sorted.length];
        int count = 0;
        for (float value : sorted) {
            if (count == 0 || value > distinct[count - 1]) {
                distinct[count++] = value;
            }
        }
        return Arrays.copyOf(distinct, count);
    }

    /** A number above the first and not above the second. */
    private static float between(float low, float high) {
        float middle = (float) (((double) low + high) / 2);
        return middle > low ? middle : high;
    }

    /** How many bins there are, at least 1. */
    int size() {
        return size;
    }

    /** Whether bins are ranges of numbers, not levels. */
    boolean ordered() {
        return ordered;
    }

    /** The bin of a number. */
    int of(float number) {
        int low = 0;
        int high = cuts.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (number < cuts[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** How many ways there are of parting the rows: after this many first bins, or this many levels from the others. */
    int cuts() {
        return ordered || size < 3 ? size - 1 : size;
    }

    /** Whether rows of a bin go left when they are parted in this way. */
    boolean left(int bin, int cut) {
        return ordered ? bin <= cut : bin != cut;
    }

    /** The encoded value below which rows go left when they are parted in this way. */
    float threshold(int cut) {
        return ordered ? cuts[cut] : BETWEEN_0_AND_1;
    }

    /** Which of the feature's encoded columns that value is of. */
    int column(int cut) {
        return ordered ? 0 : cut;
    }
}
