package dev.dropfit.core.format;

import dev.dropfit.core.csv.DateTimes;

/**
 * Dates, with or without a time of day, as people and programs write them: {@code 13.05.2024}, {@code 5/13/24 2:30 PM}, {@code 3-Mar-2024},
 * {@code March 3, 2024}, {@code 2024/05}, {@code Sun Mar 03 2024 10:00:00 GMT+0100}. ISO 8601 is always read. A date without a day is the
 * first day of its month.
 *
 * @param parts what the numbers of a date are whose year does not come first with four digits
 * @param firstYear the earliest year that is written with two digits
 */
public record DateNotation(Parts parts, int firstYear) implements Notation {
    /** What the numbers of a date are, in their order. */
    public enum Parts {
        /** {@code 3/4/2024} is 3 April. */
        DAY_MONTH_YEAR("31/12/2024 (day first)"),
        /** {@code 3/4/2024} is March 4. */
        MONTH_DAY_YEAR("12/31/2024 (month first)"),
        /** {@code 14-03-04} is 4 March 2014. */
        YEAR_MONTH_DAY("24-12-31 (year first)"),
        /** {@code 3/86} is March 1986. */
        MONTH_YEAR("12/24 (month and year)");

        private final String example;

        Parts(String example) {
            this.example = example;
        }
    }

    /** Of POSIX: the last year is 2068. */
    public static final int DEFAULT_FIRST_YEAR = 1969;
    /** Of Excel: the last year is 2029. */
    public static final int EARLIER_FIRST_YEAR = 1930;

    /** Dates with the default years of two digits. */
    public DateNotation(boolean dayFirst) {
        this(dayFirst, DEFAULT_FIRST_YEAR);
    }

    /** Dates with the day or the month first. */
    public DateNotation(boolean dayFirst, int firstYear) {
        this(dayFirst ? Parts.DAY_MONTH_YEAR : Parts.MONTH_DAY_YEAR, firstYear);
    }

    /** Whether {@code 3/4/2024} is 3 April. */
    public boolean dayFirst() {
        return parts == Parts.DAY_MONTH_YEAR;
    }

    /** Whether the year of a date without a day, or before its month, has two digits. */
    public boolean isShort() {
        return parts == Parts.YEAR_MONTH_DAY || parts == Parts.MONTH_YEAR;
    }

    @Override
    public boolean isTime() {
        return true;
    }

    @Override
    public String accepted() {
        return "a date like " + parts.example + ", or " + DateTimes.ACCEPTED;
    }

    /** The time of a date with one meaning only, whatever the order of day and month is: {@code 6 May 2020}, {@code 2020/05/06}. NaN for others. */
    public static double clearValue(char[] buffer, int offset, int length) {
        DateText text = new DateText(buffer, offset, offset + length, DEFAULT_FIRST_YEAR);
        double dayFirst = text.seconds(Parts.DAY_MONTH_YEAR);
        return dayFirst
                        == new DateText(buffer, offset, offset + length, DEFAULT_FIRST_YEAR)
                                .seconds(Parts.MONTH_DAY_YEAR)
                ? dayFirst
                : Double.NaN;
    }

    @Override
    public double value(char[] buffer, int offset, int length) {
        double iso = DateTimes.seconds(buffer, offset, length);
        return Double.isNaN(iso) ? new DateText(buffer, offset, offset + length, firstYear).seconds(parts) : iso;
    }
}
