package dev.dropfit.trainer.learn.boost;

/**
 * The sums of the first and second derivatives over the rows of a node, for each bin of each feature. Both derivatives of a row are whole
 * numbers in one word, so that one addition counts both, and sums are the same to the bit whatever the number of threads.
 */
final class Histogram {
    /** Sums of so many rows' {@link Derivatives} stay within a word. */
    private static final int ROWS_OF_A_SUM = 1 << Derivatives.SUMMED_BITS;

    /** How many rows' derivatives are gathered at a time, to stay in a core's cache while all groups count them. */
    private static final int GATHERED = 2048;

    private static final int MOST_PARTS = 8;
    /** How many sums all parts may keep together. */
    private static final int MOST_SUMS = 1 << 23;

    private final BinnedRows rows;
    private final int[] firstBins;
    private final int[] firstCodes;
    private final int codes;

    /** What all histograms of the same rows have in common. */
    Histogram(BinnedRows rows) {
        this.rows = rows;
        firstBins = new int[rows.bins().size() + 1];
        for (int feature = 0; feature < rows.bins().size(); feature++) {
            firstBins[feature + 1] =
                    firstBins[feature] + rows.bins().get(feature).size();
        }
        firstCodes = new int[rows.groups().size()];
        int sum = 0;
        for (int group = 0; group < firstCodes.length; group++) {
            firstCodes[group] = sum;
            sum += rows.groups().get(group).size();
        }
        codes = sum;
    }

    /** Where the sums of a feature's first bin are: the first derivative's, then the second's; those of the next bin follow. */
    int first(int feature) {
        return 2 * firstBins[feature];
    }

    /** How many bins there are. */
    int bins() {
        return firstBins[firstBins.length - 1];
    }

    /**
     * Counts some rows.
     *
     * @param order the rows' indices
     * @param from the first of them that counts
     * @param to behind the last that counts
     */
    double[] of(int[] order, int from, int to, Derivatives derivatives) {
        int most = Math.max(1, Math.min(MOST_PARTS, MOST_SUMS / (2 * codes)));
        int parts = Math.max(1, Math.min(most, (to - from) / ROWS_OF_A_SUM));
        double[][] counted = Parts.of(parts, part -> {
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
        return apart(counted[0]);
    }

    private double[] count(int[] order, int from, int to, Derivatives derivatives) {
        double[] sums = new double[2 * codes];
        long[] packed = new long[codes];
        long[] gathered = new long[GATHERED];
        for (int start = from; start < to; start += ROWS_OF_A_SUM) {
            int end = Math.min(to, start + ROWS_OF_A_SUM);
            for (int first = start; first < end; first += GATHERED) {
                int size = Math.min(GATHERED, end - first);
                for (int i = 0; i < size; i++) {
                    gathered[i] = derivatives.packed()[order[first + i]];
                }
                for (int group = 0; group < rows.groups().size(); group++) {
                    add(rows.groups().get(group).codes(), order, first, size, gathered, packed, firstCodes[group]);
                }
            }
            for (int code = 0; code < codes; code++) {
                sums[2 * code] += derivatives.gradient(packed[code]);
                sums[2 * code + 1] += derivatives.hessian(packed[code]);
                packed[code] = 0;
            }
        }
        return sums;
    }

    private static void add(byte[] codes, int[] order, int from, int size, long[] derivatives, long[] sums, int first) {
        for (int i = 0; i < size; i++) {
            sums[first + (codes[order[from + i]] & 0xFF)] += derivatives[i];
        }
    }

    /** Takes the digits of each group's codes apart. */
    private double[] apart(double[] sums) {
        double[] histogram = new double[2 * bins()];
        for (int g = 0; g < rows.groups().size(); g++) {
            BinnedRows.Group group = rows.groups().get(g);
            for (int feature : group.members()) {
                int unit = rows.unitOf(feature);
                int size = rows.bins().get(feature).size();
                for (int code = 0; code < group.size(); code++) {
                    int to = 2 * (firstBins[feature] + code / unit % size);
                    int from = 2 * (firstCodes[g] + code);
                    histogram[to] += sums[from];
                    histogram[to + 1] += sums[from + 1];
                }
            }
        }
        return histogram;
    }

    /** What is left of a histogram without the rows of another; takes the place of the first. */
    static double[] without(double[] all, double[] some) {
        for (int i = 0; i < all.length; i++) {
            all[i] -= some[i];
        }
        return all;
    }
}
