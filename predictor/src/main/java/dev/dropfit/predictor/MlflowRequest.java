package dev.dropfit.predictor;

import dev.dropfit.core.model.RowFormat;
import dev.dropfit.predictor.JsonInput.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The JSON that MLflow's {@code /invocations} takes: exactly one of four ways to write rows, and parameters. */
final class MlflowRequest {
    private static final Set<String> FIELDS =
            Set.of("dataframe_split", "dataframe_records", "instances", "inputs", "params");
    private static final String ACCEPTED =
            "The request must have exactly one of 'dataframe_split', 'dataframe_records', 'instances' and 'inputs'; it has ";

    private final JsonRows rows;
    private final List<String> found = new ArrayList<>();
    private boolean explain;

    MlflowRequest(RowFormat format, Limits limits, Tally tally) {
        rows = new JsonRows(format, limits, tally);
    }

    /** @throws RequestException when the body is not such a request, or its rows are not the model's */
    List<Row> read(byte[] body) throws RequestException {
        JsonText.read(body, in -> JsonText.readObject(in, "the request", FIELDS, field -> readField(field, in)));
        if (found.size() != 1) {
            throw new RequestException(400, ACCEPTED + (found.isEmpty() ? "none" : String.join(", ", found)));
        }
        return rows.finish();
    }

    boolean explain() {
        return explain;
    }

    private void readField(String field, JsonInput in) throws RequestException {
        if (field.equals("params")) {
            explain = JsonText.readExplain(in, field);
            return;
        }
        found.add(field);
        String what = "'" + field + "'";
        if (field.equals("dataframe_split")) {
            readSplit(in, what);
        } else if (in.kind() == Kind.OBJECT && !field.equals("dataframe_records")) {
            readColumns(in, what);
        } else {
            rows.readRows(in, what);
        }
    }

    /** The columns' names, and a list of as many values for each row; pandas adds an index, which is of no use here. */
    private void readSplit(JsonInput in, String what) throws RequestException {
        List<String> names = new ArrayList<>();
        JsonCells cells = new JsonCells();
        JsonText.readObject(in, what, Set.of("columns", "data"), field -> {
            if (field.equals("columns")) {
                JsonText.readList(in, "'columns'", list -> names.add(JsonText.readString(list, "a column's name")));
            } else {
                cells.read(in);
            }
        });
        if (names.isEmpty() || !cells.isMatrix(names.size())) {
            throw new RequestException(
                    400,
                    what + " has " + names.size() + (names.size() == 1 ? " column" : " columns")
                            + " and 'data' that are not lists of as many values; accepted is {\"columns\": […], \"data\": [[…], …]}");
        }
        List<JsonColumn> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(new JsonColumn(names.get(i), Datatype.ANY, cells, i, names.size()));
        }
        rows.addColumns(columns, cells.size() / names.size());
    }

    /** An object of columns, each a list of values. */
    private void readColumns(JsonInput in, String what) throws RequestException {
        List<JsonColumn> columns = new ArrayList<>();
        in.beginObject();
        while (in.nextField()) {
            String name = in.text();
            if (in.kind() != Kind.LIST) {
                throw new RequestException(
                        400, what + " is an object whose fields are not all lists; accepted is a list for each column");
            }
            JsonCells cells = new JsonCells();
            cells.read(in);
            if (!cells.isColumn()) {
                throw new RequestException(
                        400, what + " has columns of lists of values; accepted is one value for each row");
            }
            columns.add(new JsonColumn(name, Datatype.ANY, cells, 0, 1));
        }
        int length = columns.isEmpty() ? 0 : columns.get(0).cells().size();
        for (JsonColumn column : columns) {
            if (column.cells().size() != length) {
                throw new RequestException(
                        400, what + " has columns of different lengths; accepted are as many values in each");
            }
        }
        rows.addColumns(columns, length);
    }
}
