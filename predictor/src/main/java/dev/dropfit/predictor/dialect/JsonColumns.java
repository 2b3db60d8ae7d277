package dev.dropfit.predictor.dialect;

import dev.dropfit.core.Text;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.json.JsonCells;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonType;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.row.Datatype;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.row.JsonColumn;
import dev.dropfit.predictor.row.JsonRows;
import java.util.ArrayList;
import java.util.List;

/** Reads an object of columns, each an array of values. */
final class JsonColumns {
    private static final int MAX_UNKNOWN_NAME_LENGTH = 60;

    /** What a column needs besides its name and its values. */
    private static final int COLUMN_BYTES = 256;

    private final RowFormat format;
    private final RequestMemory memory;

    JsonColumns(RowFormat format, RequestMemory memory) {
        this.format = format;
        this.memory = memory;
    }

    /** A column's name as it is kept: a long one that the model does not know is truncated. */
    String name(String name) {
        String kept =
                format.find(name) >= 0 || format.isUnused(name) ? name : Text.truncate(name, MAX_UNKNOWN_NAME_LENGTH);
        memory.reserve(COLUMN_BYTES + (long) Character.BYTES * kept.length());
        return kept;
    }

    /**
     * Reads the columns and makes rows of them. The values of unknown columns are only counted.
     *
     * @param what the object, for messages
     */
    void read(JsonInput in, String what, JsonRows rows)
            throws InvalidJsonException, RequestException, InvalidRowsException {
        List<JsonColumn> columns = new ArrayList<>();
        boolean[] seen = new boolean[format.inputs().size()];
        int length = -1;
        in.beginObject();
        while (in.nextField()) {
            Limits.checkColumns(columns.size() + 1);
            String name = name(in.text());
            int input = format.find(name);
            if (input >= 0 && seen[input]) {
                throw new RequestException(
                        400, "'" + name + "' is twice in " + what + "; accepted is each column once");
            }
            if (in.type() != JsonType.ARRAY) {
                throw new RequestException(
                        400,
                        what + " is an object with a field that is " + in.type().description()
                                + "; accepted is an array for each column");
            }
            JsonCells cells = new JsonCells(memory);
            int size;
            if (input < 0) {
                size = count(in);
            } else {
                seen[input] = true;
                cells.read(in);
                size = cells.size();
                if (!cells.isColumn()) {
                    throw new RequestException(
                            400, what + " has a column of arrays of values; accepted is one value for each row");
                }
            }
            if (length >= 0 && size != length) {
                throw new RequestException(
                        400, what + " has columns of different lengths; accepted are columns of the same length");
            }
            length = size;
            columns.add(new JsonColumn(name, Datatype.ANY, cells, 0, 1));
        }
        rows.addColumns(columns, Math.max(0, length));
    }

    private static int count(JsonInput in) throws InvalidJsonException {
        int count = 0;
        in.beginArray();
        for (; in.nextItem(); count++) {
            in.skip();
        }
        return count;
    }
}
