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
    private final boolean keepsBadRows;
    private final Tally tally;
    private final RowBuilder builder;
    private final List<Row> rows = new ArrayList<>();
    private long count;

    /** Rows that must all be usable. */
    public JsonRows(RowFormat format, int maxRows, Tally tally, RequestMemory memory) {
        this(format, maxRows, tally, memory, false);
    }

    /** @param keepsBadRows whether a row with problems is kept with its error; otherwise {@link #finish} throws */
    public JsonRows(RowFormat format, int maxRows, Tally tally, RequestMemory memory, boolean keepsBadRows) {
        this.keepsBadRows = keepsBadRows;
        this.format = format;
        this.maxRows = maxRows;
        this.tally = tally;
        builder = new RowBuilder(format, tally, memory);
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

    /** Reads a row: an object of fields, or an array of values in the schema's order. */
    private void readRow(JsonInput in) throws InvalidJsonException, TooManyRowsException {
        switch (in.type()) {
            case OBJECT -> readObject(in);
            case ARRAY -> readArray(in);
            default -> {
                begin();
                builder.rowProblem(in.type().description(), "an object of fields, or " + builder.array());
                in.skip();
            }
        }
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
        int length = 0;
        in.beginArray();
        for (; in.nextItem(); length++) {
            readField(in, length < format.positions().size() ? format.inputAt(length) : -1);
        }
        if (length >= format.minPositions() && length <= format.positions().size()) {
            end();
        } else {
            builder.rowProblem("an array of " + length + (length == 1 ? " value" : " values"), builder.array());
        }
    }

    /** Makes rows of columns, all of this length. */
    public void addColumns(List<JsonColumn> columns, int length) throws TooManyRowsException {
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
                    columns.get(i).fill(row, inputs[i], builder);
                } else {
                    builder.notAnInput(columns.get(i).name());
                }
            }
            end();
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
        if (builder.problems().isEmpty()) {
            rows.add(builder.row());
        } else if (keepsBadRows) {
            rows.add(builder.badRow());
        }
    }

    /**
     * The rows of the request, in its order.
     *
     * @throws InvalidRowsException when a row can't be used; lists every problem of every row, up to a limit
     */
    public DecodedRows finish() throws InvalidRowsException {
        builder.finish();
        tally.rows(rows.size());
        return new DecodedRows(rows, builder.moreWarnings(rows.size()));
    }
}
