package dev.dropfit.predictor.row;

import dev.dropfit.core.model.RowFormat;
import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonType;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Tally;
import java.util.ArrayList;
import java.util.List;

/** Decodes rows of JSON values. Collects what is wrong with them; {@link #finish} throws it. */
public final class JsonRows {
    private final RowFormat format;
    private final int maxRows;
    private final boolean mayKeepBadRows;
    private final Tally tally;
    private final RowBuilder builder;
    private final List<Row> rows = new ArrayList<>();
    /** The problems of all rows, up to a limit. */
    private final List<FieldProblem> problems = new ArrayList<>(0);

    private long problemCount;
    private long count;

    /** @param mayKeepBadRows whether {@link #finish} may be asked to keep the rows with problems */
    public JsonRows(RowFormat format, int maxRows, Tally tally, RequestMemory memory, boolean mayKeepBadRows) {
        this.mayKeepBadRows = mayKeepBadRows;
        this.format = format;
        this.maxRows = maxRows;
        this.tally = tally;
        builder = new RowBuilder(format, tally, memory, false);
    }

    /**
     * Reads an array of rows.
     *
     * @param what the array, for messages
     */
    public void readRows(JsonInput in, String what) throws InvalidJsonException, TooManyRowsException {
        in.require(JsonType.ARRAY, what);
        in.beginArray();
        while (in.nextItem()) {
            readRow(in);
        }
    }

    /**
     * Reads a row: an object of fields, or an array of values in the schema's order. In a model of one column the value itself is a row,
     * too: TensorFlow Serving and MLflow write {@code "instances": [1.0, 2.0]}.
     */
    public void readRow(JsonInput in) throws InvalidJsonException, TooManyRowsException {
        switch (in.type()) {
            case OBJECT -> readObject(in);
            case ARRAY -> readArray(in);
            default -> readValue(in);
        }
    }

    private void readValue(JsonInput in) throws InvalidJsonException, TooManyRowsException {
        begin();
        if (format.positions().size() == 1) {
            readField(in, format.inputAt(0));
            end();
            return;
        }
        builder.rowProblem(in.type().description(), "an object of fields, or " + builder.array());
        in.skip();
        endBad();
    }

    /** Reads a row that must be an object of fields. */
    public void readObjectOnly(JsonInput in) throws InvalidJsonException, TooManyRowsException {
        if (in.type() == JsonType.OBJECT) {
            readObject(in);
            return;
        }
        if (!mayKeepBadRows) {
            in.require(JsonType.OBJECT, "a row");
        }
        begin();
        builder.rowProblem(in.type().description(), "an object of fields");
        in.skip();
        endBad();
    }

    /** Reads a row that is an object of fields. */
    public void readObject(JsonInput in) throws InvalidJsonException, TooManyRowsException {
        begin();
        in.beginObject();
        while (in.nextField()) {
            readField(in, builder.input(in));
        }
        end();
    }

    private void readArray(JsonInput in) throws InvalidJsonException, TooManyRowsException {
        begin();
        in.beginArray();
        int length = 0;
        for (; in.nextItem(); length++) {
            readField(in, length < format.positions().size() ? format.inputAt(length) : -1);
        }
        endArray(length);
    }

    /**
     * Reads a row from the arguments of a function, to the end of an array that has begun: values in the schema's order, or one object of
     * fields.
     */
    public void readArguments(JsonInput in) throws InvalidJsonException, TooManyRowsException {
        boolean any = in.nextItem();
        if (any && in.type() == JsonType.OBJECT) {
            readObject(in);
            while (in.nextItem()) {
                in.skip();
            }
            return;
        }
        begin();
        int length = 0;
        for (; any; any = in.nextItem()) {
            readField(in, length < format.positions().size() ? format.inputAt(length) : -1);
            length++;
        }
        endArray(length);
    }

    /** Ends a row of this many values in the schema's order. */
    private void endArray(int length) {
        if (length >= format.minPositions() && length <= format.positions().size()) {
            end();
        } else {
            builder.rowProblem("an array of " + length + (length == 1 ? " value" : " values"), builder.array());
            endBad();
        }
    }

    /** Makes rows of columns, all of this length. */
    public void addColumns(List<? extends RequestColumn> columns, int length) throws TooManyRowsException {
        checkCount(length);
        int[] inputs = new int[columns.size()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = format.find(columns.get(i).name());
        }
        for (int row = 0; row < length; row++) {
            begin();
            for (int i = 0; i < inputs.length; i++) {
                if (inputs[i] >= 0) {
                    builder.mark(inputs[i]);
                    fill(columns.get(i), row, inputs[i]);
                } else {
                    builder.notAnInput(columns.get(i).name());
                }
            }
            end();
        }
    }

    private void fill(RequestColumn column, int row, int input) {
        if (column instanceof JsonColumn json) {
            json.fill(row, input, builder);
        } else if (column instanceof BinaryColumn binary) {
            binary.fill(row, input, builder);
        }
    }

    private void readField(JsonInput in, int input) throws InvalidJsonException {
        if (input < 0) {
            in.skip();
            return;
        }
        builder.mark(input);
        switch (in.type()) {
            case NUMBER -> {
                in.readNumber();
                builder.number(input, in.chars(), in.start(), in.length());
            }
            case STRING -> {
                in.readString();
                builder.string(input, in.chars(), in.start(), in.length());
            }
            case BOOLEAN -> builder.bool(input, in.readBoolean());
            case NULL -> {
                in.readNull();
                builder.missing(input);
            }
            case OBJECT, ARRAY -> {
                builder.unusable(input, in.type().description());
                in.skip();
            }
        }
    }

    private void begin() throws TooManyRowsException {
        checkCount(++count);
        builder.begin();
    }

    private void checkCount(long rowCount) throws TooManyRowsException {
        if (rowCount > maxRows) {
            throw new TooManyRowsException(maxRows);
        }
    }

    private void end() {
        builder.end();
        if (builder.problemCount() > 0) {
            endBad();
        } else if (problemCount == 0 || mayKeepBadRows) {
            rows.add(builder.row());
        }
    }

    /** Ends a row with problems. */
    private void endBad() {
        problemCount += builder.problemCount();
        for (FieldProblem problem : builder.problems()) {
            if (problems.size() < RowBuilder.MAX_PROBLEMS) {
                problems.add(problem);
            }
        }
        if (mayKeepBadRows) {
            rows.add(builder.badRow());
        } else if (problems.size() == RowBuilder.MAX_PROBLEMS) {
            builder.onlyCountProblems();
        }
        builder.clearProblems();
    }

    /** The number of rows so far. */
    public long count() {
        return count;
    }

    /**
     * The rows of the request, in its order.
     *
     * @param keepsBadRows whether the rows with problems are among them, each with its error
     * @throws InvalidRowsException when a row can't be used and is not kept; lists every problem of every row, up to a limit
     */
    public DecodedRows finish(boolean keepsBadRows) throws InvalidRowsException {
        if (problemCount > 0 && !keepsBadRows) {
            throw new InvalidRowsException(
                    problemCount + (problemCount == 1 ? " field" : " fields") + " can't be used"
                            + (problemCount > problems.size() ? "; the first " + problems.size() + " are listed" : ""),
                    problems);
        }
        tally.rows(rows.size());
        return new DecodedRows(rows, builder.moreWarnings(rows.size()));
    }
}
