package dev.dropfit.core.model;

import dev.dropfit.core.csv.DateTimes;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;

/**
 * One of the numbers that a model derives from a date or time.
 *
 * @param component which number
 * @param reference the newest training value, for the age; for other components {@link Instant#EPOCH}, without meaning
 */
public record DatePart(Component component, Instant reference) {
    /** The numbers that a date gives. */
    public enum Component {
        YEAR,
        /** 1 to 12. */
        MONTH,
        /** 1 (Monday) to 7. */
        DAY_OF_WEEK,
        /** 0 to 23. */
        HOUR,
        /** Days before the reference, as a decimal number; negative after it. */
        AGE;

        /** The name in model files. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A component that needs no reference. */
    public static DatePart of(Component component) {
        return new DatePart(component, Instant.EPOCH);
    }

    /** The number for a time in seconds since 1970, UTC; NaN for NaN. */
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
