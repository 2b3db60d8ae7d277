package dev.dropfit.predictor;

import dev.dropfit.core.model.RowFormat;
import java.util.ArrayList;
import java.util.List;

/** Decodes rows of JSON values. What is wrong with them is collected; {@link #finish} tells. */
final class JsonRows {
    private final Limits limits;
    private final Tally tally;
    private final RowBuilder builder;
    private final List<Row> rows = new ArrayList<>();
    private long count;

    JsonRows(RowFormat format, Limits limits, Tally tally) {
        this.limits = limits;
        this.tally = tally;
        builder = new RowBuilder(format, tally);
    }

    /** Reads a list of rows. */
    void readRows(JsonInput in, String what) throws RequestException {
        JsonText.readList(in, what, this::readRow);
    }

    /** Reads a row: an object of fields, or a list of values in the schema's order. */
    private void readRow(JsonInput in) throws RequestException {
        switch (in.kind()) {
            case OBJECT -> readObject(in);
            case LIST -> readList(in);
            default -> {
                begin();
                builder.rowProblem(in.kind().words(), "an object of fields, or " + builder.list());
                in.skip();
            }
        }
    }

    /** Reads a row that is an object of fields. */
    void readObject(JsonInput in) throws RequestException {
        begin();
        in.beginObject();
        while (in.nextField()) {
            readField(in, builder.input(in));
        }
        end();
    }

    private void readList(JsonInput in) throws RequestException {
        begin();
        int length = 0;
        in.beginList();
        for (; in.nextItem(); length++) {
            readField(in, length < builder.width() ? length : -1);
        }
        if (length == builder.width()) {
            end();
        } else {
            builder.rowProblem("a list of " + length + (length == 1 ? " value" : " values"), builder.list());
        }
    }

    /** Makes rows of columns, all of this length. */
    void addColumns(List<JsonColumn> columns, int length) throws RequestException {
        limits.checkRows(length);
        for (int row = 0; row < length; row++) {
            begin();
            for (JsonColumn column : columns) {
                int input = builder.input(column.name());
                if (input >= 0) {
                    builder.mark(input);
                    column.fill(row, input, builder);
                }
            }
            end();
        }
    }

    private void readField(JsonInput in, int input) throws RequestException {
        if (input < 0) {
            in.skip();
            return;
        }
        builder.mark(input);
        switch (in.kind()) {
            case NUMBER -> {
                in.readNumber();
                builder.number(input, in.chars(), in.start(), in.length());
            }
            case TEXT -> {
                in.readText();
                builder.string(input, in.chars(), in.start(), in.length());
            }
            case TRUTH -> builder.truth(input, in.readTruth());
            case NULL -> {
                in.readNull();
                builder.missing(input);
            }
            case OBJECT, LIST -> {
                builder.unacceptable(input, in.kind().words());
                in.skip();
            }
        }
    }

    private void begin() throws RequestException {
        limits.checkRows(++count);
        builder.begin();
    }

    private void end() {
        builder.end();
        if (builder.problems().isEmpty()) {
            rows.add(builder.row());
        }
    }

    /** @throws RequestException when a row can't be used; lists every problem of every row, to a bound */
    List<Row> finish() throws RequestException {
        builder.finish();
        tally.rows(rows.size());
        return rows;
    }
}
