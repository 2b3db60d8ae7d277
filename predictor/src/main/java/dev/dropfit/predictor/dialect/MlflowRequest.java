package dev.dropfit.predictor.dialect;

import dev.dropfit.core.Text;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.json.JsonCells;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonType;
import dev.dropfit.predictor.json.KnownFields;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Tally;
import dev.dropfit.predictor.row.Datatype;
import dev.dropfit.predictor.row.DecodedRows;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.row.JsonColumn;
import dev.dropfit.predictor.row.JsonRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The JSON that MLflow's {@code /invocations} accepts: exactly one of four formats of rows, and parameters. */
final class MlflowRequest {
    /** For OpenAPI. The columns of a model are described at its own paths. */
    static final String SCHEMA = "{\"oneOf\":["
            + "{\"type\":\"object\",\"properties\":{\"dataframe_split\":{\"type\":\"object\",\"properties\":{\"columns\":"
            + Schemas.STRINGS
            + ",\"data\":{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":{}}}},\"required\":[\"columns\",\"data\"]}},\"required\":[\"dataframe_split\"]},"
            + "{\"type\":\"object\",\"properties\":{\"dataframe_records\":{\"type\":\"array\",\"items\":"
            + Schemas.OBJECT
            + "}},\"required\":[\"dataframe_records\"]},"
            + "{\"type\":\"object\",\"properties\":{\"instances\":{\"type\":\"array\",\"items\":{}}},\"required\":[\"instances\"]},"
            + "{\"type\":\"object\",\"properties\":{\"inputs\":{}},\"required\":[\"inputs\"]}]}";

    private static final Set<String> FIELDS =
            Set.of("dataframe_split", "dataframe_records", "instances", "inputs", "params");
    private static final int MAX_UNKNOWN_NAME_LENGTH = 60;
    private static final Set<String> SPLIT_FIELDS = Set.of("columns", "data");
    private static final String ACCEPTED =
            "The request must have exactly one of 'dataframe_split', 'dataframe_records', 'instances' and 'inputs'; it has ";

    /** What a column needs besides its name and its values. */
    private static final int COLUMN_BYTES = 256;

    private final RowFormat format;
    private final RequestMemory memory;
    private final JsonRows rows;
    private final List<String> found = new ArrayList<>();
    private Parameters parameters;

    /** @param query the parameters of the query */
    MlflowRequest(RowFormat format, int maxRows, Tally tally, RequestMemory memory, Parameters query) {
        this.format = format;
        this.memory = memory;
        parameters = query;
        // The parameters may follow the rows.
        rows = new JsonRows(format, maxRows, tally, memory, true);
    }

    /**
     * Reads the request.
     *
     * @throws RequestException when it has another format
     * @throws InvalidRowsException when its rows are not the model's, and are not to be kept
     */
    DecodedRows read(JsonInput in) throws IOException, RequestException, InvalidRowsException {
        KnownFields fields = new KnownFields(in, "the request", FIELDS);
        while (fields.next()) {
            readField(fields.name(), in);
        }
        in.finish();
        if (found.size() != 1) {
            throw new RequestException(400, ACCEPTED + (found.isEmpty() ? "none" : String.join(", ", found)));
        }
        return rows.finish(parameters.keepsBadRows());
    }

    Parameters parameters() {
        return parameters;
    }

    private void readField(String field, JsonInput in)
            throws InvalidJsonException, RequestException, InvalidRowsException {
        String what = "'" + field + "'";
        if (field.equals("params")) {
            parameters = parameters.with(in, what);
            return;
        }
        found.add(field);
        if (field.equals("dataframe_split")) {
            readSplit(in, what);
        } else if (in.type() == JsonType.OBJECT && !field.equals("dataframe_records")) {
            readColumns(in, what);
        } else {
            rows.readRows(in, what);
        }
    }

    /** The columns' names, and an array of as many values for each row. The index that pandas adds is ignored. */
    private void readSplit(JsonInput in, String what)
            throws InvalidJsonException, RequestException, InvalidRowsException {
        List<String> names = new ArrayList<>();
        JsonCells cells = new JsonCells(memory);
        KnownFields fields = new KnownFields(in, what, SPLIT_FIELDS);
        while (fields.next()) {
            if (fields.name().equals("columns")) {
                readNames(in, names);
            } else {
                cells.read(in);
            }
        }
        if (names.isEmpty() || !cells.isMatrix(names.size())) {
            throw new RequestException(
                    400,
                    what + " has " + names.size() + (names.size() == 1 ? " column" : " columns")
                            + ", and 'data' that is not arrays of as many values; accepted is {\"columns\": […], \"data\": [[…], …]}");
        }
        List<JsonColumn> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(new JsonColumn(names.get(i), Datatype.ANY, cells, i, names.size()));
        }
        rows.addColumns(columns, cells.size() / names.size());
    }

    private void readNames(JsonInput in, List<String> names) throws InvalidJsonException {
        in.require(JsonType.ARRAY, "'columns'");
        in.beginArray();
        while (in.nextItem()) {
            Limits.checkColumns(names.size() + 1);
            names.add(name(in.readString("a column's name")));
        }
    }

    /** A column's name as it is kept: a long one that the model does not know is truncated. */
    private String name(String name) {
        String kept =
                format.find(name) >= 0 || format.isUnused(name) ? name : Text.truncate(name, MAX_UNKNOWN_NAME_LENGTH);
        memory.reserve(COLUMN_BYTES + (long) Character.BYTES * kept.length());
        return kept;
    }

    /** An object of columns, each an array of values. The values of unknown columns are only counted. */
    private void readColumns(JsonInput in, String what)
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
