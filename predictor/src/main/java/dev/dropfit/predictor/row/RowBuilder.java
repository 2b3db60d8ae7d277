package dev.dropfit.predictor.row;

import dev.dropfit.core.Text;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.RowFiller;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.observe.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes rows of a request's fields, one row after the other in the same array. Collects the warnings of a row and, up to a limit, the
 * problems of all rows. Not thread-safe.
 */
final class RowBuilder {
    /** How many problems are listed. */
    static final int MAX_PROBLEMS = 100;

    private static final int MAX_WARNINGS = 100;
    private static final int MAX_VALUE_LENGTH = 60;
    private static final int MAX_COLUMNS_LENGTH = 1000;

    private final RowFormat format;
    private final List<Input> inputs;
    private final Tally tally;
    private final RowFiller filler;
    private final boolean[] seen;
    private final List<String> warnings = new ArrayList<>(0);
    private final List<FieldProblem> problems = new ArrayList<>(0);
    private long problemCount;
    private long index = -1;
    /** The input of the next field, if the fields are in the schema's order. */
    private int next;

    RowBuilder(RowFormat format, Tally tally) {
        this.format = format;
        this.tally = tally;
        inputs = format.inputs();
        filler = new RowFiller(format);
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

    /** The index of the input for the field whose name has just been read; otherwise like {@link #input(String)}. */
    int input(JsonInput in) {
        int input = next < seen.length && in.textEquals(format.name(next)) ? next : input(in.text());
        next = input + 1;
        return input;
    }

    /** The index of a field's input. -1 for none: the field is to be skipped; if it is unknown, there is a warning. */
    int input(String field) {
        int input = format.find(field);
        if (input < 0 && !format.isUnused(field)) {
            warn(Tally.Warning.UNKNOWN_FIELD, "field '" + truncated(field) + "' is not a column of the model: ignored");
        }
        return input;
    }

    /** Notes that the row has a field; a problem if it has it twice. */
    void mark(int input) {
        if (seen[input]) {
            problem(input, "the field twice", "each field once");
        }
        seen[input] = true;
    }

    void missing(int input) {
        filler.missing(input);
        warnMissing(input);
    }

    private void warnMissing(int input) {
        Feature missing = format.feature(input);
        String substitute = "";
        if (format.isTime(input)) {
            substitute = ": the medians of its parts are used";
        } else if (missing instanceof Feature.Numeric numeric) {
            substitute = ": the median " + Values.category(numeric.median()) + " is used";
        } else if (missing.missing() < 0) {
            substitute = ", which training has not seen: it counts as none of its categories";
        }
        warn(Tally.Warning.MISSING_VALUE, "'" + missing.column() + "' is missing" + substitute);
    }

    private void warnUnseen(int input, String category) {
        warn(
                Tally.Warning.UNSEEN_CATEGORY,
                "'" + format.feature(input).column() + "' is '" + truncated(category)
                        + "', which training has not seen: it counts as none of its categories");
    }

    /**
     * Fills a field from a CSV's cell.
     *
     * @param commas whether numbers may have a decimal comma
     */
    void cell(int input, char[] buffer, int offset, int length, boolean commas) {
        check(filler.cell(input, buffer, offset, length, commas), input, buffer, offset, length);
    }

    /** Fills a field from a text that may be a number. */
    void text(int input, char[] buffer, int offset, int length) {
        check(filler.text(input, buffer, offset, length), input, buffer, offset, length);
    }

    /** Fills a field from a JSON number. */
    void number(int input, char[] buffer, int offset, int length) {
        check(filler.number(input, buffer, offset, length), input, buffer, offset, length);
    }

    private void check(RowFiller.FieldOutcome outcome, int input, char[] buffer, int offset, int length) {
        if (outcome == RowFiller.FieldOutcome.FILLED) {
            return;
        }
        String text = new String(buffer, offset, length).strip();
        switch (outcome) {
            case MISSING -> warnMissing(input);
            case UNSEEN -> warnUnseen(input, Values.category(text));
            default -> problem(input, "'" + truncated(text) + "'", format.accepted(input));
        }
    }

    /** Fills a field from a JSON string. */
    void string(int input, char[] buffer, int offset, int length) {
        if (format.isTime(input)) {
            if (filler.dateTime(input, buffer, offset, length) == RowFiller.FieldOutcome.UNUSABLE) {
                unusableString(input, new String(buffer, offset, length).strip());
            }
        } else if (format.feature(input) instanceof Feature.Numeric) {
            unusableString(input, new String(buffer, offset, length));
        } else {
            text(input, buffer, offset, length);
        }
    }

    private void unusableString(int input, String string) {
        problem(input, "the string \"" + truncated(string) + "\"", format.accepted(input));
    }

    /** Fills a field from a JSON boolean: the level of this name, in upper or lower case. */
    void bool(int input, boolean value) {
        if (format.feature(input) instanceof Feature.Categorical categorical) {
            String text = categorical.levels().stream()
                    .filter(level -> level.equalsIgnoreCase(Boolean.toString(value)))
                    .findFirst()
                    .orElse(Boolean.toString(value));
            if (filler.level(input, categorical.code(text)) == RowFiller.FieldOutcome.UNSEEN) {
                warnUnseen(input, text);
            }
        } else {
            problem(input, Boolean.toString(value), format.accepted(input));
        }
    }

    /** Notes a value that can't be a field's. */
    void unusable(int input, String found) {
        problem(input, found, format.accepted(input));
    }

    /** Notes a value that the request's format does not accept here. */
    void unusable(int input, String found, String accepted) {
        problem(input, "'" + truncated(found) + "'", accepted);
    }

    /** Notes a row that is not a row. */
    void rowProblem(String found, String accepted) {
        problem(FieldProblem.WHOLE_ROW, found, accepted);
    }

    /** The number of a row's fields. */
    int width() {
        return inputs.size();
    }

    /** What a row is as an array, for messages. */
    String array() {
        return "an array of " + width() + (width() == 1 ? " value: " : " values in the order ") + columns();
    }

    private String columns() {
        return Text.truncate(inputs.stream().map(Input::column).collect(Collectors.joining(", ")), MAX_COLUMNS_LENGTH);
    }

    /** Ends the row: absent fields are problems. */
    double[] end() {
        for (int f = 0; f < seen.length; f++) {
            if (!seen[f]) {
                problem(f, "nothing", format.accepted(f) + ", or null if it is unknown");
            }
        }
        return filler.values();
    }

    /** A copy of the row that has ended. */
    Row row() {
        double[] times = filler.times();
        return new Row(filler.values().clone(), times.length == 0 ? times : times.clone(), warnings);
    }

    private void warn(Tally.Warning kind, String warning) {
        tally.warn(kind);
        if (warnings.size() < MAX_WARNINGS) {
            warnings.add(warning);
        }
    }

    private void problem(int input, String found, String accepted) {
        problem(format.feature(input).column(), found, accepted);
    }

    private void problem(String field, String found, String accepted) {
        problemCount++;
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(new FieldProblem(index, field, found, accepted));
        }
    }

    private static String truncated(String text) {
        return Text.truncate(text, MAX_VALUE_LENGTH);
    }

    /**
     * Ends the request's rows.
     *
     * @throws InvalidRowsException when any of them has a problem
     */
    void finish() throws InvalidRowsException {
        if (problemCount > 0) {
            throw new InvalidRowsException(
                    problemCount + (problemCount == 1 ? " field" : " fields") + " can't be used"
                            + (problemCount > problems.size() ? "; the first " + problems.size() + " are listed" : ""),
                    problems);
        }
    }

    /** The problems so far, at most {@link #MAX_PROBLEMS}. */
    List<FieldProblem> problems() {
        return problems;
    }

    /** Forgets the problems so far, for a caller that has reported them. */
    void clearProblems() {
        problems.clear();
        problemCount = 0;
    }
}
