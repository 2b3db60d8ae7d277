package dev.dropfit.trainer.schema;

import dev.dropfit.core.csv.FirstRows;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.format.DateNotation;
import dev.dropfit.trainer.table.Table;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the first rows show about a column that may be the label.
 *
 * @param name of the column
 * @param cells that are not missing
 * @param rows the number of rows, with those whose cell is missing
 * @param all whether the table has no other rows
 */
record FirstValues(String name, List<String> cells, int rows, boolean all) {
    private static final DateNotation DAY_FIRST = new DateNotation(true);
    private static final DateNotation MONTH_FIRST = new DateNotation(false);
    private static final int MIN_ROWS_OF_NAMES = 50;
    private static final double MAX_NAMES_SHARE = 0.9;
    /** The last words of names of places and times: the number of a place on a map, or of a second, is what others are predicted from. */
    private static final Set<String> PLACES_AND_TIMES = Set.of(
            "lat",
            "lon",
            "lng",
            "long",
            "coordinate",
            "coordinates",
            "coord",
            "coords",
            "easting",
            "northing",
            "geometry",
            "centroid",
            "location",
            "place",
            "street",
            "address",
            "country",
            "county",
            "city",
            "town",
            "province",
            "municipality",
            "district",
            "neighborhood",
            "neighbourhood",
            "timestamp",
            "datetime",
            "date");

    /** How the words of coordinates begin in English, Spanish, Catalan and Italian: {@code latitude_dd}. */
    private static final List<String> COORDINATES = List.of("latitud", "longitud");

    /** Parts of a date are no labels either, if nothing else is in their name: {@code year}, but {@code price per hour} may be one. */
    private static final Set<String> PARTS_OF_DATES = Set.of(
            "year",
            "season",
            "quarter",
            "month",
            "monthname",
            "week",
            "wk",
            "day",
            "dayofweek",
            "dayofmonth",
            "dayofyear",
            "weekofyear",
            "monthofyear",
            "hourofday",
            "julianday",
            "julian",
            "doy",
            "dayname",
            "hour",
            "minute",
            "second",
            "jahr",
            "monat",
            "tag",
            "annee",
            "ann\u00E9e",
            "mois",
            "jour",
            "a\u00F1o",
            "ano",
            "mes",
            "m\u00EAs",
            "dia",
            "d\u00EDa",
            "anno",
            "mese",
            "giorno",
            "rok",
            "miesiac",
            "miesi\u0105c",
            "dzien",
            "dzie\u0144",
            "bulan",
            "tahun",
            "y\u0131l",
            "g\u00FCn",
            "\u0433\u043E\u0434",
            "\u043C\u0435\u0441\u044F\u0446",
            "\u0434\u0435\u043D\u044C",
            "\u5E74",
            "\u6708",
            "\u65E5",
            "\u5E74\u4EFD",
            "\u6708\u4EFD");

    /** What a date tells, in {@code is_weekend} and {@code public_holiday}. */
    private static final Set<String> TOLD_BY_DATES = Set.of("weekend", "weekday", "workday", "workingday", "holiday");

    /** The hour of something, as the first word of a name: a {@code price per hour} may be a label. */
    private static final Set<String> HOURS = Set.of("hour", "hora", "heure", "uhrzeit", "ora", "godzina");

    /** In which unit the numbers of a row are. */
    private static final Set<String> UNITS = Set.of("unit", "uom");

    /** What maps of ArcGIS say of the shape of each row. */
    private static final Set<String> SHAPES =
            Set.of("shapearea", "shapelength", "shapeleng", "shapestarea", "shapestlength");

    /** With fewer rows for each code, the codes are of more things than classes are. */
    private static final int MIN_ROWS_PER_CODE = 5;

    /** A unit has fewer. */
    private static final int MIN_LETTERS = 8;

    private static final String BEGINS_NUMBERS = "+-.,(<>~$€£¥₹%≈'";

    static FirstValues of(List<String> names, int column, FirstRows first) {
        return new FirstValues(
                names.get(column),
                first.rows().stream()
                        .filter(row -> row.size() > column)
                        .map(row -> row.get(column).strip())
                        .filter(cell -> !Values.isMissing(cell))
                        .toList(),
                first.rows().size(),
                first.all());
    }

    /**
     * Whether a person may want to predict the column: half of the rows have a value, and the values are not dates or parts of them, places on a map,
     * names, keys, texts of several words, or all the same. That all are the same counts only if no other rows follow, because many files are sorted by their label.
     */
    boolean arePredictable() {
        List<String> values = cells.stream().filter(cell -> !isDate(cell)).toList();
        return 2 * values.size() >= rows
                && !isPlaceOrTime()
                && !areNames(values)
                && !areSentences(values)
                && !isKey(values)
                && !(all && distinct(values) < 2);
    }

    /** Whether there are more different numbers than a column of classes has. */
    boolean areManyNumbers() {
        return cells.stream()
                        .mapToDouble(Values::number)
                        .filter(number -> !Double.isNaN(number))
                        .distinct()
                        .count()
                > SchemaInference.MAX_NUMERIC_CLASSES;
    }

    /** Whether there are two different values, which a person may want to predict. */
    boolean areTwoClasses() {
        return distinct(cells) == 2 && arePredictable();
    }

    private boolean areNames(List<String> values) {
        // The codes 007 and 042 make 123 a code, too.
        boolean codes = values.stream().anyMatch(FirstValues::isPadded);
        List<String> texts =
                codes ? values : values.stream().filter(FirstValues::isText).toList();
        long different = distinct(texts);
        return different > Table.MAX_CLASSES
                || (values.size() >= MIN_ROWS_OF_NAMES && different > MAX_NAMES_SHARE * values.size())
                || (all && different > 2 && different == values.size());
    }

    boolean isPlaceOrTime() {
        List<String> words = LabelRule.words(name);
        String last = words.get(words.size() - 1);
        return PLACES_AND_TIMES.contains(last)
                || words.stream().anyMatch(word -> COORDINATES.stream().anyMatch(word::startsWith))
                || TOLD_BY_DATES.contains(last)
                || HOURS.contains(words.get(0))
                || isYearOf(words)
                || UNITS.contains(last)
                || SHAPES.contains(UsualLabels.plain(name))
                || PARTS_OF_DATES.contains(UsualLabels.plain(name))
                || PARTS_OF_DATES.contains(words.stream()
                        .filter(word -> !KeyColumns.isOfRecording(word))
                        .collect(Collectors.joining()));
    }

    /** {@code Year of publishing}, but not {@code years at company}. */
    private static boolean isYearOf(List<String> words) {
        return words.size() > 1 && words.get(0).equals("year") && words.get(1).equals("of");
    }

    /** Whether each row has a text of its own, which names it. */
    boolean areNamesOfRows() {
        return cells.size() >= (all ? 2 : MIN_ROWS_OF_NAMES)
                && distinct(cells) == cells.size()
                && cells.stream().allMatch(FirstValues::isText);
    }

    /** Whether these are answers or descriptions: hardly two are alike, and none is a class. */
    private static boolean areSentences(List<String> values) {
        return TextColumns.areMany((int) distinct(values), values.size())
                && TextColumns.areTexts(values.stream().distinct().toArray(String[]::new));
    }

    /** Whether these are keys, or codes of more things than classes are: municipalities, persons. */
    private boolean isKey(List<String> values) {
        return (KeyColumns.isKeyName(name) && distinct(values) == values.size() && !haveFractions(values))
                || (KeyColumns.isCodeName(name)
                        && values.stream().noneMatch(value -> Double.isNaN(Values.number(value)))
                        && (areManyNumbers() || MIN_ROWS_PER_CODE * distinct(values) > values.size()));
    }

    /** A {@code Happiness Index} has them, the index of a row does not. */
    private static boolean haveFractions(List<String> values) {
        return values.stream()
                .mapToDouble(Values::number)
                .anyMatch(number -> !Double.isNaN(number) && number != Math.rint(number));
    }

    private static long distinct(List<String> values) {
        return values.stream().distinct().count();
    }

    private static boolean isPadded(String cell) {
        return cell.length() > 1 && cell.charAt(0) == '0' && cell.chars().allMatch(Character::isDigit);
    }

    /** Whether it is no number with a unit or a sign: {@code 9307 Empilweni Street} is none. */
    private static boolean isText(String cell) {
        char first = cell.charAt(0);
        long letters = cell.chars().filter(Character::isLetter).count();
        return !(Character.isDigit(first) || BEGINS_NUMBERS.indexOf(first) >= 0)
                || (letters >= MIN_LETTERS && 2 * letters > cell.length());
    }

    /** Whether a cell is a date, with the day or the month first. */
    private static boolean isDate(String cell) {
        return Double.isNaN(Values.number(cell))
                && !(Double.isNaN(DAY_FIRST.value(cell)) && Double.isNaN(MONTH_FIRST.value(cell)));
    }
}
