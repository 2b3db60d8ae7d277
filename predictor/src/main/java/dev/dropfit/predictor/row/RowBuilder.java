package dev.dropfit.predictor.row;

import dev.dropfit.core.Text;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.RowFiller;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of a request's fields, one row after the other in the same array. Collects the warnings, and the problems of each row, up to a
 * limit. Not thread-safe.
 */
final class RowBuilder {
    /** How many problems are listed, of a row and of a request. */
    static final int MAX_PROBLEMS = 100;

    private static final int MAX_VALUE_LENGTH = 60;
    private static final int MAX_COLUMNS_LENGTH = 1000;
    private static final int MAX_LEVELS = 10;
    private static final int ROW_BYTES = 64;

    private final RowFormat format;
    private final boolean strict;
    private final List<Input> inputs;
    private final RowFiller filler;
    private final boolean[] seen;
    private final Warnings warnings;
    private final RequestMemory memory;
    /** The problems of the row. */
    private final List<FieldProblem> problems = new ArrayList<>(0);

    private long problemCount;
    private int maxProblems = MAX_PROBLEMS;
    /** The text of the last row with problems: many rows have the same. */
    private String lastError = "";

    private long index = -1;
    /** The number of fields of the row that have been seen. */
    private int marked;

    /** The description of an array, when it has been needed. */
    private @Nullable String array;

    /** The input of the next field, if the fields are in the schema's order. */
    private int next;

    /** @param everyWarning whether each row has all its warnings as texts, not only the first rows of each kind */
    RowBuilder(RowFormat format, Tally tally, RequestMemory memory, boolean everyWarning) {
        this.format = format;
        strict = format.isStrict();
        this.memory = memory;
        warnings = new Warnings(format, tally, memory, everyWarning);
        inputs = format.inputs();
        memory.reserve(rowBytes());
        filler = new RowFiller(format);
        seen = new boolean[inputs.size()];
    }

    /** Begins the next row. */
    void begin() {
        index++;
        next = 0;
        marked = 0;
        Arrays.fill(seen, false);
        warnings.beginRow();
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
        if (input < 0) {
            notAnInput(field);
        }
        return input;
    }

    /** Warns of a field that is not an input, unless the dataset has such a column. */
    void notAnInput(String field) {
        if (!format.isUnused(field)) {
            String name = truncated(field);
            if (warnings.unknown(name)) {
                warnings.add(unknownText(name));
            }
        }
    }

    /** @param field a name that has been truncated */
    static String unknownText(String field) {
        return "field '" + field + "' is not a column of the model: ignored";
    }

    /** Notes that the row has a field; a problem if it has it twice. */
    void mark(int input) {
        if (seen[input]) {
            problem(input, "the field twice", "each field once");
        } else {
            seen[input] = true;
            marked++;
        }
    }

    void missing(int input) {
        filler.missing(input);
        warnMissing(input);
    }

    private void warnMissing(int input) {
        if (warnings.missing(input)) {
            warnings.add(missingText(input));
        }
    }

    /** The text of a warning about a missing value. */
    String missingText(int input) {
        Feature missing = format.feature(input);
        String substitute = "";
        if (format.isText(input)) {
            substitute = ": it counts as a text without words";
        } else if (format.learnedMissing() && missing instanceof Feature.Numeric) {
            substitute = ": the model uses what it has learned about missing values";
        } else if (format.isTime(input)) {
            substitute = ": the medians of its parts are used";
        } else if (missing instanceof Feature.Numeric numeric) {
            substitute = ": the median " + Values.category(numeric.median()) + " is used";
        } else if (missing.missing() < 0) {
            substitute = ", which training has not seen: it counts as none of its categories";
        }
        return "'" + missing.column() + "' is missing" + substitute;
    }

    private void warnUnseen(int input, String text) {
        if (strict) {
            problem(
                    input,
                    "'" + truncated(Values.category(text)) + "'",
                    "a category that training has seen" + levels(input));
            return;
        }
        if (warnings.unseen(input)) {
            warnings.add("'" + format.feature(input).column() + "' is '" + truncated(Values.category(text))
                    + "', which training has not seen: it counts as none of its categories");
        }
    }

    /** A few of the categories of an input, for messages. */
    private String levels(int input) {
        if (!(format.feature(input) instanceof Feature.Categorical categorical)) {
            return "";
        }
        List<String> levels = categorical.levels();
        List<String> shown =
                levels.stream().limit(MAX_LEVELS).map(RowBuilder::truncated).toList();
        return ": " + String.join(", ", shown) + (levels.size() > MAX_LEVELS ? ", …" : "");
    }

    /** Notes the numbers that are far from those of training. */
    private void checkNumbers() {
        double[] values = filler.values();
        int index = format.findImplausible(values, 0);
        while (index >= 0) {
            int input = format.bounded(index);
            // A field that the row does not have still has the value of the row before.
            if (seen[input]) {
                noteImplausible(input, values[inputs.get(input).first()]);
            }
            index = format.findImplausible(values, index + 1);
        }
    }

    private void noteImplausible(int input, double value) {
        if (strict) {
            problem(input, Values.category(value), "a number like those of training, " + format.plausible(input));
        } else if (warnings.implausible(input)) {
            warnings.add("'" + format.feature(input).column() + "' is " + Values.category(value)
                    + ", far from all numbers of training (expected: " + format.plausible(input) + ")");
        }
    }

    /** The text of a warning about numbers that are far from those of training, whatever they are. */
    String implausibleText(int input) {
        return "'" + format.feature(input).column() + "' is far from all numbers of training (expected: "
                + format.plausible(input) + ")";
    }

    /** The text of a warning about categories that training has not seen, whatever they are. */
    String unseenText(int input) {
        return "'" + format.feature(input).column()
                + "' is a category that training has not seen: it counts as none of its categories";
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
        if (strict && format.isText(input)) {
            problem(input, "the number " + truncated(new String(buffer, offset, length)), "a string");
            return;
        }
        check(filler.jsonNumber(input, buffer, offset, length), input, buffer, offset, length);
    }

    /** Fills a field from a number. What is not finite is missing. */
    void number(int input, double number) {
        if (strict && format.isText(input) && Double.isFinite(number)) {
            problem(input, "the number " + Values.category(number), "a string");
            return;
        }
        RowFiller.FieldOutcome outcome = filler.value(input, number);
        if (outcome != RowFiller.FieldOutcome.FILLED) {
            // The text is needed for messages only, and for columns that are not written plainly.
            checkText(outcome, input, Values.category(number));
        }
    }

    /** Fills a field from a number of 32 bits: as a category it has the digits that this number needs. */
    void single(int input, float number) {
        if (format.feature(input) instanceof Feature.Categorical && Float.isFinite(number)) {
            number(input, Double.parseDouble(Float.toString(number)));
        } else {
            number(input, number);
        }
    }

    private void checkText(RowFiller.FieldOutcome outcome, int input, String text) {
        check(outcome, input, text.toCharArray(), 0, text.length());
    }

    private void check(RowFiller.FieldOutcome outcome, int input, char[] buffer, int offset, int length) {
        if (outcome == RowFiller.FieldOutcome.FILLED) {
            return;
        }
        if (outcome == RowFiller.FieldOutcome.MISSING) {
            warnMissing(input);
            return;
        }
        String text = new String(buffer, offset, length).strip();
        switch (outcome) {
            case UNSEEN -> warnUnseen(input, text);
            default -> problem(input, "'" + truncated(text) + "'", format.accepted(input));
        }
    }

    /** Fills a field from a JSON string: read like the cell of a CSV. */
    void string(int input, char[] buffer, int offset, int length) {
        RowFiller.FieldOutcome outcome = filler.text(input, buffer, offset, length);
        if (outcome == RowFiller.FieldOutcome.UNUSABLE) {
            unusableString(input, new String(buffer, offset, length));
        } else {
            check(outcome, input, buffer, offset, length);
        }
    }

    private void unusableString(int input, String string) {
        problem(input, "the string \"" + truncated(string) + "\"", format.accepted(input));
    }

    /** Fills a field from a JSON boolean: the level that means it. */
    void bool(int input, boolean value) {
        if (format.feature(input) instanceof Feature.Categorical categorical) {
            if (filler.level(input, categorical.code(value)) == RowFiller.FieldOutcome.UNSEEN) {
                warnUnseen(input, Boolean.toString(value));
            }
        } else if (filler.flag(input, value) == RowFiller.FieldOutcome.UNUSABLE) {
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

    /** What a row is as an array, for messages. */
    String array() {
        if (array == null) {
            int most = format.positions().size();
            int least = format.minPositions();
            array = "an array of " + (least < most ? least + " to " : "") + most
                    + (most == 1 ? " value: " : " values in the order ")
                    + Text.truncate(String.join(", ", format.positions()), MAX_COLUMNS_LENGTH);
        }
        return array;
    }

    /** Ends the row: absent fields are problems. */
    double[] end() {
        if (marked < seen.length) {
            noteAbsent();
        }
        if (strict || problemCount == 0) {
            checkNumbers();
        }
        return filler.values();
    }

    private void noteAbsent() {
        int absent = seen.length - marked;
        for (int f = 0; f < seen.length && problems.size() < maxProblems; f++) {
            if (!seen[f] && format.isOptional(f)) {
                missing(f);
                absent--;
            } else if (!seen[f]) {
                String similar = warnings.unknownLike(inputs.get(f).column());
                problem(
                        f,
                        similar.isEmpty() ? "nothing" : "nothing; the request has the field '" + similar + "'",
                        format.accepted(f) + ", or null if it is unknown");
                absent--;
            }
        }
        problemCount += absent;
    }

    /** A copy of the row that has ended. */
    Row row() {
        memory.reserve(rowBytes());
        double[] times = filler.times();
        return new Row(filler.values().clone(), times.length == 0 ? times : times.clone(), warnings.ofRow(), "");
    }

    /** The row that has ended with problems. */
    Row badRow() {
        return badRow(FieldProblem.text(problems, problemCount));
    }

    /** A row that can't be used. */
    Row badRow(String error) {
        memory.reserve(ROW_BYTES);
        if (!error.equals(lastError)) {
            memory.reserve(2L * error.length());
            lastError = error;
        }
        return Row.bad(warnings.ofRow(), lastError);
    }

    /** The texts of the row's warnings. */
    List<String> warningsOfRow() {
        return warnings.ofRow();
    }

    private long rowBytes() {
        return ROW_BYTES + (long) Double.BYTES * (format.width() + (format.hasTimes() ? inputs.size() : 0));
    }

    /** How many more warnings there are than the rows have texts for. */
    List<String> moreWarnings(int rows) {
        return warnings.more(rows, this);
    }

    private void problem(int input, String found, String accepted) {
        if (!format.isText(input)) {
            // Not the value of the row before.
            filler.missing(input);
        }
        problem(format.feature(input).column(), found, accepted);
    }

    private void problem(String field, String found, String accepted) {
        problemCount++;
        if (problems.size() < maxProblems) {
            problems.add(new FieldProblem(index, field, found, accepted));
        }
    }

    private static String truncated(String text) {
        return Text.truncate(text, MAX_VALUE_LENGTH);
    }

    /** The problems of the row, at most {@link #MAX_PROBLEMS}. */
    List<FieldProblem> problems() {
        return problems;
    }

    /** From now on only counts problems: enough of them are known. */
    void onlyCountProblems() {
        maxProblems = 0;
    }

    /** The number of problems of the row. */
    long problemCount() {
        return problemCount;
    }

    /** Forgets the problems of the row, for a caller that has kept them. */
    void clearProblems() {
        problems.clear();
        problemCount = 0;
    }
}
