package dev.dropfit.predictor;

import dev.dropfit.core.csv.CommaNumbers;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Pipeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private final List<Input> inputs;
    private final Map<String, Integer> indices = new HashMap<>();
    private final Set<String> unused = new HashSet<>();
    private final double[] row;
    /** For each input that is a date, its time in this row. */
    private final double[] times;

    private final boolean[] seen;
    private final List<String> warnings = new ArrayList<>();
    private final List<FieldProblem> problems = new ArrayList<>();
    private long problemCount;
    private long index = -1;

    RowBuilder(Pipeline pipeline) {
        inputs = pipeline.inputs();
        for (int i = 0; i < inputs.size(); i++) {
            indices.put(inputs.get(i).column(), i);
        }
        unused.add(pipeline.label());
        unused.addAll(pipeline.ignored());
        row = new double[pipeline.features().size()];
        times = new double[inputs.size()];
        seen = new boolean[inputs.size()];
    }

    /** Begins the next row. */
    void begin() {
        index++;
        Arrays.fill(seen, false);
        warnings.clear();
    }

    /** The index of the input that this field fills, -1 for none: then the field is to be skipped, with a warning if it is unknown. */
    int input(String field) {
        Integer input = indices.get(field);
        if (input != null) {
            return input;
        }
        if (!unused.contains(field)) {
            warn("field '" + shortened(field) + "' is not a column of the model: ignored");
        }
        return -1;
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
        if (inputs.get(input).isDateTime()) {
            time(input, Double.NaN);
            warn("'" + missing.column() + "' is missing: the medians of its parts stand for it");
            return;
        }
        double value = missing.missing();
        set(input, value);
        if (missing instanceof Feature.Numeric numeric) {
            warn("'" + missing.column() + "' is missing: the median " + Values.category(numeric.median())
                    + " stands for it");
        } else if (value < 0) {
            warn("'" + missing.column()
                    + "' is missing, which training has not seen: it counts as none of its categories");
        } else {
            warn("'" + missing.column() + "' is missing");
        }
    }

    private Feature feature(int input) {
        return inputs.get(input).feature();
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
    void cell(int input, String text, boolean commas) {
        double number = commas && !knows(input, text) ? CommaNumbers.number(text) : Double.NaN;
        text(input, Double.isNaN(number) ? text : Values.category(number));
    }

    /** Whether a text is, as it is, a number where one is needed, or a category that training has seen. */
    private boolean knows(int input, String text) {
        return feature(input) instanceof Feature.Categorical categorical
                ? categorical.knows(Values.category(text))
                : !Double.isNaN(Values.number(text));
    }

    /** A text that may be a number. */
    private void text(int input, String text) {
        if (Values.isMissing(text)) {
            missing(input);
        } else if (inputs.get(input).isDateTime()) {
            dateTime(input, text, "'" + shortened(text) + "'");
        } else if (feature(input) instanceof Feature.Categorical categorical) {
            category(input, categorical, Values.category(text));
        } else {
            number(input, text);
        }
    }

    /** The text of a JSON number. */
    void number(int input, String text) {
        if (feature(input) instanceof Feature.Categorical categorical) {
            category(input, categorical, Values.category(text));
            return;
        }
        double number = inputs.get(input).isDateTime() ? Double.NaN : Values.number(text);
        if (Double.isNaN(number)) {
            problem(input, "'" + shortened(text) + "'", accepted(input));
        }
        set(input, number);
    }

    private void dateTime(int input, String text, String found) {
        double seconds = DateTimes.seconds(text);
        if (Double.isNaN(seconds)) {
            problem(input, found, accepted(input));
        }
        time(input, seconds);
    }

    /** A JSON text. */
    void string(int input, String text) {
        String stripped = text.strip();
        if (inputs.get(input).isDateTime()) {
            dateTime(input, stripped, "the text \"" + shortened(text) + "\"");
        } else if (feature(input) instanceof Feature.Numeric) {
            problem(input, "the text \"" + shortened(text) + "\"", accepted(input));
        } else {
            text(input, stripped);
        }
    }

    /** A JSON truth value: the level that reads alike, in any case. */
    void truth(int input, boolean value) {
        if (feature(input) instanceof Feature.Categorical categorical) {
            String text = categorical.levels().stream()
                    .filter(level -> level.equalsIgnoreCase(Boolean.toString(value)))
                    .findFirst()
                    .orElse(Boolean.toString(value));
            category(input, categorical, text);
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

    private void category(int input, Feature.Categorical categorical, String category) {
        int code = categorical.code(category);
        set(input, code);
        if (code < 0) {
            warn("'" + categorical.column() + "' is '" + shortened(category)
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
        return new Row(row.clone(), times.clone(), warnings);
    }

    private void warn(String warning) {
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
        if (inputs.get(input).isDateTime()) {
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
