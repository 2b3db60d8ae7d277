package dev.dropfit.trainer.format;

import dev.dropfit.core.format.TimeNumber;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds columns of plain numbers that are times, by their values and by the name of the column. */
public final class TimeNumbers {
    /** With fewer different numbers only the name shows that they are times. */
    private static final int MIN_VALUES = 20;

    private static final double FIRST_COMPACT = 19_000_101;

    private static final double LAST_COMPACT = 21_001_231;
    private static final double FIRST_MONTH = 190_001;
    private static final double LAST_MONTH = 210_012;
    /** So many different numbers rarely all end in 01 to 12 by chance. */
    private static final int MIN_MONTHS = 8;

    private static final List<String> NAMES_OF_MONTHS =
            List.of("month", "period", "ym", "yyyymm", "yearmonth", "monat", "mois", "mes", "mese", "maand");
    /** 1954-10-03. */
    private static final double FIRST_EXCEL_DAY = 20_000;
    /** 2064-04-08. */
    private static final double LAST_EXCEL_DAY = 60_000;

    /** Names of days. Numbers of this size are often something else, so the name has to say it. */
    private static final List<String> NAMES_OF_DAYS = List.of(
            "date",
            "dates",
            "datetime",
            "day",
            "dt",
            "dob",
            "birthdate",
            "birthday",
            "orderdate",
            "startdate",
            "enddate",
            "duedate",
            "datum",
            "tag",
            "fecha",
            "dia",
            "jour",
            "giorno",
            "dzień",
            "дата");
    /** The end of compound names of days, as in {@code Bestelldatum}. */
    private static final String END_OF_DAYS = "datum";
    /** 1990. */
    private static final double FIRST_EPOCH = 631_152_000;
    /** 2100. */
    private static final double LAST_EPOCH = 4_102_444_800.0;
    /** 2000. */
    private static final double FIRST_PLAUSIBLE_EPOCH = 946_684_800;
    /** 2040. */
    private static final double LAST_PLAUSIBLE_EPOCH = 2_208_988_800.0;

    private static final List<String> NAMES = List.of(
            "time",
            "timestamp",
            "date",
            "datetime",
            "day",
            "ts",
            "epoch",
            "unix",
            "created",
            "updated",
            "modified",
            "joined",
            "signup",
            "registered",
            "ordered",
            "seen",
            "start",
            "end",
            "when",
            "at",
            "datum",
            "fecha",
            "dt");

    /** Names of keys, whose numbers may be as large as milliseconds. */
    private static final List<String> NAMES_OF_KEYS =
            List.of("id", "index", "key", "code", "no", "nr", "number", "ref", "reference", "ean", "isbn", "barcode");

    private TimeNumbers() {}

    /** Whether the other numbers of a column with this one have to be looked at. */
    public static boolean mayBeTime(double number) {
        return number >= FIRST_COMPACT
                || (number >= FIRST_MONTH && number <= LAST_MONTH)
                || (number >= FIRST_EXCEL_DAY && number <= LAST_EXCEL_DAY);
    }

    /**
     * How the numbers of a column are times; empty if they are not.
     *
     * @param numbers the codes of the numbers, at least one
     * @param set whether the settings say that they are times
     */
    static Optional<TimeNumber> of(String column, Distinct distinct, int[] numbers, boolean set) {
        double first = distinct.number(numbers[0]);
        if (first >= FIRST_MONTH && first <= LAST_MONTH) {
            return months(column, distinct, numbers, set);
        }
        if (first >= FIRST_EXCEL_DAY && first <= LAST_EXCEL_DAY) {
            return days(column, distinct, numbers, set);
        }
        if (first < FIRST_COMPACT) {
            return Optional.empty();
        }
        boolean named = set || isNamed(column, NAMES);
        boolean many = numbers.length >= MIN_VALUES && !isNamed(column, NAMES_OF_KEYS);
        if ((named || many)
                && all(
                        distinct,
                        numbers,
                        number -> number >= FIRST_COMPACT
                                && number <= LAST_COMPACT
                                && !Double.isNaN(TimeNumber.COMPACT_DATE.seconds(number)))) {
            return Optional.of(TimeNumber.COMPACT_DATE);
        }
        if (named
                && IntStream.of(numbers)
                        .mapToDouble(distinct::number)
                        .allMatch(number -> number >= FIRST_EPOCH && number <= LAST_EPOCH)) {
            return Optional.of(TimeNumber.EPOCH_SECONDS);
        }
        double from = named ? FIRST_EPOCH : FIRST_PLAUSIBLE_EPOCH;
        double to = named ? LAST_EPOCH : LAST_PLAUSIBLE_EPOCH;
        return (named || many) && all(distinct, numbers, number -> number >= from * 1000 && number <= to * 1000)
                ? Optional.of(TimeNumber.EPOCH_MILLISECONDS)
                : Optional.empty();
    }

    /** A fraction of a day may be a time of day. */
    private static Optional<TimeNumber> days(String column, Distinct distinct, int[] numbers, boolean set) {
        boolean named =
                set || words(column).anyMatch(word -> NAMES_OF_DAYS.contains(word) || word.endsWith(END_OF_DAYS));
        return named
                        && IntStream.of(numbers)
                                .mapToDouble(distinct::number)
                                .allMatch(number -> number >= FIRST_EXCEL_DAY && number <= LAST_EXCEL_DAY)
                ? Optional.of(TimeNumber.EXCEL_DAYS)
                : Optional.empty();
    }

    private static Optional<TimeNumber> months(String column, Distinct distinct, int[] numbers, boolean set) {
        boolean named = set || isNamed(column, NAMES_OF_MONTHS) || isNamed(column, NAMES);
        return (named || numbers.length >= MIN_MONTHS)
                        && all(
                                distinct,
                                numbers,
                                number -> number >= FIRST_MONTH
                                        && number <= LAST_MONTH
                                        && !Double.isNaN(TimeNumber.COMPACT_MONTH.seconds(number)))
                ? Optional.of(TimeNumber.COMPACT_MONTH)
                : Optional.empty();
    }

    private static boolean all(Distinct distinct, int[] numbers, DoublePredicate plausible) {
        return IntStream.of(numbers)
                .mapToDouble(distinct::number)
                .allMatch(number -> number == Math.rint(number) && plausible.test(number));
    }

    private static boolean isNamed(String column, List<String> names) {
        return words(column).anyMatch(names::contains);
    }

    private static Stream<String> words(String column) {
        String spaced = column.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        return Arrays.stream(spaced.replaceAll("[^\\p{L}]+", " ").strip().split(" ", -1));
    }
}
