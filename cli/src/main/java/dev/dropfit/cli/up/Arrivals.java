package dev.dropfit.cli.up;

import dev.dropfit.core.bucket.ObjectInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a file has arrived: when it has not changed for long enough for its size and for the rate at which it has grown. A copy over a slow line
 * pauses between its pieces. A small file that no process has open and whose last line has ended was probably written in one piece. Not thread-safe.
 */
final class Arrivals {
    /** How long a file must not change. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    /** How long a small file must not change that looks whole. */
    private static final Duration QUIET_IF_WHOLE = Duration.ofMillis(500);

    /** A small file is not larger than the pieces in which copies over a network are written. */
    private static final long SMALL_BYTES = 64L << 10;

    /** A larger file gets one second more for this many bytes: it is copied in larger pieces. */
    private static final long BYTES_PER_SECOND = 100L << 20;

    private static final long MAX_SECONDS_FOR_SIZE = 8;

    /** A file that was seen to grow must not change for so many times the longest pause until now. */
    private static final int TIMES_THE_PAUSE = 3;

    /** After a longer time without a change, a person has copied a newer file over it. */
    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

    /** The endings that programs append to the name of a file that they still write. */
    private static final List<String> PARTIAL =
            List.of(".part", ".crdownload", ".download", ".partial", ".filepart", ".tmp");

    private final InstantSource clock;
    private final Map<String, Seen> seen = new HashMap<>();

    /**
     * A file as it was seen.
     *
     * @param file which file it is, whatever its content
     * @param since when this state was seen first
     * @param pause the longest time between two changes of this file that were seen
     */
    private record Seen(ObjectInfo state, String file, Instant since, Duration pause) {}

    Arrivals(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Notes the present state of a file; returns whether it has arrived.
     *
     * @param file which file it is: another one of the same name has replaced it and did not grow
     * @param whole whether it looks whole: no process has it open, and its last line has ended
     */
    boolean hasArrived(ObjectInfo object, String file, BooleanSupplier whole) {
        Instant now = clock.instant();
        @Nullable Seen before = seen.get(object.name());
        if (before == null || !before.state().equals(object)) {
            Duration pause = before == null || !before.file().equals(file) ? Duration.ZERO : pause(before, object, now);
            seen.put(object.name(), new Seen(object, file, now, pause));
            return false;
        }
        if (now.isBefore(before.since().plus(QUIET_IF_WHOLE))) {
            return false;
        }
        return !now.isBefore(before.since().plus(quiet(before)))
                || (object.size() <= SMALL_BYTES && before.pause().isZero() && whole.getAsBoolean());
    }

    private static Duration pause(Seen before, ObjectInfo object, Instant now) {
        if (object.size() < before.state().size()) {
            // Another file: the pauses of the one before say nothing about it.
            return Duration.ZERO;
        }
        Duration last = Duration.between(before.since(), now);
        return last.compareTo(MAX_PAUSE) <= 0 && last.compareTo(before.pause()) > 0 ? last : before.pause();
    }

    private static Duration quiet(Seen file) {
        Duration forSize =
                QUIET.plusSeconds(Math.min(MAX_SECONDS_FOR_SIZE, file.state().size() / BYTES_PER_SECOND));
        Duration forRate = file.pause().multipliedBy(TIMES_THE_PAUSE);
        return forSize.compareTo(forRate) > 0 ? forSize : forRate;
    }

    /** Forgets the files with other names. */
    void retain(Set<String> names) {
        seen.keySet().retainAll(names);
    }

    /** Whether another file shows by its name that a program still writes the file with this name. */
    static boolean isWritten(String name, Set<String> names) {
        return PARTIAL.stream().anyMatch(ending -> names.contains(name + ending));
    }
}
