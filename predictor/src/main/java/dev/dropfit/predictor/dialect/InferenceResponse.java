package dev.dropfit.predictor.dialect;

import dev.dropfit.core.Text;
import dev.dropfit.core.model.Explanation;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import dev.dropfit.predictor.http.RequestException;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.json.JsonOutput;
import dev.dropfit.predictor.memory.RequestMemory;
import dev.dropfit.predictor.memory.ResponseBytes;
import dev.dropfit.predictor.predict.Explanations;
import dev.dropfit.predictor.row.DecodedRows;
import dev.dropfit.predictor.row.InvalidRowsException;
import dev.dropfit.predictor.row.NumberRows;
import dev.dropfit.predictor.row.Row;
import dev.dropfit.predictor.serve.ServedModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
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

    /** The length of most numbers, with a comma. */
    private static final int NUMBER_BYTES = 20;
    /** Numbers and labels are written to binary outputs in pieces of this many bytes. */
    private static final int PIECE = 8192;

    private final ServedModel served;
    private final Model model;
    private final InferenceRequest request;
    private final RequestMemory memory;
    /** The values of binary outputs. */
    private final ResponseBytes binary;

    private final @Nullable Explanations kind;
    private final boolean keepsBadRows;

    /**
     * A response to a request.
     *
     * @throws InvalidRowsException when the class to explain is none of the model's
     * @throws RequestException when an output is requested that there is not
     */
    InferenceResponse(ServedModel served, InferenceRequest request, RequestMemory memory)
            throws InvalidRowsException, RequestException {
        this.memory = memory;
        binary = new ResponseBytes(memory);
        this.served = served;
        this.model = served.model();
        this.request = request;
        kind = request.parameters().explanations(served);
        this.keepsBadRows = request.parameters().keepsBadRows();
        checkOutputs();
    }

    /**
     * The predictions of rows of numbers, without warnings and explanations; null if explanations or errors are asked for.
     *
     * @throws InvalidRowsException when one of them can't be scored
     */
    @Nullable
    Response of(NumberRows rows) throws InvalidRowsException {
        if (kind != null || keepsBadRows) {
            return null;
        }
        JsonOutput out = expected(rows.size());
        return write(InferenceScores.of(served, rows, memory), List.of(), out);
    }

    /** The predictions of rows. */
    Response of(DecodedRows decoded) throws InvalidRowsException {
        List<Row> rows = decoded.rows();
        if (kind != null) {
            memory.reserveExplanations(rows.size(), model.scorer().contributionSteps());
        }
        JsonOutput out = expected(rows.size());
        return write(InferenceScores.of(served, rows, kind, keepsBadRows, memory), warnings(decoded), out);
    }

    private Response write(InferenceScores scores, List<String> warnings, JsonOutput out) {
        out.beginObject();
        out.name("model_name").value(served.name().value());
        out.name("model_version").value(served.version());
        out.name("id").value(request.id());
        writeParameters(warnings, out);
        out.name("outputs").beginArray();
        writePredictions(scores, out);
        if (kind != null) {
            writeExplanations(scores, kind, out);
        }
        if (keepsBadRows) {
            vector(ERROR, scores.size(), out, scores::error);
        }
        out.endArray().endObject();
        if (binary.length() == 0) {
            return Response.json(out);
        }
        List<ByteBuffer> pieces = new ArrayList<>(out.pieces());
        long length = pieces.stream().mapToLong(ByteBuffer::remaining).sum();
        pieces.addAll(binary.finish());
        return new Response(200, TensorBody.TYPE, Map.of(TensorBody.LENGTH, Long.toString(length)), pieces);
    }

    /** An output whose length is known before rows are scored. A number is written as two bytes or more. */
    private JsonOutput expected(int rows) {
        JsonOutput out = new JsonOutput(memory);
        if (request.outputs().isEmpty()) {
            int inputs = kind != null ? served.format().inputs().size() : 0;
            long numbers = (long) rows * (model.outputs() + inputs);
            out.expect(2 * numbers, NUMBER_BYTES * numbers);
        }
        return out;
    }

    private void checkOutputs() throws RequestException {
        List<String> names = new ArrayList<>(List.of(model.pipeline().output()));
        if (model.pipeline().target() instanceof Target.Classes) {
            names.add(PROBABILITIES);
        }
        if (kind != null) {
            names.addAll(List.of(CONTRIBUTIONS, BASE, EXPLAINED, SCORE));
        }
        if (keepsBadRows) {
            names.add(ERROR);
        }
        List<String> unknown = request.outputs().keySet().stream()
                .filter(name -> !names.contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            throw new RequestException(
                    400,
                    "Unknown outputs: " + Text.truncate(String.join(", ", unknown), MAX_NAMES_LENGTH) + "; accepted: "
                            + String.join(", ", names));
        }
        for (RequestedOutput output : request.outputs().values()) {
            if (output.topClasses() > 0 && !output.name().equals(PROBABILITIES)) {
                throw new RequestException(
                        400,
                        "The output '" + output.name()
                                + "' has the parameter 'classification'; accepted is this parameter for '"
                                + PROBABILITIES + "' of a model of classes");
            }
        }
    }

    private void writePredictions(InferenceScores scores, JsonOutput out) {
        String output = model.pipeline().output();
        List<Integer> rows = List.of(scores.size());
        if (!(model.pipeline().target() instanceof Target.Classes classes)) {
            numbers(output, rows, scores.scores(), out);
            return;
        }
        if (request.isBinary(output) && isRequested(output)) {
            binaryLabels(output, scores, classes, out);
        } else {
            vector(output, scores.size(), out, i -> scores.isPredicted(i) ? classes.name(scores.predicted(i)) : null);
        }
        RequestedOutput probabilities = request.outputs().get(PROBABILITIES);
        if (probabilities != null && probabilities.topClasses() > 0) {
            TopClasses top = new TopClasses(scores, classes, probabilities.topClasses());
            texts(PROBABILITIES, top.shape(), out, top);
        } else {
            numbers(PROBABILITIES, List.of(scores.size(), classes.size()), scores.scores(), out);
        }
    }

    private void writeExplanations(InferenceScores scores, Explanations explained, JsonOutput out) {
        int size = scores.size();
        int width = served.format().inputs().size();
        List<Integer> rows = List.of(size);
        numbers(CONTRIBUTIONS, List.of(size, width), values(scores, width, Explanation::contributions), out);
        numbers(BASE, rows, values(scores, 1, explanation -> new double[] {explanation.base()}), out);
        vector(
                EXPLAINED,
                size,
                out,
                i -> scores.explanation(i) == null ? null : explained.explained(scores.predicted(i)));
        numbers(SCORE, rows, values(scores, 1, explanation -> new double[] {Explanations.score(explanation)}), out);
    }

    /** Numbers of the explanations of all rows, one row after the other; NaN for a row that can't be used. */
    private double[] values(InferenceScores scores, int width, Function<Explanation, double[]> ofRow) {
        memory.reserve((long) Double.BYTES * scores.size() * width);
        double[] values = new double[scores.size() * width];
        Arrays.fill(values, Double.NaN);
        for (int i = 0; i < scores.size(); i++) {
            Explanation explanation = scores.explanation(i);
            if (explanation != null) {
                System.arraycopy(ofRow.apply(explanation), 0, values, i * width, width);
            }
        }
        return values;
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
    private void vector(String name, int rows, JsonOutput out, IntFunction<@Nullable String> texts) {
        texts(name, List.of(rows), out, texts);
    }

    /** Writes a tensor of texts, one row after the other. */
    private void texts(String name, List<Integer> shape, JsonOutput out, IntFunction<@Nullable String> texts) {
        if (!isRequested(name)) {
            return;
        }
        int size = shape.stream().reduce(1, Math::multiplyExact);
        begin(name, "BYTES", shape, out);
        if (request.isBinary(name)) {
            long before = binary.length();
            for (int i = 0; i < size; i++) {
                byte[] bytes = lengthAndBytes(Objects.requireNonNullElse(texts.apply(i), ""));
                binary.write(bytes, 0, bytes.length);
            }
            endBinary(before, out);
            return;
        }
        out.name("data").beginArray();
        for (int i = 0; i < size; i++) {
            String text = texts.apply(i);
            if (text == null) {
                out.nullValue();
            } else {
                out.value(text);
            }
        }
        out.endArray().endObject();
    }

    /** Writes the predicted classes of all rows: the bytes of each class are made once. */
    private void binaryLabels(String name, InferenceScores scores, Target.Classes classes, JsonOutput out) {
        begin(name, "BYTES", List.of(scores.size()), out);
        byte[][] labels = new byte[classes.size()][];
        for (int k = 0; k < labels.length; k++) {
            labels[k] = lengthAndBytes(classes.name(k));
        }
        byte[] none = lengthAndBytes("");
        long before = binary.length();
        for (int i = 0; i < scores.size(); i++) {
            byte[] label = scores.isPredicted(i) ? labels[scores.predicted(i)] : none;
            binary.write(label, 0, label.length);
        }
        endBinary(before, out);
    }

    /** Writes a tensor of numbers; NaN is null in JSON. */
    private void numbers(String name, List<Integer> shape, double[] numbers, JsonOutput out) {
        if (!isRequested(name)) {
            return;
        }
        begin(name, "FP64", shape, out);
        if (request.isBinary(name)) {
            long before = binary.length();
            ByteBuffer piece = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < numbers.length; i += PIECE / Double.BYTES) {
                int count = Math.min(numbers.length - i, PIECE / Double.BYTES);
                piece.asDoubleBuffer().put(numbers, i, count);
                binary.write(piece.array(), 0, count * Double.BYTES);
            }
            endBinary(before, out);
            return;
        }
        out.name("data").beginArray();
        for (double number : numbers) {
            if (Double.isNaN(number)) {
                out.nullValue();
            } else {
                out.value(number);
            }
        }
        out.endArray().endObject();
    }

    private boolean isRequested(String name) {
        return request.outputs().isEmpty() || request.outputs().containsKey(name);
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

    private static List<String> warnings(DecodedRows decoded) {
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < decoded.size(); i++) {
            for (String warning : decoded.rows().get(i).warnings()) {
                warnings.add("row " + i + ": " + warning);
            }
        }
        warnings.addAll(decoded.moreWarnings());
        return warnings;
    }

    /** Writes the warnings, in one string as the protocol wants it, and the scale of the explanations. */
    private void writeParameters(List<String> warnings, JsonOutput out) {
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
