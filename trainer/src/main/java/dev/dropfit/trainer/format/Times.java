package dev.dropfit.trainer.format;

import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.format.Notation;
import dev.dropfit.core.format.TimeNumber;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The dates and times in a column. Immutable. */
public final class Times {
    private final double[] byCode;
    private final boolean plain;
    private final long rows;
    private final @Nullable Problem firstOther;

    /** How plain numbers are times; empty if they are not. */
    private final Optional<TimeNumber> numbers;

    private Times(
            double[] byCode, Optional<TimeNumber> numbers, boolean plain, long rows, @Nullable Problem firstOther) {
        this.byCode = byCode;
        this.numbers = numbers;
        this.plain = plain;
        this.rows = rows;
        this.firstOther = firstOther;
    }

    /**
     * The times among distinct values.
     *
     * @param notation how they are written
     * @param plain whether chunks without codes contain times instead of numbers
     * @param withoutCode the number of rows with a time that has no code
     * @param otherWithoutCode the first value without a code that is not a time
     */
    public static Times of(
            String column,
            Distinct distinct,
            Optional<Notation> notation,
            boolean plain,
            long withoutCode,
            @Nullable Problem otherWithoutCode) {
        Optional<TimeNumber> numbers =
                notation.filter(TimeNumber.class::isInstance).map(TimeNumber.class::cast);
        double[] byCode = new double[distinct.overflowed() ? Distinct.MAX_CODES : distinct.size() + 1];
        Arrays.fill(byCode, Double.NaN);
        long rows = withoutCode;
        int firstOther = 0;
        for (int code = 1; code <= distinct.size(); code++) {
            if (distinct.isText(code)) {
                byCode[code] = seconds(distinct.category(code), notation);
            } else if (numbers.isPresent()) {
                byCode[code] = numbers.get().seconds(distinct.number(code));
            }
            if (!Double.isNaN(byCode[code])) {
                rows += distinct.count(code);
            } else if (firstOther == 0 && distinct.count(code) > 0) {
                firstOther = code;
            }
        }
        // Numbers without a code are times, too.
        return new Times(
                byCode,
                numbers,
                plain,
                rows + (numbers.isPresent() ? distinct.count(Distinct.OVERFLOW) : 0),
                firstOther == 0
                        ? otherWithoutCode
                        : new Problem(distinct.firstLine(firstOther), column, distinct.category(firstOther)));
    }

    private static double seconds(String text, Optional<Notation> notation) {
        return notation.isPresent() && notation.get().isTime() ? notation.get().value(text) : DateTimes.seconds(text);
    }

    /** Whether the times are plain numbers. */
    public boolean plainNumbers() {
        return numbers.isPresent();
    }

    /** The time of a value of a chunk without codes, in seconds since 1970, UTC; NaN if it is a number that is not a time. */
    public double ofPlain(double value) {
        return plain ? value : numbers.isPresent() ? numbers.get().seconds(value) : Double.NaN;
    }

    /** The time with this code, in seconds since 1970, UTC; NaN if the value is not a time. */
    public double of(int code) {
        return byCode[code];
    }

    /** Whether chunks without codes contain times instead of numbers. */
    public boolean plain() {
        return plain;
    }

    /** The number of rows with a time. */
    public long rows() {
        return rows;
    }

    /** The first value that is not a time, and its line; null if there is none. */
    @Nullable
    public Problem firstOther() {
        return firstOther;
    }
}
