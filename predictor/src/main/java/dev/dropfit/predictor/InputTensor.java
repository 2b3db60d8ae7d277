package dev.dropfit.predictor;

import dev.dropfit.predictor.JsonInput.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A tensor of an inference request: shape and datatype as it says, values as they came. */
final class InputTensor {
    private static final Set<String> FIELDS = Set.of("name", "shape", "datatype", "data");
    private static final int MOST_DIMENSIONS = 2;
    private static final int SHOWN = 60;

    private final JsonCells cells = new JsonCells();
    private final List<Integer> shape = new ArrayList<>();
    private Optional<String> name = Optional.empty();
    private Optional<Datatype> datatype = Optional.empty();
    private boolean hasShape;
    private boolean hasData;

    private InputTensor() {}

    /** @throws RequestException when it is no tensor, or its data are not of its shape */
    static InputTensor read(JsonInput in) throws RequestException {
        InputTensor tensor = new InputTensor();
        JsonText.readObject(in, "an input", FIELDS, field -> tensor.readField(field, in));
        tensor.check();
        return tensor;
    }

    private void readField(String field, JsonInput in) throws RequestException {
        switch (field) {
            case "name" -> name = Optional.of(JsonText.readString(in, "'name' of an input"));
            case "datatype" -> {
                String text = JsonText.readString(in, "'datatype' of an input");
                datatype = Optional.of(
                        Datatype.find(text)
                                .orElseThrow(
                                        () -> new RequestException(
                                                400,
                                                "The datatype '" + shortened(text)
                                                        + "' is not one; accepted are BOOL, BYTES, FP16, FP32, FP64, INT8 to INT64 and UINT8 to UINT64")));
            }
            case "shape" -> {
                hasShape = true;
                JsonText.readList(in, "'shape' of an input", this::readDimension);
            }
            default -> {
                hasData = true;
                if (in.kind() != Kind.LIST) {
                    throw new RequestException(
                            400, "'data' of an input is " + in.kind().words() + "; accepted is a list");
                }
                cells.read(in);
            }
        }
    }

    private void readDimension(JsonInput in) throws RequestException {
        String text = in.kind().words();
        if (in.kind() == Kind.NUMBER) {
            in.readNumber();
            text = in.text();
        }
        if (!text.matches("\\d{1,9}") || shape.size() == MOST_DIMENSIONS) {
            throw new RequestException(
                    400,
                    shape.size() == MOST_DIMENSIONS
                            ? "An input has more than two dimensions; accepted are [rows] and [rows, columns]"
                            : "A dimension of an input is " + shortened(text) + "; accepted is a whole number from 0");
        }
        shape.add(Integer.parseInt(text));
    }

    private void check() throws RequestException {
        if (name.isEmpty() || datatype.isEmpty() || !hasShape || !hasData) {
            throw new RequestException(
                    400,
                    name.map(text -> "The input '" + shortened(text) + "'").orElse("An input")
                            + " is not whole; accepted is an object with 'name', 'shape', 'datatype' and 'data'");
        }
        if (shape.isEmpty() || !cells.isOf(shape)) {
            throw new RequestException(
                    400,
                    "The input '" + shortened(name()) + "' has the shape " + shape + " and " + cells.size()
                            + " values; accepted are as many values as the shape says, flat or nested in lists of this shape");
        }
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    String name() {
        return name.orElse("");
    }

    /** How many rows it has. */
    int length() {
        return shape.get(0);
    }

    private int width() {
        return shape.size() == 1 ? 1 : shape.get(1);
    }

    /** This tensor as a column of its name. */
    JsonColumn column() throws RequestException {
        if (width() != 1) {
            throw new RequestException(
                    400,
                    "The input '" + shortened(name()) + "' has the shape " + shape + "; accepted are [" + length()
                            + "] and [" + length()
                            + ", 1] for each column, or one input alone with all columns in the schema's order");
        }
        return new JsonColumn(name(), datatype.orElse(Datatype.ANY), cells, 0, 1);
    }

    /** This tensor as one column for each of these names, in their order. */
    List<JsonColumn> columns(List<String> names) throws RequestException {
        if (width() != names.size()) {
            throw new RequestException(
                    400,
                    "The input '" + shortened(name()) + "' is not a column of the model, and has the shape " + shape
                            + "; accepted are an input for each column, or one of [rows, " + names.size()
                            + "] in the schema's order");
        }
        Datatype type = datatype.filter(given -> given != Datatype.TEXT).orElse(Datatype.CELL);
        List<JsonColumn> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(new JsonColumn(names.get(i), type, cells, i, names.size()));
        }
        return columns;
    }
}
