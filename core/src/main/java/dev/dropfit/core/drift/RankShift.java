package dev.dropfit.core.drift;

import java.util.stream.LongStream;

/**
 * Whether the rows of one sample are higher than those of another one, in ordered bins: the test of Mann and Whitney, with ties.
 *
 * @param share the probability that a row of the second sample is higher than one of the first, with half of the ties; 0.5 if neither is
 * @param standardErrors how far it is from 0.5
 */
public record RankShift(double share, double standardErrors) {
    /**
     * Compares two samples.
     *
     * @param before the rows in each bin, from low to high
     * @param now likewise
     */
    public static RankShift of(long[] before, long[] now) {
        double rowsBefore = (double) LongStream.of(before).sum();
        double rowsNow = (double) LongStream.of(now).sum();
        double all = rowsBefore + rowsNow;
        double share = 0;
        double below = 0;
        double ties = 0;
        for (int bin = 0; bin < before.length; bin++) {
            share += now[bin] / rowsNow * (below + 0.5 * before[bin] / rowsBefore);
            below += before[bin] / rowsBefore;
            double tied = (double) before[bin] + now[bin];
            ties += tied * tied * tied - tied;
        }
        double variance = (all + 1) / (12 * rowsBefore * rowsNow) * (1 - ties / (all * all * all - all));
        return rowsBefore > 0 && rowsNow > 0 && variance > 0
                ? new RankShift(share, (share - 0.5) / Math.sqrt(variance))
                : new RankShift(0.5, 0);
    }
}
