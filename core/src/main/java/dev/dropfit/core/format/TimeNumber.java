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
    COMPACT_MONTH("a month in six digits, like 202405");

    private static final int DIGITS_OF_DATE = 8;
    private static final int DIGITS_OF_MONTH = 6;

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
            case EPOCH_SECONDS -> number;
            case EPOCH_MILLISECONDS -> number / 1000;
            case COMPACT_DATE -> compact(number);
            case COMPACT_MONTH -> compact(number * 100 + 1);
        };
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
        boolean otherLength = (this == COMPACT_DATE && length != DIGITS_OF_DATE)
                || (this == COMPACT_MONTH && length != DIGITS_OF_MONTH);
        return otherLength ? Double.NaN : seconds(number);
    }
}
