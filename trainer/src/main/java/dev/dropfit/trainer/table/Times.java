package dev.dropfit.trainer.table;

import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.Problem;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What of a column is dates and times. Immutable. */
final class Times {
    private final double[] byCode;
    private final boolean plain;
    private final long rows;
    private final @Nullable Problem firstOther;

    private Times(double[] byCode, boolean plain, long rows, @Nullable Problem firstOther) {
        this.byCode = byCode;
        this.plain = plain;
        this.rows = rows;
        this.firstOther = firstOther;
    }

    /**
     * The times among distinct values.
     *
     * @param plain whether chunks without codes hold times, not numbers
     * @param beyond how many rows hold a time that has no code
     * @param otherBeyond the first value without a code that is no time
     */
    static Times of(String column, Distinct distinct, boolean plain, long beyond, @Nullable Problem otherBeyond) {
        double[] byCode = new double[distinct.overflowed() ? Distinct.LIMIT : distinct.size() + 1];
        Arrays.fill(byCode, Double.NaN);
        long rows = beyond;
        int firstOther = 0;
        for (int code = 1; code <= distinct.size(); code++) {
            if (distinct.isText(code)) {
                byCode[code] = DateTimes.seconds(distinct.category(code));
            }
            if (!Double.isNaN(byCode[code])) {
                rows += distinct.count(code);
            } else if (firstOther == 0 && distinct.count(code) > 0) {
                firstOther = code;
            }
        }
        return new Times(
                byCode,
                plain,
                rows,
                firstOther == 0
                        ? otherBeyond
                        : new Problem(distinct.firstLine(firstOther), column, distinct.category(firstOther)));
    }

    /** The time of a code, in seconds since 1970, UTC; NaN where it is none. */
    double of(int code) {
        return byCode[code];
    }

    /** Whether chunks without codes hold times, not numbers. */
    boolean plain() {
        return plain;
    }

    /** How many rows hold a time. */
    long rows() {
        return rows;
    }

    /** The first value that is none, and its line; null if there is none. */
    @Nullable
    Problem firstOther() {
        return firstOther;
    }
}
