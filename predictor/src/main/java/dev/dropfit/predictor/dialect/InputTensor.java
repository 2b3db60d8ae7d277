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
import dev.dropfit.predictor.row.BinaryColumn;
import dev.dropfit.predictor.row.BinaryValues;
import dev.dropfit.predictor.row.Datatype;
import dev.dropfit.predictor.row.JsonColumn;
import dev.dropfit.predictor.row.RequestColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A tensor of an inference request: its shape and datatype, and its values, which have been checked against the shape only. */
final class InputTensor {
    private static final Set<String> FIELDS = Set.of("name", "shape", "datatype", "data", "parameters");
    private static final Set<String> PARAMETERS = Set.of("binary_data_size", "content_type", SharedMemory.REGION);
    private static final int MAX_DIGITS = 9;
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
    private Optional<Codec> codec = Optional.empty();
    /** The bytes of a binary tensor, -1 if it is not binary. */
    private int binarySize = -1;

    private @Nullable BinaryValues binary;

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
            case "parameters" -> readParameters(in);
            default -> {
                hasData = true;
                in.require(JsonType.ARRAY, "'data' of an input");
                cells.read(in);
            }
        }
    }

    private void readParameters(JsonInput in) throws InvalidJsonException, RequestException {
        if (in.type() == JsonType.NULL) {
            in.readNull();
            return;
        }
        KnownFields fields = new KnownFields(in, "'parameters' of an input", PARAMETERS);
        while (fields.next()) {
            if (in.type() == JsonType.NULL) {
                in.readNull();
            } else if (fields.name().equals("content_type")) {
                codec = Optional.of(Codec.of(in.readString("'content_type'")));
            } else if (fields.name().equals(SharedMemory.REGION)) {
                throw SharedMemory.refused("An input");
            } else {
                in.require(JsonType.NUMBER, "'binary_data_size'");
                in.readNumber();
                String text = in.text();
                if (text.length() > MAX_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                    throw new RequestException(
                            400, "A binary_data_size is " + truncated(text) + "; accepted is a number of bytes");
                }
                binarySize = Integer.parseInt(text);
            }
        }
    }

    private static Datatype datatype(String text) throws RequestException {
        return Datatype.find(text)
                .orElseThrow(() -> new RequestException(
                        400,
                        "The datatype '" + truncated(text)
                                + "' is unknown; accepted are BOOL, BYTES, BF16, FP16, FP32, FP64, INT8 to"
                                + " INT64 and UINT8 to UINT64"));
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

    private void check() throws RequestException, InvalidJsonException {
        if (name.isEmpty() || datatype.isEmpty() || !hasShape || hasData == isBinary()) {
            throw new RequestException(
                    400,
                    name.map(text -> "The input '" + truncated(text) + "'").orElse("An input")
                            + " is incomplete; accepted is an object with 'name', 'shape', 'datatype' and 'data', or"
                            + " the parameter 'binary_data_size' instead of 'data'");
        }
        if (codec.filter(given -> given == Codec.BASE64).isPresent() && !isBinary()) {
            cells.decodeBase64();
        }
        if (codec.filter(given -> given == Codec.PANDAS_JSON).isPresent()) {
            if (isBinary()) {
                throw new RequestException(
                        400,
                        "The input '" + truncated(name())
                                + "' has the content_type pd_json and binary data; accepted is 'data' for it");
            }
            cells.decodeJson();
            datatype = Optional.of(Datatype.ANY);
        }
        if (isBinary() && !shape.isEmpty()) {
            return;
        }
        if (shape.isEmpty() || !cells.hasShape(shape)) {
            throw new RequestException(
                    400,
                    "The input '" + truncated(name()) + "' has the shape " + shape + " and " + cells.size()
                            + " values; accepted are as many values as the shape has, flat or nested in arrays of this"
                            + " shape");
        }
    }

    /** Whether its values are among the bytes after the JSON. */
    boolean isBinary() {
        return binarySize >= 0;
    }

    /** The number of its bytes after the JSON. */
    int binarySize() {
        return Math.max(0, binarySize);
    }

    /**
     * Finds the values of a binary tensor.
     *
     * @param offset where they begin
     * @throws RequestException when they are not as many as its shape says
     */
    void find(TensorBody body, int offset, RequestMemory memory) throws RequestException {
        long count = shape.stream().mapToLong(Integer::longValue).reduce(1, (one, other) -> one * other);
        binary = BinaryValues.find(body.bytes(), offset, binarySize, datatype.orElseThrow(), count, memory);
        if (binary == null) {
            throw new RequestException(
                    400,
                    "The input '" + truncated(name()) + "' has the shape " + shape + " and " + binarySize
                            + " bytes, which are not as many values of its datatype");
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
    RequestColumn column() throws RequestException {
        if (width() != 1) {
            throw new RequestException(
                    400,
                    "The input '" + truncated(name()) + "' has the shape " + shape + "; accepted are [" + length()
                            + "] and [" + length()
                            + ", 1] for each column, or a single input with all columns in the schema's order");
        }
        return column(name(), datatype.orElse(Datatype.ANY), 0, 1);
    }

    /** This tensor as columns: each row has its values in the order of a row without names. */
    List<RequestColumn> columns(RowFormat format) throws RequestException {
        int width = width();
        if (width < format.minPositions() || width > format.positions().size()) {
            throw new RequestException(
                    400,
                    "The input '" + truncated(name()) + "' is not a column of the model, and has the shape " + shape
                            + "; accepted are an input for each column, or one input of the shape [rows, "
                            + format.positions().size() + "] in the schema's order");
        }
        Datatype type = datatype.filter(given -> given != Datatype.BYTES).orElse(Datatype.CELL);
        List<RequestColumn> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            columns.add(column(format.positions().get(i), type, i, width));
        }
        return columns;
    }

    private RequestColumn column(String field, Datatype type, int first, int step) {
        return binary == null
                ? new JsonColumn(field, type, cells, first, step)
                : new BinaryColumn(field, type, binary, first, step);
    }
}
