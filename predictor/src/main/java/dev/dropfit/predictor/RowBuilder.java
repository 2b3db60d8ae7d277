package dev.dropfit.predictor;

import dev.dropfit.core.csv.CommaNumbers;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes rows of a request's fields: one row after the other into the same array. Collects the warnings of a row and, up to a bound, the
 * problems of all rows. Not thread-safe.
 */
final class RowBuilder {
    /** How many problems are told one by one. */
    static final int MOST_PROBLEMS = 100;

    private static final int MOST_WARNINGS = 100;
    private static final int SHOWN = 60;
    private static final int MOST_NAMES = 1000;

    private final RowFormat format;
    private final List<Input> inputs;
    private final Tally tally;
    private final double[] row;
    /** For each input that is a date, its time in this row; empty when none is. */
    private final double[] times;

    private final boolean[] seen;
    private final List<String> warnings = new ArrayList<>(0);
    private final List<FieldProblem> problems = new ArrayList<>(0);
    private long problemCount;
    private long index = -1;
    /** The input whose field comes next, if they come in the schema's order. */
    private int next;

    RowBuilder(RowFormat format, Tally tally) {
        this.format = format;
        this.tally = tally;
        inputs = format.inputs();
        row = new double[format.width()];
        times = new double[format.hasTimes() ? inputs.size() : 0];
        seen = new boolean[inputs.size()];
    }

    /** Begins the next row. */
    void begin() {
        index++;
        next = 0;
        Arrays.fill(seen, false);
        if (!warnings.isEmpty()) {
            warnings.clear();
        }
    }

    /** The index of the input that the field fills whose name has just been read; otherwise as {@link #input(String)}. */
    int input(JsonInput in) {
        int input = next < seen.length && in.isText(format.name(next)) ? next : input(in.text());
        next = input + 1;
        return input;
    }

    /** The index of the input that this field fills, -1 for none: then the field is to be skipped, with a warning if it is unknown. */
    int input(String field) {
        int input = format.find(field);
        if (input < 0 && !format.isUnused(field)) {
            warn(Tally.Warning.UNKNOWN_FIELD, "field '" + shortened(field) + "' is not a column of the model: ignored");
        }
        return input;
    }

    /** Marks a field as there; a problem if it was before. */
    void mark(int input) {
        if (seen[input]) {
            problem(input, "the field twice", "each field once");
        }
        seen[input] = true;
    }

    void missing(int input) {
        Feature missing = feature(input);
        if (format.isTime(input)) {
            time(input, Double.NaN);
            warn(
                    Tally.Warning.MISSING_VALUE,
                    "'" + missing.column() + "' is missing: the medians of its parts stand for it");
            return;
        }
        double value = missing.missing();
        set(input, value);
        if (missing instanceof Feature.Numeric numeric) {
            warn(
                    Tally.Warning.MISSING_VALUE,
                    "'" + missing.column() + "' is missing: the median " + Values.category(numeric.median())
                            + " stands for it");
        } else if (value < 0) {
            warn(
                    Tally.Warning.MISSING_VALUE,
                    "'" + missing.column()
                            + "' is missing, which training has not seen: it counts as none of its categories");
        } else {
            warn(Tally.Warning.MISSING_VALUE, "'" + missing.column() + "' is missing");
        }
    }

    private Feature feature(int input) {
        return format.feature(input);
    }

    private void set(int input, double value) {
        row[inputs.get(input).first()] = value;
    }

    private void time(int input, double seconds) {
        times[input] = seconds;
        inputs.get(input).fill(seconds, row);
    }

    /**
     * The text of a CSV's cell.
     *
     * @param commas whether numbers may have a comma for their point
     */
    void cell(int input, char[] buffer, int offset, int length, boolean commas) {
        if (commas && !format.isTime(input) && !knows(input, buffer, offset, length)) {
            double number = CommaNumbers.number(buffer, offset, length);
            if (!Double.isNaN(number)) {
                number(input, number);
                return;
            }
        }
        text(input, buffer, offset, length);
    }

    /** Whether a text is, as it is, a number where one is needed, or a category that training has seen. */
    private boolean knows(int input, char[] buffer, int offset, int length) {
        return feature(input) instanceof Feature.Categorical categorical
                ? categorical.knows(Values.category(new String(buffer, offset, length)))
                : !Double.isNaN(Values.number(buffer, offset, length));
    }

    /** A text that may be a number. */
    void text(int input, char[] buffer, int offset, int length) {
        int from = firstOf(buffer, offset, offset + length);
        int stripped = endOf(buffer, from, offset + length) - from;
        if (Values.isMissing(buffer, from, stripped)) {
            missing(input);
        } else if (format.isTime(input)) {
            dateTime(input, buffer, from, stripped, "'", "'");
        } else {
            number(input, buffer, from, stripped);
        }
    }

    private static int firstOf(char[] buffer, int from, int to) {
        int first = from;
        while (first < to && Character.isWhitespace(buffer[first])) {
            first++;
        }
        return first;
    }

    private static int endOf(char[] buffer, int from, int to) {
        int end = to;
        while (end > from && Character.isWhitespace(buffer[end - 1])) {
            end--;
        }
        return end;
    }

    /** A number as it is written, or a category. */
    void number(int input, char[] buffer, int offset, int length) {
        double number = format.isTime(input) ? Double.NaN : Values.number(buffer, offset, length);
        if (!Double.isNaN(number)) {
            number(input, number);
        } else if (feature(input) instanceof Feature.Categorical categorical) {
            String category = new String(buffer, offset, length);
            category(input, categorical, categorical.code(category), category);
        } else {
            problem(input, "'" + shortened(new String(buffer, offset, length)) + "'", accepted(input));
        }
    }

    private void number(int input, double number) {
        if (!(feature(input) instanceof Feature.Categorical categorical)) {
            set(input, number);
            return;
        }
        int code = categorical.code(number);
        if (code < 0) {
            category(input, categorical, code, Values.category(number));
        } else {
            set(input, code);
        }
    }

    private void dateTime(int input, char[] buffer, int offset, int length, String before, String after) {
        double seconds = DateTimes.seconds(buffer, offset, length);
        if (Double.isNaN(seconds)) {
            problem(input, before + shortened(new String(buffer, offset, length)) + after, accepted(input));
        }
        time(input, seconds);
    }

    /** A JSON text. */
    void string(int input, char[] buffer, int offset, int length) {
        if (format.isTime(input)) {
            int from = firstOf(buffer, offset, offset + length);
            int end = endOf(buffer, from, offset + length);
            dateTime(input, buffer, from, end - from, "the text \"", "\"");
        } else if (feature(input) instanceof Feature.Numeric) {
            problem(input, "the text \"" + shortened(new String(buffer, offset, length)) + "\"", accepted(input));
        } else {
            text(input, buffer, offset, length);
        }
    }

    /** A JSON truth value: the level that reads alike, in any case. */
    void truth(int input, boolean value) {
        if (feature(input) instanceof Feature.Categorical categorical) {
            String text = categorical.levels().stream()
                    .filter(level -> level.equalsIgnoreCase(Boolean.toString(value)))
                    .findFirst()
                    .orElse(Boolean.toString(value));
            category(input, categorical, categorical.code(text), text);
        } else {
            problem(input, Boolean.toString(value), accepted(input));
        }
    }

    /** Something that can't be a value. */
    void unacceptable(int input, String found) {
        problem(input, found, accepted(input));
    }

    /** Something that a dialect does not take here. */
    void unacceptable(int input, String found, String accepted) {
        problem(input, "'" + shortened(found) + "'", accepted);
    }

    /** A row that is not one. */
    void rowProblem(String found, String accepted) {
        problem(FieldProblem.WHOLE_ROW, found, accepted);
    }

    /** How many values a row has. */
    int width() {
        return inputs.size();
    }

    /** What a row is as a list of values. */
    String list() {
        return "a list of " + width() + (width() == 1 ? " value: " : " values in the order ") + columns();
    }

    /** The columns in the schema's order. */
    String columns() {
        return shortened(inputs.stream().map(Input::column).collect(Collectors.joining(", ")), MOST_NAMES);
    }

    private void category(int input, Feature.Categorical categorical, int code, String category) {
        set(input, code);
        if (code < 0) {
            warn(
                    Tally.Warning.UNSEEN_CATEGORY,
                    "'" + categorical.column() + "' is '" + shortened(category)
                            + "', which training has not seen: it counts as none of its categories");
        }
    }

    /** Ends the row: fields that are not there are problems. */
    double[] end() {
        for (int f = 0; f < seen.length; f++) {
            if (!seen[f]) {
                problem(f, "no such field", accepted(f) + ", or null if it is not known");
            }
        }
        return row;
    }

    /** The row that has ended, to keep. */
    Row row() {
        return new Row(row.clone(), times.length == 0 ? times : times.clone(), warnings);
    }

    private void warn(Tally.Warning kind, String warning) {
        tally.warn(kind);
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add(warning);
        }
    }

    private void problem(int input, String found, String accepted) {
        problem(feature(input).column(), found, accepted);
    }

    private void problem(String field, String found, String accepted) {
        problemCount++;
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new FieldProblem(index, field, found, accepted));
        }
    }

    private String accepted(int input) {
        if (format.isTime(input)) {
            return DateTimes.ACCEPTED;
        }
        return feature(input) instanceof Feature.Numeric ? "a number" : "a text, a number, true or false";
    }

    private static String shortened(String text) {
        return shortened(text, SHOWN);
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }

    /**
     * Ends the request's rows.
     *
     * @throws RequestException when any of them had a problem
     */
    void finish() throws RequestException {
        if (problemCount > 0) {
            throw new RequestException(
                    400,
                    problemCount + (problemCount == 1 ? " field" : " fields") + " can't be used"
                            + (problemCount > problems.size() ? "; the first " + problems.size() + " are listed" : ""),
                    problems,
                    Map.of());
        }
    }

    /** The problems so far, at most {@link #MOST_PROBLEMS}. */
    List<FieldProblem> problems() {
        return problems;
    }

    /** Forgets the problems so far, for a caller that has told of them in its own words. */
    void clearProblems() {
        problems.clear();
        problemCount = 0;
    }
}
