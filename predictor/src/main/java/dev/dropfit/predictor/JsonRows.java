package dev.dropfit.predictor;

import com.google.gson.stream.JsonReader;
import dev.dropfit.core.model.Pipeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Decodes rows of JSON values. What is wrong with them is collected; {@link #finish} tells. */
final class JsonRows {
    private final Limits limits;
    private final RowBuilder builder;
    private final List<Row> rows = new ArrayList<>();
    private long count;

    JsonRows(Pipeline pipeline, Limits limits) {
        this.limits = limits;
        builder = new RowBuilder(pipeline);
    }

    /** Reads a list of rows. */
    void readRows(JsonReader in, String what) throws IOException, RequestException {
        JsonText.readList(in, what, this::readRow);
    }

    /** Reads a row: an object of fields, or a list of values in the schema's order. */
    private void readRow(JsonReader in) throws IOException, RequestException {
        switch (in.peek()) {
            case BEGIN_OBJECT -> readObject(in);
            case BEGIN_ARRAY -> readList(in);
            default -> {
                begin();
                builder.rowProblem(JsonText.found(in.peek()), "an object of fields, or " + builder.list());
                in.skipValue();
            }
        }
    }

    /** Reads a row that is an object of fields. */
    void readObject(JsonReader in) throws IOException, RequestException {
        begin();
        in.beginObject();
        while (in.hasNext()) {
            readField(in, builder.input(in.nextName()));
        }
        in.endObject();
        end();
    }

    private void readList(JsonReader in) throws IOException, RequestException {
        begin();
        int length = 0;
        in.beginArray();
        for (; in.hasNext(); length++) {
            readField(in, length < builder.width() ? length : -1);
        }
        in.endArray();
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

    private void readField(JsonReader in, int input) throws IOException {
        if (input < 0) {
            in.skipValue();
            return;
        }
        builder.mark(input);
        switch (in.peek()) {
            case NULL -> {
                in.nextNull();
                builder.missing(input);
            }
            case NUMBER -> builder.number(input, in.nextString());
            case STRING -> builder.string(input, in.nextString());
            case BOOLEAN -> builder.truth(input, in.nextBoolean());
            default -> {
                builder.unacceptable(input, JsonText.found(in.peek()));
                in.skipValue();
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
        return rows;
    }
}
