package dev.dropfit.trainer.learn.boost;

import dev.dropfit.trainer.learn.tree.BinLayout;
import dev.dropfit.trainer.learn.tree.ParallelParts;

/**
 * The sums of the first and second derivatives over the rows of a node, for each bin of each feature. Both derivatives of a row are integers
 * in one word, so that one addition counts both and the sums are exactly the same for any number of threads.
 */
final class Histogram {
    /** The sum of the {@link Derivatives} of this many rows fits into a word. */
    private static final int ROWS_PER_SUM = 1 << Derivatives.SUMMED_BITS;

    /** The number of rows whose derivatives are copied at a time, so that they stay in the cache for all groups. */
    private static final int GATHERED_ROWS = 2048;

    private static final int MAX_PARTS = 8;
    /** The maximum number of sums of all parts together. */
    private static final int MAX_SUMS = 1 << 23;

    private final BinLayout layout;
    /** [group][row] */
    private final byte[][] rows;

    private final int[] firstCodes;
    private final int codes;

    /**
     * Prepares histograms of these rows.
     *
     * @param rows the codes of all rows, [group][row]
     */
    Histogram(BinLayout layout, byte[][] rows) {
        this.layout = layout;
        this.rows = rows;
        firstCodes = new int[layout.groups().size()];
        int sum = 0;
        for (int group = 0; group < firstCodes.length; group++) {
            firstCodes[group] = sum;
            sum += layout.groups().get(group).size();
        }
        codes = sum;
    }

    /**
     * The histogram of some rows.
     *
     * @param order the indices of the rows
     * @param from the start of the range in {@code order}
     * @param to the end of the range, exclusive
     */
    double[] of(int[] order, int from, int to, Derivatives derivatives) {
        int maxParts = Math.max(1, Math.min(MAX_PARTS, MAX_SUMS / (2 * codes)));
        int parts = Math.max(1, Math.min(maxParts, (to - from) / ROWS_PER_SUM));
        double[][] counted = ParallelParts.of(parts, part -> {
                    int first = from + (int) ((long) (to - from) * part / parts);
                    int end = from + (int) ((long) (to - from) * (part + 1) / parts);
                    return count(order, first, end, derivatives);
                })
                .toArray(double[][]::new);
        for (int part = 1; part < parts; part++) {
            for (int i = 0; i < counted[0].length; i++) {
                counted[0][i] += counted[part][i];
            }
        }
        return split(counted[0]);
    }

    private double[] count(int[] order, int from, int to, Derivatives derivatives) {
        double[] sums = new double[2 * codes];
        long[] packed = new long[codes];
        long[] gathered = new long[Math.min(GATHERED_ROWS, to - from)];
        for (int start = from; start < to; start += ROWS_PER_SUM) {
            int end = Math.min(to, start + ROWS_PER_SUM);
            for (int first = start; first < end; first += GATHERED_ROWS) {
                int size = Math.min(GATHERED_ROWS, end - first);
                gather(derivatives.packed(), order, first, size, gathered);
                for (int group = 0; group < rows.length; group++) {
                    add(rows[group], order, first, size, gathered, packed, firstCodes[group]);
                }
            }
            unpack(packed, derivatives, sums);
        }
        return sums;
    }

    // Each loop is a method of its own: the JVM compiles a small method that is called often much earlier than a loop
    // in one that is called rarely.

    private static void gather(long[] derivatives, int[] order, int from, int size, long[] gathered) {
        for (int i = 0; i < size; i++) {
            gathered[i] = derivatives[order[from + i]];
        }
    }

    /** Adds the packed sums to the others, and clears them. */
    private static void unpack(long[] packed, Derivatives derivatives, double[] sums) {
        for (int code = 0; code < packed.length; code++) {
            long word = packed[code];
            if (word != 0) {
                sums[2 * code] += derivatives.gradient(word);
                sums[2 * code + 1] += derivatives.hessian(word);
                packed[code] = 0;
            }
        }
    }

    private static void add(byte[] codes, int[] order, int from, int size, long[] derivatives, long[] sums, int first) {
        for (int i = 0; i < size; i++) {
            sums[first + (codes[order[from + i]] & 0xFF)] += derivatives[i];
        }
    }

    /** Splits the sums of each group into those of its features. */
    private double[] split(double[] sums) {
        double[] histogram = new double[2 * layout.size()];
        for (int g = 0; g < firstCodes.length; g++) {
            for (int feature : layout.groups().get(g).members()) {
                split(sums, firstCodes[g], layout.binOfCode(feature), histogram, layout.first(feature));
            }
        }
        return histogram;
    }

    private static void split(double[] sums, int firstCode, byte[] binOf, double[] histogram, int firstBin) {
        for (int code = 0; code < binOf.length; code++) {
            int to = 2 * (firstBin + (binOf[code] & 0xFF));
            int from = 2 * (firstCode + code);
            histogram[to] += sums[from];
            histogram[to + 1] += sums[from + 1];
        }
    }

    /** Subtracts a histogram from another one. Overwrites the first. */
    static double[] without(double[] all, double[] some) {
        for (int i = 0; i < all.length; i++) {
            all[i] -= some[i];
        }
        return all;
    }
}
