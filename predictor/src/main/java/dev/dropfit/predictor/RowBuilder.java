package dev.dropfit.predictor;

import dev.dropfit.core.csv.Values;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.RowFiller;
import dev.dropfit.core.model.RowFormat;
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
    private final RowFiller filler;
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
        filler.missing(input);
        warnMissing(input);
    }

    private void warnMissing(int input) {
        Feature missing = format.feature(input);
        String column = "'" + missing.column() + "' is missing";
        String substitute = "";
        if (format.isTime(input)) {
            substitute = ": the medians of its parts stand for it";
        } else if (missing instanceof Feature.Numeric numeric) {
            substitute = ": the median " + Values.category(numeric.median()) + " stands for it";
        } else if (missing.missing() < 0) {
            substitute = ", which training has not seen: it counts as none of its categories";
        }
        warn(Tally.Warning.MISSING_VALUE, column + substitute);
    }

    private void warnUnseen(int input, String category) {
        warn(
                Tally.Warning.UNSEEN_CATEGORY,
                "'" + format.feature(input).column() + "' is '" + shortened(category)
                        + "', which training has not seen: it counts as none of its categories");
    }

    /**
     * The text of a CSV's cell.
     *
     * @param commas whether numbers may have a decimal comma
     */
    void cell(int input, char[] buffer, int offset, int length, boolean commas) {
        check(filler.cell(input, buffer, offset, length, commas), input, buffer, offset, length);
    }

    /** A text that may be a number. */
    void text(int input, char[] buffer, int offset, int length) {
        check(filler.text(input, buffer, offset, length), input, buffer, offset, length);
    }

    /** A number as it is written, or a category. */
    void number(int input, char[] buffer, int offset, int length) {
        check(filler.number(input, buffer, offset, length), input, buffer, offset, length);
    }

    private void check(RowFiller.Outcome outcome, int input, char[] buffer, int offset, int length) {
        if (outcome == RowFiller.Outcome.FILLED) {
            return;
        }
        String text = new String(buffer, offset, length).strip();
        switch (outcome) {
            case MISSING -> warnMissing(input);
            case UNSEEN -> warnUnseen(input, Values.category(text));
            default -> problem(input, "'" + shortened(text) + "'", format.accepted(input));
        }
    }

    /** A JSON string. */
    void string(int input, char[] buffer, int offset, int length) {
        if (format.isTime(input)) {
            if (filler.dateTime(input, buffer, offset, length) == RowFiller.Outcome.UNUSABLE) {
                unusable(input, buffer, offset, length);
            }
        } else if (format.feature(input) instanceof Feature.Numeric) {
            unusable(input, buffer, offset, length);
        } else {
            text(input, buffer, offset, length);
        }
    }

    private void unusable(int input, char[] buffer, int offset, int length) {
        String text = new String(buffer, offset, length);
        problem(
                input,
                "the string \"" + shortened(format.isTime(input) ? text.strip() : text) + "\"",
                format.accepted(input));
    }

    /** A JSON boolean: the level that reads alike, in any case. */
    void truth(int input, boolean value) {
        if (format.feature(input) instanceof Feature.Categorical categorical) {
            String text = categorical.levels().stream()
                    .filter(level -> level.equalsIgnoreCase(Boolean.toString(value)))
                    .findFirst()
                    .orElse(Boolean.toString(value));
            if (filler.level(input, categorical.code(text)) == RowFiller.Outcome.UNSEEN) {
                warnUnseen(input, text);
            }
        } else {
            problem(input, Boolean.toString(value), format.accepted(input));
        }
    }

    /** Something that can't be a value. */
    void unacceptable(int input, String found) {
        problem(input, found, format.accepted(input));
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

    /** Ends the row: fields that are not there are problems. */
    double[] end() {
        for (int f = 0; f < seen.length; f++) {
            if (!seen[f]) {
                problem(f, "no such field", format.accepted(f) + ", or null if it is not known");
            }
        }
        return filler.values();
    }

    /** The row that has ended, to keep. */
    Row row() {
        double[] times = filler.times();
        return new Row(filler.values().clone(), times.length == 0 ? times : times.clone(), warnings);
    }

    private void warn(Tally.Warning kind, String warning) {
        tally.warn(kind);
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add(warning);
        }
    }

    private void problem(int input, String found, String accepted) {
        problem(format.feature(input).column(), found, accepted);
    }

    private void problem(String field, String found, String accepted) {
        problemCount++;
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new FieldProblem(index, field, found, accepted));
        }
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
