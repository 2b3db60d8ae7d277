package dev.dropfit.core.format;

import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.Values;
import java.util.Locale;

/** Times that are written as plain numbers. */
public enum TimeNumber implements Notation {
    /** Seconds since 1970, UTC. */
    EPOCH_SECONDS("a number of seconds since 1970"),
    /** Milliseconds since 1970, UTC. */
    EPOCH_MILLISECONDS("a number of milliseconds since 1970"),
    /** Year, month and day in eight digits, as in 20240513. */
    COMPACT_DATE("a date in eight digits, like 20240513"),
    /** Year and month in six digits, as in 202405. */
    COMPACT_MONTH("a month in six digits, like 202405"),
    /** Days since 1899-12-30, as Excel and LibreOffice count them from March 1900 on, as in 45292. A fraction is a time of day. */
    EXCEL_DAYS("a day as Excel counts them, like 45292 for 2024-01-01");

    /** From here on a number is milliseconds: in March 1973; as seconds it is in the year 5138. */
    public static final double MIN_MILLISECONDS = 1e11;

    private static final int SECONDS_PER_DAY = 86_400;
    /** 1900-03-01. Excel counts a day too many before. */
    private static final int FIRST_EXCEL_DAY = 61;
    /** 9999-12-31. */
    private static final int LAST_EXCEL_DAY = 2_958_465;
    /** 1970-01-01. */
    private static final int EXCEL_DAY_OF_1970 = 25_569;

    /** Eight digits. */
    private static final int MIN_DATE = 10_000_000;
    /** Six digits. */
    private static final int MIN_MONTH = 100_000;

    private static final int MAX_MONTH = 999_999;

    private final String description;

    TimeNumber(String description) {
        this.description = description;
    }

    /** The name in model files. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean isTime() {
        return true;
    }

    @Override
    public String accepted() {
        return description + ", or " + DateTimes.ACCEPTED;
    }

    /** The time of a number, in seconds since 1970, UTC; NaN if it is not a time. */
    public double seconds(double number) {
        return switch (this) {
            case EPOCH_SECONDS -> number < MIN_MILLISECONDS ? number : number / 1000;
            case EPOCH_MILLISECONDS -> number / 1000;
            case COMPACT_DATE -> compact(number);
            case COMPACT_MONTH -> compact(number * 100 + 1);
            case EXCEL_DAYS -> excel(number);
        };
    }

    private static double excel(double days) {
        // To whole seconds: a time of day as a fraction of a day is not exact.
        return days >= FIRST_EXCEL_DAY && days < LAST_EXCEL_DAY + 1
                ? Math.rint((days - EXCEL_DAY_OF_1970) * SECONDS_PER_DAY)
                : Double.NaN;
    }

    private static double compact(double number) {
        if (!(number >= 10_101 && number <= 99_991_231) || number != Math.rint(number)) {
            return Double.NaN;
        }
        int whole = (int) number;
        return DateTimes.seconds(whole / 10_000, whole / 100 % 100, whole % 100);
    }

    @Override
    public double value(char[] buffer, int offset, int length) {
        double number = Values.number(buffer, offset, length);
        if (Double.isNaN(number)) {
            return DateTimes.seconds(buffer, offset, length);
        }
        // 20240513.0 is a date too: pandas writes so where dates are missing.
        boolean otherLength = (this == COMPACT_DATE && number < MIN_DATE)
                || (this == COMPACT_MONTH && (number < MIN_MONTH || number > MAX_MONTH));
        return otherLength ? Double.NaN : seconds(number);
    }
}
