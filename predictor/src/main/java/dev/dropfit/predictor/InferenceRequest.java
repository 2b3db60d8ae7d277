package dev.dropfit.predictor;

import dev.dropfit.core.model.RowFormat;
import dev.dropfit.core.model.Input;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The inference request object of the Open Inference Protocol. */
final class InferenceRequest {
    private static final Set<String> FIELDS = Set.of("id", "parameters", "inputs", "outputs");

    private final List<InputTensor> inputs = new ArrayList<>();
    private final Set<String> outputs = new LinkedHashSet<>();
    private Optional<String> id = Optional.empty();
    private boolean hasInputs;
    private boolean explain;

    private InferenceRequest() {}

    /** @throws RequestException when the body is not such an object */
    static InferenceRequest read(byte[] body) throws RequestException {
        InferenceRequest request = new InferenceRequest();
        JsonText.read(
                body,
                in -> JsonText.readObject(in, "the inference request", FIELDS, name -> request.readField(name, in)));
        if (!request.hasInputs) {
            throw new RequestException(400, "The inference request has no 'inputs'; accepted is a list of tensors");
        }
        return request;
    }

    private void readField(String name, JsonInput in) throws RequestException {
        switch (name) {
            case "id" -> id = Optional.of(JsonText.readString(in, "'id'"));
            case "parameters" -> explain = JsonText.readExplain(in, "parameters");
            case "inputs" -> {
                hasInputs = true;
                JsonText.readList(in, "'inputs'", tensor -> inputs.add(InputTensor.read(tensor)));
            }
            default ->
                JsonText.readList(
                        in,
                        "'outputs'",
                        list -> JsonText.readObject(
                                list,
                                "a requested output",
                                Set.of("name"),
                                field -> outputs.add(JsonText.readString(list, "'name' of a requested output"))));
        }
    }

    /** The request's, or a new one. */
    String id() {
        return id.orElseGet(() -> UUID.randomUUID().toString());
    }

    boolean explain() {
        return explain;
    }

    /** The names of the outputs that are asked for; empty for all. */
    Set<String> outputs() {
        return outputs;
    }

    /**
     * The rows that the tensors are.
     *
     * @throws RequestException when they don't fit each other or the model
     */
    List<Row> rows(RowFormat format, Limits limits, Tally tally) throws RequestException {
        List<String> names = format.inputs().stream().map(Input::column).toList();
        JsonRows rows = new JsonRows(format, limits, tally);
        if (inputs.size() == 1 && !names.contains(inputs.get(0).name())) {
            InputTensor matrix = inputs.get(0);
            rows.addColumns(matrix.columns(names), matrix.length());
            return rows.finish();
        }
        List<JsonColumn> columns = new ArrayList<>();
        int length = 0;
        for (InputTensor input : inputs) {
            if (columns.isEmpty()) {
                length = input.length();
            } else if (input.length() != length) {
                throw new RequestException(
                        400,
                        "The inputs '" + columns.get(0).name() + "' and '" + input.name() + "' have " + length + " and "
                                + input.length() + " rows; accepted are as many in each");
            }
            columns.add(input.column());
        }
        rows.addColumns(columns, length);
        return rows.finish();
    }
}
