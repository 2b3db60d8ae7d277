package dev.dropfit.core.live;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * The rows of a column or of the score in its bins.
 *
 * @param bins the rows in each bin
 * @param missing the rows without a value
 * @param unseen the rows with a category that training has not seen
 */
@SuppressWarnings("ArrayRecordComponent") // A view for a comparison, never compared itself.
public record BinCounts(long[] bins, long missing, long unseen) {
    /** The counts of training. */
    static BinCounts of(ColumnBins training) {
        return new BinCounts(training.rows().stream().mapToLong(Long::longValue).toArray(), training.missing(), 0);
    }

    /** Both together. */
    BinCounts plus(BinCounts other) {
        long[] sum = bins.clone();
        for (int bin = 0; bin < sum.length; bin++) {
            sum[bin] += other.bins[bin];
        }
        return new BinCounts(sum, missing + other.missing, unseen + other.unseen);
    }

    /** The rows with a value that training has seen. */
    long values() {
        return LongStream.of(bins).sum();
    }

    /** All rows. */
    long rows() {
        return values() + missing + unseen;
    }

    /** The bins, with unseen values in the last one, which has the categories without a bin of their own. */
    long[] withUnseen() {
        if (unseen == 0) {
            return bins;
        }
        long[] all = Arrays.copyOf(bins, bins.length);
        all[bins.length - 1] += unseen;
        return all;
    }
}
