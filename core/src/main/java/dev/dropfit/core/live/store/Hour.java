package dev.dropfit.core.live.store;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * An hour, in UTC.
 *
 * @param start its beginning
 */
public record Hour(Instant start) implements Comparable<Hour> {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HH'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);

    public Hour {
        start = start.truncatedTo(ChronoUnit.HOURS);
    }

    /** The hour with this name; empty if it is no name. */
    public static Optional<Hour> parse(String name) {
        try {
            return Optional.of(new Hour(
                    LocalDateTime.parse(name.replace("Z", "00"), DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm"))
                            .toInstant(ZoneOffset.UTC)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The hour so many hours later; earlier if negative. */
    public Hour plus(long hours) {
        return new Hour(start.plus(Duration.ofHours(hours)));
    }

    /** The beginning of its name, which all hours of the day have. */
    String day() {
        return DAY.format(start);
    }

    @Override
    public int compareTo(Hour other) {
        return start.compareTo(other.start);
    }

    /** Its name in the bucket: {@code 20261126T13Z}. */
    @Override
    public String toString() {
        return NAME.format(start);
    }
}
