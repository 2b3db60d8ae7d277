package dev.dropfit.trainer.format;

import dev.dropfit.core.csv.Values;
import dev.dropfit.core.format.CompoundNumber;
import dev.dropfit.core.registry.facts.Anomaly;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds columns whose cells are numbers that are written as two or three: ranges, fractions, pairs, coordinates. */
final class CompoundNumbers {
    /** A text column is recognised by its first values. */
    private static final int FIRST_VALUES = 100;
    /** Few different ranges or pairs are categories, such as groups of ages. */
    private static final int MIN_RANGES = 11;
    /** In most ranges the ends are near each other; in a code they are not. */
    private static final double MOSTLY = 0.8;

    private static final int NEAR = 10;
    private static final double SHOWN_PARTS = 10_000;

    private final String column;
    private final Distinct distinct;
    private final int[] texts;

    /** @param texts the codes of the texts, at least one */
    CompoundNumbers(String column, Distinct distinct, int[] texts) {
        this.column = column;
        this.distinct = distinct;
        this.texts = texts;
    }

    /** Coordinates with letters of both directions: 5 W alone is a power. */
    Optional<CompoundNumber> coordinates() {
        return isPlausible(CompoundNumber.COORDINATE) && haveDirections()
                ? Optional.of(CompoundNumber.COORDINATE)
                : Optional.empty();
    }

    /** The notation, other than coordinates, that reads the most texts; empty if none reads most of the first ones. */
    Optional<CompoundNumber> best() {
        CompoundNumber best = null;
        long most = 0;
        for (CompoundNumber candidate : List.of(
                CompoundNumber.FRACTION,
                CompoundNumber.FEET_AND_INCHES,
                CompoundNumber.RANGE,
                CompoundNumber.FIRST_OF_TWO)) {
            long read = isPlausible(candidate) && isMeant(candidate) ? read(candidate) : 0;
            if (read > most) {
                most = read;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    private boolean isPlausible(CompoundNumber notation) {
        int shown = Math.min(FIRST_VALUES, texts.length);
        long read = IntStream.of(texts)
                .limit(shown)
                .filter(code -> isRead(notation, code))
                .count();
        return 2 * read > shown;
    }

    private boolean isRead(CompoundNumber notation, int code) {
        return !Double.isNaN(notation.value(distinct.category(code)));
    }

    private long read(CompoundNumber notation) {
        return IntStream.of(texts)
                .filter(code -> isRead(notation, code))
                .mapToLong(distinct::count)
                .sum();
    }

    private boolean haveDirections() {
        boolean negative = false;
        boolean positive = false;
        for (int code : texts) {
            double degrees = CompoundNumber.COORDINATE.value(distinct.category(code));
            negative |= degrees < 0;
            positive |= degrees > 0;
        }
        boolean signs =
                IntStream.of(texts).anyMatch(code -> distinct.category(code).indexOf('\u00B0') >= 0);
        return (negative && positive) || signs;
    }

    private boolean isMeant(CompoundNumber notation) {
        return switch (notation) {
            case RANGE -> texts.length >= MIN_RANGES && areNear();
            case FIRST_OF_TWO -> texts.length >= MIN_RANGES;
            case FRACTION, FEET_AND_INCHES, COORDINATE -> true;
        };
    }

    /** Whether the higher end of most ranges is near the lower one: 12-345 is a code. */
    private boolean areNear() {
        long ranges = 0;
        long near = 0;
        for (int code : texts) {
            String text = distinct.category(code);
            double middle = CompoundNumber.RANGE.value(text);
            double low = CompoundNumber.lowEnd(text);
            if (!Double.isNaN(middle)) {
                ranges++;
                near += 2 * middle - low <= 2 * Math.abs(low) + NEAR ? 1 : 0;
            }
        }
        return near >= MOSTLY * ranges;
    }

    /** What is said about a column of this notation. */
    Anomaly note(CompoundNumber notation) {
        int example = IntStream.of(texts)
                .filter(code -> isRead(notation, code))
                .findFirst()
                .orElse(texts[0]);
        String text = distinct.category(example);
        String read = "'" + text + "' is read as "
                + Values.category(Math.rint(notation.value(text) * SHOWN_PARTS) / SHOWN_PARTS);
        String what = switch (notation) {
            case FRACTION -> "fractions are read as numbers: " + read;
            case COORDINATE -> "coordinates are read as degrees, negative in the south and in the west: " + read;
            case FEET_AND_INCHES -> "feet and inches are read as inches: " + read;
            case RANGE -> "ranges are read as the number in their middle: " + read;
            case FIRST_OF_TWO ->
                "a cell has two numbers, and only the first one is used: " + read
                        + ". To use both, write them into two columns";
        };
        return new Anomaly(
                notation == CompoundNumber.FIRST_OF_TWO ? "two-numbers" : "number-format",
                "column '" + column + "': " + what,
                notation == CompoundNumber.FIRST_OF_TWO ? List.of(distinct.firstLine(example)) : List.of());
    }
}
