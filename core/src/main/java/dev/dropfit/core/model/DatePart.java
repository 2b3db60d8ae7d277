package dev.dropfit.core.model;

import dev.dropfit.core.csv.DateTimes;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;

/**
 * One of the numbers that a date or time gives.
 *
 * @param component which of them
 * @param reference what the age is counted to, the newest training value; for other parts {@link Instant#EPOCH}, without meaning
 */
public record DatePart(Component component, Instant reference) {
    /** What numbers there are. */
    public enum Component {
        YEAR,
        /** 1 to 12. */
        MONTH,
        /** 1, Monday, to 7. */
        DAY_OF_WEEK,
        /** 0 to 23. */
        HOUR,
        /** Days before the reference, with their fraction; negative after it. */
        AGE;

        /** As it is written in a model. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A part that does not depend on a reference. */
    public static DatePart of(Component component) {
        return new DatePart(component, Instant.EPOCH);
    }

    /** The number of a time in seconds since 1970, UTC; NaN for NaN. */
    public double number(double seconds) {
        if (Double.isNaN(seconds)) {
            return Double.NaN;
        }
        long whole = (long) Math.floor(seconds);
        long day = Math.floorDiv(whole, DateTimes.SECONDS_PER_DAY);
        return switch (component) {
            case YEAR -> LocalDate.ofEpochDay(day).getYear();
            case MONTH -> LocalDate.ofEpochDay(day).getMonthValue();
            // 1970-01-01 was a Thursday.
            case DAY_OF_WEEK -> Math.floorMod(day + 3, 7) + 1;
            case HOUR -> Math.floorDiv(Math.floorMod(whole, DateTimes.SECONDS_PER_DAY), 3600);
            case AGE -> (reference.getEpochSecond() - seconds) / DateTimes.SECONDS_PER_DAY;
        };
    }
}
