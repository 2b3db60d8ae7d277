package dev.dropfit.predictor.dialect;

import dev.dropfit.core.Text;
import dev.dropfit.core.model.Explanation;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.NumbersTooLargeException;
import dev.dropfit.core.model.Prediction;
import dev.dropfit.core.model.Target;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.json.JsonOutput;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.memory.ResponseBytes;
import dev.dropfit.predictor.predict.Explanations;
import dev.dropfit.predictor.row.DecodedRows;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.row.Row;
import dev.dropfit.predictor.serve.ServedModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The inference response object of the Open Inference Protocol: predictions as tensors. */
final class InferenceResponse {
    static final String PROBABILITIES = "probabilities";

    private static final String CONTRIBUTIONS = "contributions";
    private static final String EXPLAINED = "explained";
    private static final String BASE = "base";
    private static final String SCORE = "score";
    private static final String ERROR = "error";
    private static final int MAX_NAMES_LENGTH = 200;

    /** What a row needs besides its numbers. */
    private static final int ROW_BYTES = 80;
    /** The length of most numbers, with a comma. */
    private static final int NUMBER_BYTES = 20;

    private final ServedModel served;
    private final Model model;
    private final InferenceRequest request;
    private final DecodedRows decoded;
    private final RequestMemory memory;
    /** The values of binary outputs. */
    private final ResponseBytes binary;

    private final List<Row> rows;
    private final @Nullable Explanations kind;
    private final boolean explain;
    private final boolean keepsBadRows;
    /** Null for a row that can't be used, as in {@link #explanations}. */
    private double[] @Nullable [] scores = {};
    /** The index of each row's class. */
    private int[] predicted = {};

    private @Nullable Explanation[] explanations = {};
    /** Why each row can't be used, empty if it can; only if such rows are kept. */
    private String[] errors = {};

    /** @throws InvalidRowsException when the class to explain is none of the model's */
    InferenceResponse(ServedModel served, InferenceRequest request, DecodedRows decoded, RequestMemory memory)
            throws InvalidRowsException {
        this.memory = memory;
        binary = new ResponseBytes(memory);
        this.served = served;
        this.model = served.model();
        this.request = request;
        this.decoded = decoded;
        this.rows = decoded.rows();
        kind = request.parameters().explanations(served);
        explain = kind != null;
        this.keepsBadRows = request.parameters().keepsBadRows();
    }

    /** Predicts all rows. */
    Response response() throws RequestException, InvalidRowsException {
        JsonOutput out = new JsonOutput(memory);
        write(out);
        if (binary.length() == 0) {
            return Response.json(out);
        }
        List<ByteBuffer> pieces = new ArrayList<>(out.pieces());
        long length = pieces.stream().mapToLong(ByteBuffer::remaining).sum();
        pieces.addAll(binary.finish());
        return new Response(200, TensorBody.TYPE, Map.of(TensorBody.LENGTH, Long.toString(length)), pieces);
    }

    private void write(JsonOutput out) throws RequestException, InvalidRowsException {
        checkOutputs();
        reserve(out);
        predict();
        out.beginObject();
        out.name("model_name").value(served.name().value());
        out.name("model_version").value(served.version());
        out.name("id").value(request.id());
        writeParameters(out);
        out.name("outputs").beginArray();
        writePredictions(out);
        if (kind != null) {
            writeExplanations(kind, out);
        }
        if (keepsBadRows) {
            vector(ERROR, out, i -> errors[i]);
        }
        out.endArray().endObject();
    }

    /** The scores and explanations of all rows are kept until they are written; a number is written as two bytes or more. */
    private void reserve(JsonOutput out) {
        int inputs = explain ? served.format().inputs().size() : 0;
        if (request.outputs().isEmpty()) {
            long numbers = (long) rows.size() * (model.outputs() + inputs);
            out.expect(2 * numbers, NUMBER_BYTES * numbers);
        }
        if (explain) {
            out.expectExplanations(rows.size(), model.scorer().contributionSteps());
        }
        long kept = (long) model.outputs() + inputs + (explain ? 2 : 0);
        out.reserveAlso(rows.size() * (ROW_BYTES + Double.BYTES * kept));
        scores = new double[rows.size()][];
        predicted = new int[rows.size()];
        explanations = new Explanation[explain ? rows.size() : 0];
        errors = new String[keepsBadRows ? rows.size() : 0];
    }

    private void predict() throws InvalidRowsException {
        Prediction prediction = new Prediction(model);
        for (int i = 0; i < scores.length; i++) {
            if (keepsBadRows) {
                errors[i] = rows.get(i).error();
            }
            if (rows.get(i).isBad()) {
                continue;
            }
            double[] row = rows.get(i).values();
            try {
                prediction.predict(row);
                if (kind != null) {
                    explanations[i] = kind.of(row, prediction.index());
                }
                scores[i] = prediction.scores();
                predicted[i] = prediction.index();
            } catch (NumbersTooLargeException e) {
                if (!keepsBadRows) {
                    throw new InvalidRowsException("Row " + i + " has " + e.getMessage());
                }
                errors[i] = "found " + e.getMessage();
            }
        }
    }

    private void checkOutputs() throws RequestException {
        List<String> names = new ArrayList<>(List.of(model.pipeline().output()));
        if (model.pipeline().target() instanceof Target.Classes) {
            names.add(PROBABILITIES);
        }
        if (explain) {
            names.addAll(List.of(CONTRIBUTIONS, BASE, EXPLAINED, SCORE));
        }
        if (keepsBadRows) {
            names.add(ERROR);
        }
        List<String> unknown =
                request.outputs().stream().filter(name -> !names.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new RequestException(
                    400,
                    "Unknown outputs: " + Text.truncate(String.join(", ", unknown), MAX_NAMES_LENGTH) + "; accepted: "
                            + String.join(", ", names));
        }
    }

    private void writePredictions(JsonOutput out) {
        String output = model.pipeline().output();
        if (!(model.pipeline().target() instanceof Target.Classes classes)) {
            matrix(output, List.of(scores.length), 1, out, i -> scores[i]);
            return;
        }
        vector(output, out, i -> scores[i] == null ? null : classes.name(predicted[i]));
        matrix(PROBABILITIES, classes.size(), out, i -> scores[i]);
    }

    private void writeExplanations(Explanations explained, JsonOutput out) {
        int width = served.format().inputs().size();
        matrix(CONTRIBUTIONS, width, out, i -> {
            Explanation explanation = explanations[i];
            return explanation == null ? null : explanation.contributions();
        });
        matrix(BASE, List.of(scores.length), 1, out, i -> {
            Explanation explanation = explanations[i];
            return explanation == null ? null : new double[] {explanation.base()};
        });
        vector(EXPLAINED, out, i -> explanations[i] == null ? null : explained.explained(predicted[i]));
        matrix(SCORE, List.of(scores.length), 1, out, i -> {
            Explanation explanation = explanations[i];
            return explanation == null ? null : new double[] {Explanations.score(explanation)};
        });
    }

    private static byte[] lengthAndBytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    /** Writes a tensor of one text per row; null for a row that can't be used. */
    private void vector(String name, JsonOutput out, IntFunction<@Nullable String> texts) {
        if (!isRequested(name)) {
            return;
        }
        begin(name, "BYTES", List.of(scores.length), out);
        if (request.isBinary(name)) {
            long before = binary.length();
            // Most rows have one of a few texts, so the last one's bytes are kept, with their length before them.
            String last = "";
            byte[] bytes = lengthAndBytes(last);
            for (int i = 0; i < scores.length; i++) {
                String text = Objects.requireNonNullElse(texts.apply(i), "");
                if (!text.equals(last)) {
                    bytes = lengthAndBytes(text);
                    last = text;
                }
                binary.write(bytes, 0, bytes.length);
            }
            endBinary(before, out);
            return;
        }
        out.name("data").beginArray();
        for (int i = 0; i < scores.length; i++) {
            String text = texts.apply(i);
            if (text == null) {
                out.nullValue();
            } else {
                out.value(text);
            }
        }
        out.endArray().endObject();
    }

    /** Writes a tensor of several numbers per row; null for each number of a row that can't be used, or NaN if it is binary. */
    private void matrix(String name, int width, JsonOutput out, IntFunction<double @Nullable []> values) {
        matrix(name, List.of(scores.length, width), width, out, values);
    }

    private void matrix(
            String name, List<Integer> shape, int width, JsonOutput out, IntFunction<double @Nullable []> values) {
        if (!isRequested(name)) {
            return;
        }
        begin(name, "FP64", shape, out);
        if (request.isBinary(name)) {
            long before = binary.length();
            ByteBuffer row = ByteBuffer.allocate(width * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < scores.length; i++) {
                double[] numbers = values.apply(i);
                for (int k = 0; k < width; k++) {
                    row.putDouble(k * Double.BYTES, numbers == null ? Double.NaN : numbers[k]);
                }
                binary.write(row.array(), 0, row.capacity());
            }
            endBinary(before, out);
            return;
        }
        out.name("data").beginArray();
        for (int i = 0; i < scores.length; i++) {
            double[] numbers = values.apply(i);
            for (int k = 0; k < width; k++) {
                if (numbers == null) {
                    out.nullValue();
                } else {
                    out.value(numbers[k]);
                }
            }
        }
        out.endArray().endObject();
    }

    private boolean isRequested(String name) {
        return request.outputs().isEmpty() || request.outputs().contains(name);
    }

    private static void begin(String name, String datatype, List<Integer> shape, JsonOutput out) {
        out.beginObject();
        out.name("name").value(name);
        out.name("datatype").value(datatype);
        out.name("shape").beginArray();
        for (int dimension : shape) {
            out.value(dimension);
        }
        out.endArray();
    }

    /** @param before the bytes of the tensors before this one */
    private void endBinary(long before, JsonOutput out) {
        out.name("parameters").beginObject();
        out.name("binary_data_size").value(binary.length() - before);
        out.endObject().endObject();
    }

    /** Writes the warnings, in one string as the protocol wants it, and the scale of the explanations. */
    private void writeParameters(JsonOutput out) {
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            for (String warning : rows.get(i).warnings()) {
                warnings.add("row " + i + ": " + warning);
            }
        }
        warnings.addAll(decoded.moreWarnings());
        if (warnings.isEmpty() && kind == null) {
            return;
        }
        out.name("parameters").beginObject();
        if (!warnings.isEmpty()) {
            out.name("warnings").value(String.join("; ", warnings));
        }
        if (kind != null) {
            out.name("scale").value(kind.scale());
        }
        out.endObject();
    }
}
