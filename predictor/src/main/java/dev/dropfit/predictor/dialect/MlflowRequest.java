package dev.dropfit.predictor.dialect;

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
    private static final Set<String> FIELDS =
            Set.of("dataframe_split", "dataframe_records", "instances", "inputs", "params");
    private static final Set<String> SPLIT_FIELDS = Set.of("columns", "data");
    private static final String ACCEPTED =
            "The request must have exactly one of 'dataframe_split', 'dataframe_records', 'instances' and 'inputs'; it"
                    + " has ";

    /** What a client of MLflow 1 sent without a field around it. */
    private static final String NONE =
            "none. Send a data frame as {\"dataframe_split\": {\"columns\": […], \"data\": [[…], …]}}";

    private final RowFormat format;
    private final JsonColumns columns;
    private final RequestMemory memory;
    private final JsonRows rows;
    /** The formats with rows, and those without. */
    private final List<String> found = new ArrayList<>();

    private final List<String> empty = new ArrayList<>();
    private Parameters parameters;

    /** @param query the parameters of the query */
    MlflowRequest(RowFormat format, int maxRows, Tally tally, RequestMemory memory, Parameters query) {
        this.format = format;
        columns = new JsonColumns(format, memory);
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
        if (in.type() == JsonType.ARRAY) {
            throw new RequestException(
                    400, "The request is an array; accepted is an object, such as {\"dataframe_records\": [{…}, …]}");
        }
        KnownFields fields = new KnownFields(in, "the request", FIELDS);
        while (fields.next()) {
            readField(fields.name(), in);
        }
        in.finish();
        // Generated clients send the formats that they do not use as empty arrays.
        if (found.isEmpty() && empty.size() != 1) {
            found.addAll(empty);
        }
        if (found.size() > 1 || (found.isEmpty() && empty.isEmpty())) {
            throw new RequestException(400, ACCEPTED + (found.isEmpty() ? NONE : String.join(", ", found)));
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
        if (in.type() == JsonType.NULL) {
            in.readNull();
            return;
        }
        long before = rows.count();
        if (field.equals("dataframe_split")) {
            readSplit(in, what);
        } else if (in.type() == JsonType.OBJECT && !field.equals("dataframe_records")) {
            columns.read(in, what, rows);
        } else {
            rows.readRows(in, what);
        }
        (rows.count() > before ? found : empty).add(field);
    }

    /**
     * The columns' names, and an array of as many values for each row. The index that pandas adds is ignored. Without names, the values are in
     * the schema's order.
     */
    private void readSplit(JsonInput in, String what)
            throws InvalidJsonException, RequestException, InvalidRowsException {
        List<String> names = new ArrayList<>();
        boolean hasNames = false;
        JsonCells cells = new JsonCells(memory);
        KnownFields fields = new KnownFields(in, what, SPLIT_FIELDS);
        while (fields.next()) {
            if (fields.name().equals("columns")) {
                hasNames = true;
                readNames(in, names);
            } else {
                cells.read(in);
            }
        }
        if (!hasNames) {
            names.addAll(format.positions());
        }
        if (names.isEmpty() || !cells.isMatrix(names.size())) {
            throw new RequestException(
                    400,
                    what + " has " + names.size() + (names.size() == 1 ? " column" : " columns")
                            + ", and 'data' that is not arrays of as many values; accepted is {\"columns\": […],"
                            + " \"data\": [[…], …]}");
        }
        List<JsonColumn> named = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            named.add(new JsonColumn(names.get(i), Datatype.ANY, cells, i, names.size()));
        }
        rows.addColumns(named, cells.size() / names.size());
    }

    private void readNames(JsonInput in, List<String> names) throws InvalidJsonException {
        in.require(JsonType.ARRAY, "'columns'");
        in.beginArray();
        while (in.nextItem()) {
            Limits.checkColumns(names.size() + 1);
            names.add(columns.name(name(in, names.size())));
        }
    }

    /**
     * A column's name. For an array, pandas counts the columns: the number is the name of a column, or, if the model has no such column, its
     * place among the columns of a row without names.
     */
    private String name(JsonInput in, int place) throws InvalidJsonException {
        if (in.type() != JsonType.NUMBER) {
            return in.readString("a column's name");
        }
        in.readNumber();
        String number = in.text();
        boolean counts =
                format.find(number) < 0 && place < format.positions().size() && number.equals(Integer.toString(place));
        return counts ? format.positions().get(place) : number;
    }
}
