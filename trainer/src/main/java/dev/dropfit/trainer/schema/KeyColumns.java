package dev.dropfit.trainer.schema;

import dev.dropfit.trainer.table.Column;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Tells keys from magnitudes. A number that differs in every row is a key if its name says so, if the numbers are a sequence, or if they are
 * too large to be a magnitude; an income in cents is not. Pure functions.
 */
final class KeyColumns {
    /** A sequence in whose range so many of the possible numbers occur; some rows may have been removed. */
    private static final double MIN_DENSITY = 0.2;
    /** Numbers from here on name something if they begin alike: the largest is larger by a small share only. Sensors have 24 bits at most. */
    private static final double MIN_LONG_KEY = 1 << 24;

    private static final double MAX_SHARE_OF_LONG_KEYS = 0.05;
    /** Long keys repeat in at least a tenth of the rows. */
    private static final double MAX_DISTINCT_LONG_KEY_SHARE = 0.9;
    /** Of numbers that differ in every row, which magnitudes do more often. */
    private static final double MIN_LONG_UNIQUE_KEY = 1e8;

    private static final double MAX_SHARE_OF_LONG_UNIQUE_KEYS = 0.01;

    /** From here on a double has no exact whole numbers. */
    private static final double MAX_MAGNITUDE = 1L << 53;
    /** A key repeats in at least this share of the rows if it is a category. */
    private static final double MAX_DISTINCT_KEY_SHARE = 0.5;

    private static final int SAMPLE = 50;
    private static final Pattern HASH =
            Pattern.compile("(?:0x)?[0-9a-fA-F]{16,128}|\\{?[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}}?");
    private static final Pattern CODE = Pattern.compile("\\p{L}{1,8}[-_ #]?\\d{2,}|\\d{2,}[-_ ]?\\p{L}{1,8}");
    private static final Set<String> NUMBER_WORDS =
            Set.of("nr", "no", "nbr", "number", "nummer", "numero", "n\u00FAmero", "num\u00E9ro");

    private static final Set<String> OTHER_KEY_WORDS = Set.of(
            "id",
            "ids",
            "uuid",
            "guid",
            "key",
            "pk",
            "num",
            "index",
            "idx",
            "serial",
            "rownum",
            "rowid",
            "rownames",
            "ssn",
            "isbn",
            "ean",
            "barcode",
            "sku",
            "hash",
            "token");
    private static final Set<String> OWNERS = Set.of(
            "row",
            "record",
            "case",
            "person",
            "passenger",
            "patient",
            "user",
            "customer",
            "client",
            "member",
            "order",
            "product",
            "item",
            "account",
            "transaction",
            "employee",
            "emp",
            "student",
            "session",
            "movie",
            "station",
            "store",
            "shop",
            "loan",
            "ticket",
            "invoice",
            "sample",
            "subject",
            "respondent",
            "household",
            "policy",
            "claim",
            "device",
            "sensor",
            "machine",
            "listing",
            "property",
            "house",
            "cust",
            "trans",
            "unique",
            "object",
            "event",
            "visit",
            "booking",
            "trip",
            "participant",
            "individual",
            "animal",
            "donor",
            "specimen",
            "speaker",
            "author",
            "athlete",
            "player",
            "driver",
            "vehicle",
            "family",
            "batch",
            "wafer",
            "paciente",
            "cliente",
            "usuario",
            "produto",
            "producto",
            "aluno",
            "alumno",
            "pedido",
            "kunde");
    /** Words of numbers that name something and measure nothing, as the first or last word of a name. */
    private static final Set<String> CODE_WORDS = Set.of(
            "code",
            "id",
            "pk",
            "uuid",
            "guid",
            "codigo",
            "c\u00F3digo",
            "codice",
            "kod",
            "k\u00F3d",
            "kode",
            "zip",
            "plz",
            "postleitzahl",
            "cep",
            "fips",
            "naics",
            "gtin",
            "sku",
            "insee",
            "ibge",
            "rsid",
            "rsids");
    /** The word for a code at the end of names without blanks: in Korean, Japanese and Chinese. */
    private static final List<String> ENDS_OF_CODES =
            List.of("\uCF54\uB4DC", "\u30B3\u30FC\u30C9", "\u4EE3\u7801", "\u7F16\u7801", "\u7F16\u53F7");
    /** Words of numbers that name a kind of things, or reach a person, as the last word of a name. */
    private static final Set<String> LAST_CODE_WORDS = Set.of(
            "type",
            "typ",
            "tipo",
            "category",
            "categoria",
            "categor\u00EDa",
            "kategorie",
            "kind",
            "phone",
            "telephone",
            "telefon",
            "telefone",
            "telefono",
            "tel\u00E9fono",
            "fax");
    /** What a file has many of, each with its number: a column with only such words in its name has these numbers. */
    private static final Set<String> NUMBERED = Set.of(
            "store",
            "shop",
            "department",
            "dept",
            "customer",
            "user",
            "patient",
            "player",
            "product",
            "device",
            "sensor",
            "station",
            "district",
            "county",
            "municipality",
            "municipio",
            "munic\u00EDpio",
            "gemeinde",
            "commune",
            "comune",
            "province",
            "provincia",
            "city",
            "town",
            "region",
            "state",
            "country");
    /** A sequence with such a name is not the number of a row: what is predicted may change with time. */
    private static final Set<String> TIME_WORDS = Set.of(
            "time", "day", "days", "week", "weeks", "month", "months", "quarter", "hour", "hours", "minute", "minutes",
            "second", "seconds", "period", "date", "t", "age");

    private static final Set<String> YEAR_WORDS =
            Set.of("year", "years", "yr", "jahr", "annee", "ann\u00E9e", "anno", "vintage", "yyyy");
    /** With a year word: when something was observed. A birth or a building has its year too, which orders no rows. */
    private static final Set<String> WORDS_OF_RECORDING = Set.of(
            "record",
            "sale",
            "sales",
            "sold",
            "order",
            "report",
            "reporting",
            "survey",
            "fiscal",
            "financial",
            "calendar",
            "harvest",
            "crop",
            "tax",
            "season",
            "data",
            "observation",
            "obs",
            "crash",
            "accident",
            "loan",
            "claim",
            "billing",
            "invoice",
            "academic",
            "school");

    private static final int FIRST_YEAR = 1000;
    private static final int LAST_YEAR = 2200;
    private static final int FIRST_USUAL_YEAR = 1900;
    private static final int LAST_USUAL_YEAR = 2100;

    private KeyColumns() {}

    /**
     * Why a column of whole numbers, different in every row, is a key; empty if it is not.
     *
     * @param present the number of rows with a value
     * @param only whether there is no other column to learn from: then a sequence is what a curve is drawn over
     */
    static Optional<String> reason(Column column, long present, boolean only) {
        if (isYear(column) || TIME_WORDS.contains(column.name().strip().toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        if (isKeyName(column.name()) || isCodeName(column.name())) {
            return Optional.of("a different whole number in every row, and the name of a key: an identifier");
        }
        double[] range = column.numberRange();
        if (range[1] >= MAX_MAGNITUDE) {
            return Optional.of("a different, very large whole number in every row: an identifier");
        }
        if (beginAlike(range, MIN_LONG_UNIQUE_KEY, MAX_SHARE_OF_LONG_UNIQUE_KEYS)) {
            return Optional.of("different long whole numbers that begin alike: an identifier");
        }
        double possible = (range[1] - range[0]) / step(column, range[0]) + 1;
        return !only && present >= MIN_DENSITY * possible
                ? Optional.of("a different whole number in every row, in sequence: an identifier")
                : Optional.empty();
    }

    /** Whether whole numbers, of which some repeat, are long and begin alike, as numbers of documents do. */
    static boolean areLongKeys(Column column, long present) {
        return column.distinctValues() <= MAX_DISTINCT_LONG_KEY_SHARE * present
                && beginAlike(column.numberRange(), MIN_LONG_KEY, MAX_SHARE_OF_LONG_KEYS);
    }

    private static boolean beginAlike(double[] range, double smallest, double share) {
        return range[0] >= smallest && range[1] - range[0] <= share * range[0];
    }

    /** The greatest common divisor of the distances between the numbers, at least 1. */
    private static double step(Column column, double smallest) {
        long step = 0;
        for (int code = 1; code < column.codes() && step != 1; code++) {
            if (column.isValue(code) && column.count(code) > 0 && !column.isText(code)) {
                long rest = (long) (column.number(code) - smallest);
                while (rest != 0) {
                    long next = step % rest;
                    step = rest;
                    rest = next;
                }
            }
        }
        return Math.max(1, step);
    }

    /** Whether the name says that the column is a key: {@code id}, {@code customer_id}, {@code orderNr}. */
    static boolean isKeyName(String name) {
        List<String> words = words(name);
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        return NUMBER_WORDS.contains(last)
                || OTHER_KEY_WORDS.contains(last)
                || isIdOfOwner(last)
                || name.strip().equals("#");
    }

    /** Whether the name ends with a word for a number: {@code road_number}. An {@code index} may measure something. */
    static boolean isNumberName(String name) {
        List<String> words = words(name);
        return !words.isEmpty() && NUMBER_WORDS.contains(words.get(words.size() - 1));
    }

    /** Whether the name says that its numbers are names: {@code id_player}, {@code postal_code}, {@code codice_regione}, {@code PLZ}, {@code store}. */
    static boolean isCodeName(String name) {
        List<String> words = words(name);
        if (words.isEmpty()) {
            return false;
        }
        String first = words.get(0);
        String last = words.get(words.size() - 1);
        boolean linesOfCode = last.equals("code") && words.contains("of");
        return CODE_WORDS.contains(first)
                || ENDS_OF_CODES.stream().anyMatch(last::endsWith)
                || ((CODE_WORDS.contains(last) || last.endsWith("code")) && !linesOfCode)
                || isIdOfOwner(last)
                || (last.startsWith("id") && OWNERS.contains(last.substring(2)))
                || LAST_CODE_WORDS.contains(last)
                || NUMBERED.containsAll(words);
    }

    /** {@code customerid}. */
    private static boolean isIdOfOwner(String word) {
        return word.endsWith("id") && OWNERS.contains(word.substring(0, word.length() - 2));
    }

    /** Whether the name says whose rows they are: {@code patient}, {@code Customer}. */
    static boolean isOwner(String name) {
        List<String> words = words(name);
        return !words.isEmpty() && OWNERS.contains(words.get(words.size() - 1));
    }

    /** Whether the values are texts with digits, such as {@code P0042}. */
    static boolean areCodes(Column column) {
        int[] sample = IntStream.range(1, column.codes())
                .filter(code -> column.isValue(code) && column.count(code) > 0)
                .limit(SAMPLE)
                .toArray();
        return sample.length > 0
                && IntStream.of(sample)
                        .allMatch(code -> column.isText(code)
                                && CODE.matcher(column.category(code)).matches());
    }

    /** Whether the values are years: by the name, or because all of them are between 1900 and 2100. */
    static boolean isYear(Column column) {
        double[] range = column.numberRange();
        boolean named = words(column.name()).stream().anyMatch(YEAR_WORDS::contains);
        return named
                ? range[0] >= FIRST_YEAR && range[1] <= LAST_YEAR
                : range[0] >= FIRST_USUAL_YEAR && range[1] <= LAST_USUAL_YEAR;
    }

    /** Whether the values are years in which rows were written, by the name: {@code year}, {@code sale_year}; not {@code year_built}. */
    static boolean isYearOfRow(Column column) {
        List<String> words = words(column.name());
        double[] range = column.numberRange();
        return words.stream().anyMatch(YEAR_WORDS::contains)
                && words.stream().allMatch(word -> YEAR_WORDS.contains(word) || WORDS_OF_RECORDING.contains(word))
                && range[0] >= FIRST_YEAR
                && range[1] <= LAST_YEAR;
    }

    /** Whether a word next to a part of a date says that the date is the one of the row: {@code fiscal} in {@code fiscal_quarter}. */
    static boolean isOfRecording(String word) {
        return WORDS_OF_RECORDING.contains(word);
    }

    private static List<String> words(String name) {
        String spaced = name.replaceAll("(\\p{Ll})(\\p{Lu})", "$1 $2").toLowerCase(Locale.ROOT);
        String letters = spaced.replaceAll("[^\\p{L}]+", " ").strip();
        return letters.isEmpty() ? List.of() : Arrays.asList(letters.split(" ", -1));
    }

    /** Whether a text column contains hashes or UUIDs that hardly repeat. */
    static boolean isHash(Column column, long present) {
        if (column.distinctValues() <= MAX_DISTINCT_KEY_SHARE * present) {
            return false;
        }
        int[] sample = IntStream.range(1, column.codes())
                .filter(code -> column.isValue(code) && column.count(code) > 0)
                .limit(SAMPLE)
                .toArray();
        return IntStream.of(sample)
                .allMatch(code -> HASH.matcher(column.category(code)).matches());
    }
}
