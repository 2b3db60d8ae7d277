package dev.dropfit.core.format;

import dev.dropfit.core.csv.DateTimes;

/**
 * Dates, with or without a time of day, as people and programs write them: {@code 13.05.2024}, {@code 5/13/24 2:30 PM}, {@code 3-Mar-2024},
 * {@code March 3, 2024}, {@code 2024/05}, {@code Sun Mar 03 2024 10:00:00 GMT+0100}. ISO 8601 is always read. A date without a day is the
 * first day of its month.
 *
 * @param dayFirst whether {@code 3/4/2024} is 3 April; otherwise it is March 4. Other spellings have one meaning
 * @param firstYear the earliest year that is written with two digits
 */
public record DateNotation(boolean dayFirst, int firstYear) implements Notation {
    /** Of POSIX: the last year is 2068. */
    public static final int DEFAULT_FIRST_YEAR = 1969;
    /** Of Excel: the last year is 2029. */
    public static final int EARLIER_FIRST_YEAR = 1930;

    /** Dates with the default years of two digits. */
    public DateNotation(boolean dayFirst) {
        this(dayFirst, DEFAULT_FIRST_YEAR);
    }

    @Override
    public boolean isTime() {
        return true;
    }

    @Override
    public String accepted() {
        return "a date like " + (dayFirst ? "31/12/2024 (day first)" : "12/31/2024 (month first)") + ", or "
                + DateTimes.ACCEPTED;
    }

    @Override
    public double value(char[] buffer, int offset, int length) {
        double iso = DateTimes.seconds(buffer, offset, length);
        return Double.isNaN(iso) ? new DateText(buffer, offset, offset + length, firstYear).seconds(dayFirst) : iso;
    }
}
