package dev.dropfit.trainer.format;

import dev.dropfit.core.csv.Values;
import dev.dropfit.core.format.CompoundNumber;
import dev.dropfit.core.registry.facts.Anomaly;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds columns whose cells are numbers that are written as two or three: ranges, fractions, pairs, coordinates. */
final class CompoundNumbers {
    /** A text column is recognised by its first values. */
    private static final int FIRST_VALUES = 100;
    /** Few different ranges or pairs are categories, such as groups of ages. */
    private static final int MIN_RANGES = 11;
    /** Fewer different seasons may be months. */
    private static final int MIN_SEASONS = 3;

    private static final Set<String> WORDS_OF_SCORES =
            Set.of("score", "scores", "result", "results", "record", "goals", "ft", "ht", "ergebnis", "resultado");
    private static final Pattern PERIOD = Pattern.compile("(1[5-9]|20)\\d\\d:(0?[1-9]|1[0-2])");
    private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}]+");

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

    /**
     * The notation that nothing else can be: coordinates with letters of both directions, because 5 W alone is a power; and several seasons, of which
     * 2010-11 alone is a month.
     */
    Optional<CompoundNumber> certain() {
        if (isPlausible(CompoundNumber.COORDINATE) && haveDirections()) {
            return Optional.of(CompoundNumber.COORDINATE);
        }
        return texts.length >= MIN_SEASONS
                        && isPlausible(CompoundNumber.SEASON)
                        && IntStream.of(texts).allMatch(code -> isRead(CompoundNumber.SEASON, code) || !hasDigit(code))
                ? Optional.of(CompoundNumber.SEASON)
                : Optional.empty();
    }

    private boolean hasDigit(int code) {
        return distinct.category(code).chars().anyMatch(Character::isDigit);
    }

    /** The notation, other than those that are certain, that reads the most texts; empty if none reads most of the first ones. */
    Optional<CompoundNumber> best() {
        CompoundNumber best = null;
        long most = 0;
        for (CompoundNumber candidate : List.of(
                CompoundNumber.FRACTION,
                CompoundNumber.FEET_AND_INCHES,
                CompoundNumber.YEARS_AND_MONTHS,
                CompoundNumber.SCORE,
                CompoundNumber.RATIO,
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
            case RANGE -> texts.length >= MIN_RANGES && areNear() && currencies() <= 1;
            case SCORE -> texts.length >= MIN_RANGES && namesScores();
            case RATIO -> texts.length >= MIN_RANGES && !arePeriods();
            case FIRST_OF_TWO -> texts.length >= MIN_RANGES;
            case FRACTION, FEET_AND_INCHES, YEARS_AND_MONTHS, COORDINATE, SEASON -> true;
        };
    }

    /** Whether the column has the name of a score: without it, 5-11 may be a range, a section or a code. */
    private boolean namesScores() {
        return Stream.of(NO_LETTERS.split(column.toLowerCase(Locale.ROOT), -1)).anyMatch(WORDS_OF_SCORES::contains);
    }

    /** Whether all ratios are periods of years: 1950:2 is a month or a quarter, as in EViews. */
    private boolean arePeriods() {
        return IntStream.of(texts)
                .mapToObj(distinct::category)
                .filter(text -> !Double.isNaN(CompoundNumber.RATIO.value(text)))
                .allMatch(text -> PERIOD.matcher(text).matches());
    }

    /** The number of different signs of currencies. */
    private long currencies() {
        return IntStream.of(texts)
                .flatMap(code -> distinct.category(code).chars())
                .filter(c -> Character.getType(c) == Character.CURRENCY_SYMBOL)
                .distinct()
                .count();
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
        OptionalDouble second = constantSecond();
        String read = "'" + text + "' is read as "
                + Values.category(Math.rint(notation.value(text) * SHOWN_PARTS) / SHOWN_PARTS);
        String what = switch (notation) {
            case FRACTION -> "fractions are read as numbers: " + read;
            case COORDINATE -> "coordinates are read as degrees, negative in the south and in the west: " + read;
            case FEET_AND_INCHES -> "feet and inches are read as inches: " + read;
            case YEARS_AND_MONTHS -> "years and months are read as months: " + read;
            case SEASON -> "seasons are read as their first year: " + read;
            case RATIO -> "ratios are read as the first number divided by the second one: " + read;
            case SCORE ->
                "scores are read as the first number minus the second one: " + read
                        + ". To use both, write them into two columns";
            case RANGE -> "ranges are read as the number in their middle: " + read;
            case FIRST_OF_TWO ->
                second.isPresent()
                        ? read + ", because the second number is always " + Values.category(second.getAsDouble())
                        : "a cell has several numbers, and only the first one is used: " + read
                                + ". To use the others too, write them into columns of their own";
        };
        boolean lost =
                notation == CompoundNumber.SCORE || (notation == CompoundNumber.FIRST_OF_TWO && second.isEmpty());
        return new Anomaly(
                lost ? "two-numbers" : "number-format",
                "column '" + column + "': " + what,
                lost ? List.of(distinct.firstLine(example)) : List.of());
    }

    /** The second number of all pairs, if it is always the same. */
    private OptionalDouble constantSecond() {
        double[] seconds = IntStream.of(texts)
                .filter(code -> isRead(CompoundNumber.FIRST_OF_TWO, code))
                .mapToObj(distinct::category)
                .mapToDouble(CompoundNumber::lastNumber)
                .distinct()
                .toArray();
        return seconds.length == 1 ? OptionalDouble.of(seconds[0]) : OptionalDouble.empty();
    }
}
