package dev.dropfit.core.format;

import dev.dropfit.core.csv.DateTimes;

/**
 * Dates, with or without a time of day, as people and programs write them: {@code 13.05.2024}, {@code 5/13/24 2:30 PM}, {@code 3-Mar-2024},
 * {@code March 3, 2024}, {@code 2024/05}, {@code Sun Mar 03 2024 10:00:00 GMT+0100}. ISO 8601 is always read. A date without a day is the
 * first day of its month. A year of two digits is between 1969 and 2068, as in POSIX.
 *
 * @param dayFirst whether {@code 3/4/2024} is 3 April; otherwise it is March 4. Other spellings have one meaning
 */
public record DateNotation(boolean dayFirst) implements Notation {
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
        return Double.isNaN(iso) ? new DateText(buffer, offset, offset + length).seconds(dayFirst) : iso;
    }
}
