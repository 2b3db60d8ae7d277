package dev.dropfit.core.drift;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How far a distribution moved between two samples that are counted in the same bins.
 *
 * @param index the population stability index beyond what chance gives on average; from 0.1 on it is usually called a change, from 0.25 on a
 *     large one
 * @param standardErrors how far the chi-square statistic is above its mean, on the scale of the normal distribution
 */
public record Shift(double index, double standardErrors) {
    /** Bins are merged until both samples can be expected to have so many rows in each. */
    private static final double MIN_ROWS_PER_BIN = 10;

    private static final double MIN_INDEX = 0.1;

    /**
     * Compares two samples.
     *
     * @param before the rows in each bin; neighbours are merged if they have few rows
     * @param now likewise
     */
    public static Shift of(long[] before, long[] now) {
        double rowsBefore = (double) LongStream.of(before).sum();
        double rowsNow = (double) LongStream.of(now).sum();
        List<double[]> bins = merged(before, now, rowsBefore, rowsNow);
        if (bins.size() < 2) {
            return new Shift(0, 0);
        }
        double index = 0;
        double statistic = 0;
        for (double[] bin : bins) {
            double was = (bin[0] + 0.5) / (rowsBefore + 0.5 * bins.size());
            double is = (bin[1] + 0.5) / (rowsNow + 0.5 * bins.size());
            index += (is - was) * Math.log(is / was);
            double share = (bin[0] + bin[1]) / (rowsBefore + rowsNow);
            statistic += square(bin[0] - share * rowsBefore) / (share * rowsBefore)
                    + square(bin[1] - share * rowsNow) / (share * rowsNow);
        }
        int degrees = bins.size() - 1;
        // E. B. Wilson, M. M. Hilferty, The Distribution of Chi-Square, 1931.
        double variance = 2.0 / (9 * degrees);
        return new Shift(
                index - degrees * (1 / rowsBefore + 1 / rowsNow),
                (Math.cbrt(statistic / degrees) - (1 - variance)) / Math.sqrt(variance));
    }

    /** Whether the distribution moved beyond chance, and so far that it matters. */
    public boolean moved(Chance chance) {
        return index >= MIN_INDEX && standardErrors > chance.standardErrors();
    }

    private static List<double[]> merged(long[] before, long[] now, double rowsBefore, double rowsNow) {
        double smaller = Math.min(rowsBefore, rowsNow) / (rowsBefore + rowsNow);
        List<double[]> bins = new ArrayList<>();
        double[] open = new double[2];
        for (int bin = 0; bin < before.length; bin++) {
            open[0] += before[bin];
            open[1] += now[bin];
            if ((open[0] + open[1]) * smaller >= MIN_ROWS_PER_BIN) {
                bins.add(open);
                open = new double[2];
            }
        }
        if (!bins.isEmpty()) {
            double[] last = bins.get(bins.size() - 1);
            last[0] += open[0];
            last[1] += open[1];
        }
        return bins;
    }

    private static double square(double value) {
        return value * value;
    }
}
