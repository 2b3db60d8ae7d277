package dev.dropfit.predictor.dialect;

import dev.dropfit.core.model.RowFormat;
import dev.dropfit.predictor.http.Limits;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.json.InvalidJsonException;
import dev.dropfit.predictor.json.JsonInput;
import dev.dropfit.predictor.json.JsonType;
import dev.dropfit.predictor.json.KnownFields;
import dev.dropfit.predictor.memory.LimitExceededException;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.observe.Tally;
import dev.dropfit.predictor.row.DecodedRows;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.row.JsonRows;
import dev.dropfit.predictor.row.NumberRows;
import dev.dropfit.predictor.row.RequestColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The inference request object of the Open Inference Protocol. */
final class InferenceRequest {
    private static final Set<String> FIELDS = Set.of("id", "parameters", "inputs", "outputs");

    /** The maximum number of requested outputs: many more than a model has. */
    private static final int MAX_OUTPUTS = 100;

    private final RequestMemory memory;
    private final List<InputTensor> inputs = new ArrayList<>();
    /** The requested outputs by their names. */
    private final Map<String, RequestedOutput> outputs = new LinkedHashMap<>();

    private @Nullable String id;
    private boolean hasInputs;
    private Parameters parameters;

    private InferenceRequest(RequestMemory memory, Parameters parameters) {
        this.memory = memory;
        this.parameters = parameters;
    }

    /**
     * Reads a request.
     *
     * @param query the parameters of the query
     * @throws RequestException when the body has no inputs, or tensors that can't be used
     */
    static InferenceRequest read(TensorBody body, RequestMemory memory, Parameters query)
            throws IOException, RequestException {
        JsonInput in = body.json();
        InferenceRequest request = new InferenceRequest(memory, query);
        KnownFields fields = new KnownFields(in, "the inference request", FIELDS);
        while (fields.next()) {
            request.readField(fields.name(), in);
        }
        in.finish();
        if (!request.hasInputs) {
            throw new RequestException(400, "The inference request has no 'inputs'; accepted is an array of tensors");
        }
        request.findBinary(body);
        return request;
    }

    /** Finds the values of the binary tensors, which follow the JSON in the order of the inputs. */
    private void findBinary(TensorBody body) throws RequestException {
        long announced = 0;
        for (InputTensor input : inputs) {
            announced += input.binarySize();
        }
        if (announced != body.binaryLength()) {
            throw new RequestException(
                    400,
                    "The inputs have " + announced + " bytes of binary data, and " + body.binaryLength()
                            + " bytes follow the JSON; accepted is the same number (" + TensorBody.LENGTH
                            + " is the length of the JSON)");
        }
        int at = body.binary();
        for (InputTensor input : inputs) {
            if (input.isBinary()) {
                input.find(body, at, memory);
                at += input.binarySize();
            }
        }
    }

    private void readField(String name, JsonInput in) throws InvalidJsonException, RequestException {
        if (in.type() == JsonType.NULL && !name.equals("inputs")) {
            // Clients that write all fields of an object, with or without a value.
            in.readNull();
            return;
        }
        switch (name) {
            case "id" -> {
                String text = in.readString("'id'");
                memory.reserve((long) Character.BYTES * text.length());
                id = text;
            }
            case "parameters" -> parameters = parameters.with(in, "'parameters'");
            case "inputs" -> readInputs(in);
            default -> readOutputs(in);
        }
    }

    private void readInputs(JsonInput in) throws InvalidJsonException, RequestException {
        hasInputs = true;
        in.require(JsonType.ARRAY, "'inputs'");
        in.beginArray();
        while (in.nextItem()) {
            Limits.checkColumns(inputs.size() + 1);
            inputs.add(InputTensor.read(in, memory));
        }
    }

    private void readOutputs(JsonInput in) throws InvalidJsonException, RequestException {
        in.require(JsonType.ARRAY, "'outputs'");
        in.beginArray();
        while (in.nextItem()) {
            RequestedOutput output = RequestedOutput.read(in);
            if (!output.name().isEmpty()) {
                outputs.put(output.name(), output);
            }
            if (outputs.size() > MAX_OUTPUTS) {
                throw LimitExceededException.always("The request has more than " + MAX_OUTPUTS + " outputs, the limit");
            }
        }
    }

    /** The request's id, or a new one, the same each time. */
    String id() {
        String known = id;
        if (known == null) {
            known = UUID.randomUUID().toString();
            id = known;
        }
        return known;
    }

    Parameters parameters() {
        return parameters;
    }

    /** The requested outputs by their names; empty for all. Not a copy. */
    Map<String, RequestedOutput> outputs() {
        return outputs;
    }

    /** Whether an output is to be binary. */
    boolean isBinary(String output) {
        if (outputs.isEmpty()) {
            return parameters.binaryOutput();
        }
        RequestedOutput requested = outputs.get(output);
        return requested != null && requested.binary();
    }

    /**
     * The rows of the tensors, if they are binary numbers that need no warning and have no problem; null otherwise.
     *
     * @throws RequestException when the tensors' shapes do not fit each other or the model
     */
    @Nullable
    NumberRows numberRows(RowFormat format, int maxRows) throws RequestException {
        for (InputTensor input : inputs) {
            if (!input.isBinary() || input.length() > maxRows) {
                return null;
            }
        }
        List<RequestColumn> columns = columns(format);
        return columns.isEmpty()
                ? null
                : NumberRows.find(format, columns, inputs.get(0).length(), memory);
    }

    /**
     * The rows of the tensors.
     *
     * @throws RequestException when the tensors' shapes do not fit each other or the model
     * @throws InvalidRowsException when the rows are not the model's, and are not to be kept
     */
    DecodedRows rows(RowFormat format, int maxRows, Tally tally) throws RequestException, InvalidRowsException {
        boolean keepsBadRows = parameters.keepsBadRows();
        JsonRows rows = new JsonRows(format, maxRows, tally, memory, keepsBadRows);
        rows.addColumns(columns(format), inputs.isEmpty() ? 0 : inputs.get(0).length());
        return rows.finish(keepsBadRows);
    }

    /** The columns of the tensors, all of the same length. */
    private List<RequestColumn> columns(RowFormat format) throws RequestException {
        if (inputs.size() == 1 && !format.positions().contains(inputs.get(0).name())) {
            return inputs.get(0).columns(format);
        }
        List<RequestColumn> columns = new ArrayList<>();
        for (InputTensor input : inputs) {
            int length = inputs.get(0).length();
            if (input.length() != length) {
                throw new RequestException(
                        400,
                        "The inputs '" + columns.get(0).name() + "' and '" + input.name() + "' have " + length + " and "
                                + input.length() + " rows; accepted is the same number in each");
            }
            columns.add(input.column());
        }
        return columns;
    }
}
