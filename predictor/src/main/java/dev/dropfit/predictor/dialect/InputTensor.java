package dev.dropfit.predictor.dialect;

import dev.dropfit.core.Text;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.json.JsonCells;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonType;
import dev.dropfit.predictor.json.KnownFields;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.row.Datatype;
import dev.dropfit.predictor.row.JsonColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A tensor of an inference request: its shape and datatype, and its values, which have been checked against the shape only. */
final class InputTensor {
    private static final Set<String> FIELDS = Set.of("name", "shape", "datatype", "data");
    private static final int MAX_DIMENSIONS = 2;
    private static final int MAX_NAME_LENGTH = 60;

    /** What a tensor needs besides its name and its values. */
    private static final int TENSOR_BYTES = 512;

    private final JsonCells cells;
    private final List<Integer> shape = new ArrayList<>();
    private Optional<String> name = Optional.empty();
    private Optional<Datatype> datatype = Optional.empty();
    private boolean hasShape;
    private boolean hasData;

    private InputTensor(RequestMemory memory) {
        cells = new JsonCells(memory);
    }

    /** @throws RequestException when it is incomplete, or its data do not have its shape */
    static InputTensor read(JsonInput in, RequestMemory memory) throws InvalidJsonException, RequestException {
        memory.reserve(TENSOR_BYTES);
        InputTensor tensor = new InputTensor(memory);
        KnownFields fields = new KnownFields(in, "an input", FIELDS);
        while (fields.next()) {
            tensor.readField(fields.name(), in);
        }
        tensor.check();
        memory.reserve((long) Character.BYTES * tensor.name().length());
        return tensor;
    }

    private void readField(String field, JsonInput in) throws InvalidJsonException, RequestException {
        switch (field) {
            case "name" -> name = Optional.of(in.readString("'name' of an input"));
            case "datatype" -> datatype = Optional.of(datatype(in.readString("'datatype' of an input")));
            case "shape" -> {
                hasShape = true;
                in.require(JsonType.ARRAY, "'shape' of an input");
                in.beginArray();
                while (in.nextItem()) {
                    readDimension(in);
                }
            }
            default -> {
                hasData = true;
                in.require(JsonType.ARRAY, "'data' of an input");
                cells.read(in);
            }
        }
    }

    private static Datatype datatype(String text) throws RequestException {
        return Datatype.find(text)
                .orElseThrow(
                        () -> new RequestException(
                                400,
                                "The datatype '" + truncated(text)
                                        + "' is unknown; accepted are BOOL, BYTES, FP16, FP32, FP64, INT8 to INT64 and UINT8 to UINT64"));
    }

    private void readDimension(JsonInput in) throws InvalidJsonException, RequestException {
        String text = in.type().description();
        if (in.type() == JsonType.NUMBER) {
            in.readNumber();
            text = in.text();
        }
        if (!text.matches("\\d{1,9}") || shape.size() == MAX_DIMENSIONS) {
            throw new RequestException(
                    400,
                    shape.size() == MAX_DIMENSIONS
                            ? "An input has more than two dimensions; accepted are [rows] and [rows, columns]"
                            : "A dimension of an input is " + truncated(text) + "; accepted is an integer from 0");
        }
        shape.add(Integer.parseInt(text));
    }

    private void check() throws RequestException {
        if (name.isEmpty() || datatype.isEmpty() || !hasShape || !hasData) {
            throw new RequestException(
                    400,
                    name.map(text -> "The input '" + truncated(text) + "'").orElse("An input")
                            + " is incomplete; accepted is an object with 'name', 'shape', 'datatype' and 'data'");
        }
        if (shape.isEmpty() || !cells.hasShape(shape)) {
            throw new RequestException(
                    400,
                    "The input '" + truncated(name()) + "' has the shape " + shape + " and " + cells.size()
                            + " values; accepted are as many values as the shape has, flat or nested in arrays of this shape");
        }
    }

    private static String truncated(String text) {
        return Text.truncate(text, MAX_NAME_LENGTH);
    }

    String name() {
        return name.orElse("");
    }

    /** The number of rows. */
    int length() {
        return shape.get(0);
    }

    private int width() {
        return shape.size() == 1 ? 1 : shape.get(1);
    }

    /** This tensor as one column. */
    JsonColumn column() throws RequestException {
        if (width() != 1) {
            throw new RequestException(
                    400,
                    "The input '" + truncated(name()) + "' has the shape " + shape + "; accepted are [" + length()
                            + "] and [" + length()
                            + ", 1] for each column, or a single input with all columns in the schema's order");
        }
        return new JsonColumn(name(), datatype.orElse(Datatype.ANY), cells, 0, 1);
    }

    /** This tensor as columns: each row has its values in the order of a row without names. */
    List<JsonColumn> columns(RowFormat format) throws RequestException {
        int width = width();
        if (width < format.minPositions() || width > format.positions().size()) {
            throw new RequestException(
                    400,
                    "The input '" + truncated(name()) + "' is not a column of the model, and has the shape " + shape
                            + "; accepted are an input for each column, or one input of the shape [rows, "
                            + format.positions().size() + "] in the schema's order");
        }
        Datatype type = datatype.filter(given -> given != Datatype.STRING).orElse(Datatype.CELL);
        List<JsonColumn> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            columns.add(new JsonColumn(format.positions().get(i), type, cells, i, width));
        }
        return columns;
    }
}
