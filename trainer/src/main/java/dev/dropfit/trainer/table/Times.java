package dev.dropfit.trainer.table;

import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.Problem;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The dates and times in a column. Immutable. */
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
     * @param plain whether chunks without codes contain times instead of numbers
     * @param withoutCode the number of rows with a time that has no code
     * @param otherWithoutCode the first value without a code that is not a time
     */
    static Times of(
            String column, Distinct distinct, boolean plain, long withoutCode, @Nullable Problem otherWithoutCode) {
        double[] byCode = new double[distinct.overflowed() ? Distinct.MAX_CODES : distinct.size() + 1];
        Arrays.fill(byCode, Double.NaN);
        long rows = withoutCode;
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
                        ? otherWithoutCode
                        : new Problem(distinct.firstLine(firstOther), column, distinct.category(firstOther)));
    }

    /** The time with this code, in seconds since 1970, UTC; NaN if the value is not a time. */
    double of(int code) {
        return byCode[code];
    }

    /** Whether chunks without codes contain times instead of numbers. */
    boolean plain() {
        return plain;
    }

    /** The number of rows with a time. */
    long rows() {
        return rows;
    }

    /** The first value that is not a time, and its line; null if there is none. */
    @Nullable
    Problem firstOther() {
        return firstOther;
    }
}
