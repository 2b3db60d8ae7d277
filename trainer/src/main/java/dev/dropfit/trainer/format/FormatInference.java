package dev.dropfit.trainer.format;

import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.format.CompoundNumber;
import dev.dropfit.core.format.DateNotation;
import dev.dropfit.core.format.DurationNotation;
import dev.dropfit.core.format.MarkedNotation;
import dev.dropfit.core.format.MissingTexts;
import dev.dropfit.core.format.Notation;
import dev.dropfit.core.format.NumberNotation;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.settings.DateOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Finds out how a column is written, from all its different values: whether its texts are numbers, durations or dates, and which of them
 * stand for missing values. A column whose texts are none of these is text.
 */
public final class FormatInference {
    /** The maximum share of text in a column of numbers; it counts as a mistake. */
    public static final double MAX_STRAY_SHARE = 0.05;
    /** With at most this many different numbers, the texts of a column may be categories as the numbers may be. */
    public static final int MAX_CATEGORIES = 20;

    /** A text that is neither number nor known as missing may mean a missing value if there are no more such texts. */
    private static final int MAX_MARKERS = 3;

    private static final int MIN_ROWS_PER_MARKER = 2;
    /** With fewer different numbers or dates, other texts are values, too. */
    private static final int MIN_VALUES = 10;
    /** A text column is recognised by its first values. */
    private static final int FIRST_VALUES = 100;

    /** Fewer dates may be in one month by chance. */
    private static final int MIN_DAYS = 5;

    private static final int YEAR_AND_MONTH = "2024-05".length();

    private static final int SHOWN_LENGTH = 30;
    private static final int SHOWN_MARKERS = 5;

    private final String column;
    private final Distinct distinct;
    private final char separator;
    private final boolean decimalPoints;
    private final boolean setAsTime;
    /** The codes of the texts that are not known as missing. */
    private final int[] texts;
    /** The codes of the texts that are known as missing values. */
    private final int[] known;

    private final int[] numbers;
    private final long textRows;
    private final long numberRows;

    private FormatInference(
            String column, Distinct distinct, char separator, boolean decimalPoints, boolean setAsTime) {
        this.column = column;
        this.distinct = distinct;
        this.separator = separator;
        this.decimalPoints = decimalPoints;
        this.setAsTime = setAsTime;
        int[] all = IntStream.rangeClosed(1, distinct.size())
                .filter(code -> distinct.isText(code) && distinct.count(code) > 0)
                .toArray();
        texts = IntStream.of(all)
                .filter(code -> !MissingTexts.isMissing(distinct.category(code)))
                .toArray();
        known = IntStream.of(all)
                .filter(code -> MissingTexts.isMissing(distinct.category(code)))
                .toArray();
        numbers = IntStream.rangeClosed(1, distinct.size())
                .filter(code -> !distinct.isText(code) && distinct.count(code) > 0)
                .toArray();
        textRows = rows(texts);
        numberRows = rows(numbers);
    }

    /**
     * The format of a column.
     *
     * @param distinct its values
     * @param separator the character between the cells of the file
     * @param decimalPoints whether other columns of the file have decimal points
     * @param setAsTime whether the settings say that the column is a time
     */
    public static InferredFormat of(
            String column, Distinct distinct, char separator, boolean decimalPoints, boolean setAsTime) {
        return new FormatInference(column, distinct, separator, decimalPoints, setAsTime).format();
    }

    private InferredFormat format() {
        if (texts.length == 0) {
            return numbers.length == 0 ? InferredFormat.PLAIN : plainNumbers();
        }
        if (IntStream.of(texts).anyMatch(code -> isZeroPadded(distinct.category(code)))) {
            return InferredFormat.PLAIN;
        }
        CompoundNumbers compounds = new CompoundNumbers(column, distinct, texts);
        Optional<InferredFormat> format = compounds
                .certain()
                .flatMap(notation -> compound(compounds, notation))
                .or(this::numbers)
                .or(this::markedNumbers)
                .or(this::durationsOrDates)
                .or(() -> compounds.best().flatMap(notation -> compound(compounds, notation)))
                .or(this::incomparable);
        return format.orElseGet(this::numbersWithMissing);
    }

    private Optional<InferredFormat> compound(CompoundNumbers compounds, CompoundNumber notation) {
        int[] others = others(notation::value);
        long read = textRows - rows(others) + numberRows;
        return acceptable(others, read, texts.length - others.length + numbers.length)
                ? Optional.of(accepted(notation, others, compounds.note(notation)))
                : Optional.empty();
    }

    /** Texts that are numbers, but of different currencies or units. */
    private Optional<InferredFormat> incomparable() {
        return NumberCandidates.clash(distinct, texts)
                .map(why -> new InferredFormat(
                        Optional.empty(),
                        List.of(),
                        List.of(Anomaly.of("incomparable-numbers", "column '" + column + "': " + why))));
    }

    /** Whether a text has only digits and starts with a zero: a code such as a postal code. */
    public static boolean isZeroPadded(String text) {
        return text.length() > 1 && text.charAt(0) == '0' && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private InferredFormat plainNumbers() {
        Optional<InferredFormat> times = TimeNumbers.of(column, distinct, numbers, setAsTime)
                .map(time -> {
                    int example = numbers[0];
                    return accepted(
                            time,
                            new int[0],
                            Anomaly.of(
                                    "date-format",
                                    "column '" + column + "': numbers are read as dates: " + distinct.category(example)
                                            + " is "
                                            + DateTimes.text(time.seconds(distinct.number(example)))
                                            + "; set the column to numeric in dropfit.json to use the numbers"));
                });
        return times.orElseGet(() -> withMissing(Optional.empty(), new int[0], List.of()));
    }

    /** Plain numbers among which some texts stand for missing values. */
    private InferredFormat numbersWithMissing() {
        int[] others = texts;
        if (numberRows == 0 || !acceptable(others, numberRows, numbers.length)) {
            return InferredFormat.PLAIN;
        }
        return withMissing(Optional.empty(), markers(others, numberRows, numbers.length), List.of());
    }

    private Optional<InferredFormat> numbers() {
        Optional<NumberCandidates.Choice> choice =
                NumberCandidates.best(distinct, texts, numbers, separator, decimalPoints);
        if (choice.isEmpty()) {
            return Optional.empty();
        }
        Notation notation = choice.get().notation();
        int[] others = others(notation::value);
        long read = textRows - rows(others) + numberRows - choice.get().contradictingRows();
        if (choice.get().contradictingRows() > MAX_STRAY_SHARE * read
                || others.length == texts.length
                || !acceptable(others, read, texts.length - others.length + numbers.length)) {
            return Optional.empty();
        }
        boolean plain = notation.equals(NumberNotation.of('.'))
                && IntStream.of(texts)
                        .mapToObj(distinct::category)
                        .allMatch(text -> Double.isNaN(notation.value(text)) || !Double.isNaN(Values.number(text)));
        if (plain) {
            int[] markers = markers(others, read, texts.length - others.length + numbers.length);
            return Optional.of(withMissing(Optional.empty(), markers, List.of()));
        }
        return Optional.of(accepted(notation, others, NumberNotes.of(column, distinct, texts, choice.get())));
    }

    /** Numbers of which some have a mark. If most have one, the marks say more than a footnote: {@code <=50K} and {@code >50K} are classes. */
    private Optional<InferredFormat> markedNumbers() {
        int[] marked = IntStream.of(texts)
                .filter(code -> MarkedNotation.hasMark(distinct.category(code)))
                .toArray();
        if (marked.length == 0 || numbers.length + texts.length - marked.length < MIN_VALUES) {
            return Optional.empty();
        }
        MarkedNotation notation = separators().stream()
                .map(MarkedNotation::new)
                .min(Comparator.comparingLong(candidate -> rows(others(candidate::value))))
                .orElseThrow();
        int[] others = others(notation::value);
        long read = textRows - rows(others) + numberRows;
        int[] left = IntStream.of(marked)
                .filter(code -> !Double.isNaN(notation.value(distinct.category(code))))
                .toArray();
        if (left.length == 0
                || 2 * rows(left) > read
                || !acceptable(others, read, texts.length - others.length + numbers.length)) {
            return Optional.empty();
        }
        String example = distinct.category(left[0]);
        return Optional.of(accepted(
                notation,
                others,
                new Anomaly(
                        "marked-numbers",
                        "column '" + column + "': '" + example + "' is read as the number "
                                + Values.category(notation.value(example)) + ", without its mark; "
                                + Figures.rows(rows(left)) + (rows(left) == 1 ? " has" : " have") + " such a mark",
                        List.of(distinct.firstLine(left[0])))));
    }

    /** The separators that the plain numbers of the column allow. */
    private List<NumberNotation> separators() {
        List<NumberNotation> separators = new ArrayList<>(
                List.of(NumberNotation.of('.'), NumberNotation.of('.', ','), NumberNotation.of('.', ' ')));
        if (IntStream.of(numbers).allMatch(code -> distinct.number(code) == Math.rint(distinct.number(code)))) {
            separators.add(NumberNotation.of(','));
            separators.add(NumberNotation.of(',', '.'));
            separators.add(NumberNotation.of(',', ' '));
        }
        return separators;
    }

    /** A time of day with dots may be a date as well, {@code 12.05.23}: where there is one, dates are tried first. */
    private Optional<InferredFormat> durationsOrDates() {
        return IntStream.of(texts).anyMatch(code -> DurationNotation.isDotted(distinct.category(code)))
                ? shortDates().or(this::dates).or(this::durations)
                : durations().or(this::shortDates).or(this::dates);
    }

    private Optional<InferredFormat> durations() {
        if (!plausible(new DurationNotation(true)::value)) {
            return Optional.empty();
        }
        boolean hours = IntStream.of(texts)
                .anyMatch(code ->
                        distinct.category(code).chars().filter(c -> c == ':').count() == 2);
        DurationNotation notation = new DurationNotation(hours);
        int[] others = others(notation::value);
        long read = textRows - rows(others);
        if (!acceptable(others, read, texts.length - others.length) || numberRows > MAX_STRAY_SHARE * read) {
            return Optional.empty();
        }
        int example = first(notation::value);
        return Optional.of(accepted(
                notation,
                others,
                Anomaly.of(
                        "duration-format",
                        "column '" + column + "': durations and times of day are read as seconds: '"
                                + distinct.category(example) + "' is "
                                + Values.category(notation.value(distinct.category(example))))));
    }

    private Optional<InferredFormat> shortDates() {
        Optional<DateNotation> notation = new DateCandidates(distinct, texts).brief();
        if (notation.isEmpty()) {
            return Optional.empty();
        }
        DateNotation dates = notation.get();
        int[] others = others(dates::value);
        long read = textRows - rows(others);
        if (!acceptable(others, read, texts.length - others.length) || hasManyNumbers(read)) {
            return Optional.empty();
        }
        String text = distinct.category(first(dates::value));
        boolean yearFirst = dates.parts() == DateNotation.Parts.YEAR_MONTH_DAY;
        return Optional.of(accepted(
                dates,
                others,
                Anomaly.of(
                        "date-format",
                        "column '" + column + "': dates are read "
                                + (yearFirst ? "with the year first" : "as months of a year") + ": '" + text + "' is "
                                + DateTimes.text(dates.value(text)))));
    }

    private Optional<InferredFormat> dates() {
        if (!plausible(new DateNotation(true)::value) && !plausible(new DateNotation(false)::value)) {
            return Optional.empty();
        }
        DateCandidates candidates = new DateCandidates(distinct, texts);
        DateNotation dayFirst = candidates.withCentury(DateNotation.Parts.DAY_MONTH_YEAR);
        DateNotation monthFirst = candidates.withCentury(DateNotation.Parts.MONTH_DAY_YEAR);
        int[] notDayFirst = others(dayFirst::value);
        int[] notMonthFirst = others(monthFirst::value);
        long byDay = rows(notDayFirst);
        long byMonth = rows(notMonthFirst);
        boolean byDayFirst = byDay < byMonth || (byDay == byMonth && prefersDayFirst());
        DateNotation notation = byDayFirst ? dayFirst : monthFirst;
        int[] others = byDayFirst ? notDayFirst : notMonthFirst;
        long read = textRows - rows(others);
        if (!acceptable(others, read, texts.length - others.length) || hasManyNumbers(read)) {
            return Optional.empty();
        }
        boolean iso = IntStream.of(texts)
                .allMatch(code -> !Double.isNaN(DateTimes.seconds(distinct.category(code)))
                        || Double.isNaN(notation.value(distinct.category(code))));
        if (iso) {
            return Optional.of(withMissing(
                    Optional.empty(), withZero(markers(others, read, texts.length - others.length)), List.of()));
        }
        int example = first(text ->
                Math.abs(dayFirst.value(text) - monthFirst.value(text)) > 0 ? notation.value(text) : Double.NaN);
        boolean tie = byDay == byMonth;
        InferredFormat format = accepted(notation, others, dateNote(notation, dayFirst, monthFirst, example, tie));
        if (example == 0) {
            return Optional.of(format);
        }
        if (!tie) {
            return Optional.of(format.ordered(byDayFirst ? DateOrder.DAY_FIRST : DateOrder.MONTH_FIRST));
        }
        InferredFormat unclear = format.unclear(distinct.category(example));
        return Optional.of(only(haveFirstDays(dayFirst), haveFirstDays(monthFirst))
                .map(order -> unclear.ordered(column, order, "so that each is the first day of a month"))
                .or(() -> only(areOfOneMonth(dayFirst, monthFirst), areOfOneMonth(monthFirst, dayFirst))
                        .map(order -> unclear.ordered(column, order, "so that all are in one month")))
                .orElse(unclear));
    }

    /** The order that something speaks for; empty if it speaks for both, or for none. */
    private static Optional<DateOrder> only(boolean dayFirst, boolean monthFirst) {
        return dayFirst == monthFirst
                ? Optional.empty()
                : Optional.of(dayFirst ? DateOrder.DAY_FIRST : DateOrder.MONTH_FIRST);
    }

    /** Whether there are too many numbers between the dates of so many rows. A 0 alone stands for a missing date. */
    private boolean hasManyNumbers(long read) {
        return isZeroAlone() ? texts.length < MIN_VALUES : numberRows > MAX_STRAY_SHARE * read;
    }

    private boolean isZeroAlone() {
        return numbers.length == 1 && distinct.number(numbers[0]) == 0;
    }

    private int[] withZero(int[] markers) {
        return isZeroAlone()
                ? IntStream.concat(IntStream.of(markers), IntStream.of(numbers)).toArray()
                : markers;
    }

    /**
     * Whether all dates are on the first day of a month, as in a table with a row for each month, of several years. Of a single year the others may be
     * days of January.
     */
    private boolean haveFirstDays(DateNotation notation) {
        Set<String> years = new HashSet<>();
        for (int code : texts) {
            double time = notation.value(distinct.category(code));
            if (!Double.isNaN(time)) {
                String day = day(time);
                if (!day.endsWith("-01")) {
                    return false;
                }
                years.add(day.substring(0, day.indexOf('-')));
            }
        }
        return years.size() > 1;
    }

    /**
     * Whether all dates are in one month by this notation, and the same day of different months by the other one. Not for the first day: a table may have
     * a row for each month.
     */
    private boolean areOfOneMonth(DateNotation notation, DateNotation other) {
        Set<String> months = new HashSet<>();
        boolean first = false;
        for (int code : texts) {
            double time = notation.value(distinct.category(code));
            if (!Double.isNaN(time)) {
                months.add(day(time).substring(0, YEAR_AND_MONTH));
                first |= day(other.value(distinct.category(code))).endsWith("-01");
            }
        }
        return months.size() == 1 && texts.length >= MIN_DAYS && !first;
    }

    /** Without a day after the 12th: dates with points are day first, as in Europe; so are the dates of files with semicolons. */
    private boolean prefersDayFirst() {
        return separator == ';' || distinct.category(texts[0]).indexOf('.') >= 0;
    }

    /** @param example the code of a date that can be read both ways; 0 for none */
    private Anomaly dateNote(
            DateNotation notation, DateNotation dayFirst, DateNotation monthFirst, int example, boolean tie) {
        if (tie && example > 0) {
            String text = distinct.category(example);
            return Anomaly.of(
                    "ambiguous-dates",
                    "column '" + column + "': '" + text + "' can be " + day(dayFirst.value(text)) + " or "
                            + day(monthFirst.value(text)) + "; dates are read with the "
                            + (notation.dayFirst() ? "day" : "month") + " first, as "
                            + day(notation.value(text)) + ". If this is wrong, set \"dates\": \""
                            + (notation.dayFirst() ? DateOrder.MONTH_FIRST : DateOrder.DAY_FIRST).text()
                            + "\" in dropfit.json, or write dates like 2024-12-31");
        }
        int clear = example > 0 ? example : first(notation::value);
        String text = distinct.category(clear);
        return Anomaly.of(
                "date-format",
                "column '" + column + "': dates are read "
                        + (example > 0
                                ? "with the " + (notation.dayFirst() ? "day" : "month") + " first"
                                : "as they are written")
                        + ": '" + text + "' is " + DateTimes.text(notation.value(text)));
    }

    private static String day(double seconds) {
        return DateTimes.text(Math.floor(seconds / DateTimes.SECONDS_PER_DAY) * DateTimes.SECONDS_PER_DAY);
    }

    /** Whether half of the first texts have a value. */
    private boolean plausible(ToDoubleFunction<String> value) {
        int shown = Math.min(FIRST_VALUES, texts.length);
        long read = IntStream.of(texts)
                .limit(shown)
                .filter(code -> !Double.isNaN(value.applyAsDouble(distinct.category(code))))
                .count();
        return 2 * read > shown || (texts.length <= MAX_MARKERS + MIN_VALUES && read > 0);
    }

    private int first(ToDoubleFunction<String> value) {
        return IntStream.of(texts)
                .filter(code -> !Double.isNaN(value.applyAsDouble(distinct.category(code))))
                .findFirst()
                .orElse(0);
    }

    private int[] others(ToDoubleFunction<String> value) {
        return IntStream.of(texts)
                .filter(code -> Double.isNaN(value.applyAsDouble(distinct.category(code))))
                .toArray();
    }

    private long rows(int[] codes) {
        return IntStream.of(codes).mapToLong(distinct::count).sum();
    }

    /** Whether the other texts are none, missing values or a few mistakes. */
    private boolean acceptable(int[] others, long read, int values) {
        return others.length == 0 || areMarkers(others, read, values) || areStray(others, read, values);
    }

    /** Whether the other texts are so few, and repeat so often, that they stand for missing values. */
    private boolean areMarkers(int[] others, long read, int values) {
        return others.length <= MAX_MARKERS
                && values >= MIN_VALUES * others.length
                && rows(others) <= read
                && IntStream.of(others)
                        .allMatch(code -> distinct.count(code) >= MIN_ROWS_PER_MARKER
                                && !distinct.category(code).isEmpty()
                                && !Character.isDigit(distinct.category(code).charAt(0)));
    }

    private boolean areStray(int[] others, long read, int values) {
        long rows = rows(others);
        return rows <= MAX_STRAY_SHARE * (rows + read) && values > MAX_CATEGORIES;
    }

    private int[] markers(int[] others, long read, int values) {
        return others.length > 0 && areMarkers(others, read, values) ? others : new int[0];
    }

    private InferredFormat accepted(Notation notation, int[] others, Anomaly note) {
        long read = textRows - rows(others) + numberRows;
        int[] markers = markers(others, read, texts.length - others.length + numbers.length);
        boolean dates = notation instanceof DateNotation;
        return withMissing(Optional.of(notation), dates ? withZero(markers) : markers, List.of(note));
    }

    private InferredFormat withMissing(Optional<Notation> notation, int[] markers, List<Anomaly> notes) {
        List<String> missing = new ArrayList<>();
        List<Anomaly> all = new ArrayList<>(notes);
        int[] codes = IntStream.concat(IntStream.of(known), IntStream.of(markers))
                .sorted()
                .toArray();
        IntStream.of(codes).mapToObj(distinct::category).forEach(missing::add);
        if (codes.length > 0) {
            long rows = rows(codes);
            List<String> shown = missing.stream()
                    .map(text -> "'" + Text.truncate(text, SHOWN_LENGTH) + "'")
                    .toList();
            all.add(new Anomaly(
                    "missing-marker",
                    "column '" + column + "': " + Text.list(shown, SHOWN_MARKERS)
                            + (codes.length == 1 ? " counts" : " count") + " as missing, in " + Figures.rows(rows),
                    IntStream.of(codes)
                            .limit(SHOWN_MARKERS)
                            .mapToObj(distinct::firstLine)
                            .toList()));
        }
        return new InferredFormat(notation, missing, all);
    }
}
