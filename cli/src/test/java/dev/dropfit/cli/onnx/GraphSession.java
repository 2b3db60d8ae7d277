package dev.dropfit.cli.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.NumbersTooLargeException;
import dev.dropfit.core.model.Prediction;
import dev.dropfit.core.model.RowFiller;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.core.model.Target;
import java.nio.DoubleBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A graph in ONNX Runtime. */
final class GraphSession implements AutoCloseable {
    /** Of a probability; of a number, a part of it. */
    private static final double MAX_DIFFERENCE = 1e-6;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    GraphSession(byte[] graph) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session = environment.createSession(graph, options);
        }
    }

    Map<String, String> metadata() throws OrtException {
        return session.getMetadata().getCustomMetadata();
    }

    List<String> inputs() throws OrtException {
        return described(session.getInputInfo().values());
    }

    List<String> outputs() throws OrtException {
        return described(session.getOutputInfo().values());
    }

    private static List<String> described(Collection<NodeInfo> nodes) {
        return nodes.stream()
                .map(node -> node.getName() + " " + ((TensorInfo) node.getInfo()).type)
                .toList();
    }

    /** Predicts rows, given as texts by column, with the graph and with the model. */
    void assertSamePredictions(Model model, List<Map<String, String>> rows) throws OrtException {
        Map<String, OnnxTensor> tensors = tensors(model, rows);
        try (OrtSession.Result result = session.run(tensors)) {
            if (model.pipeline().target() instanceof Target.Classes classes) {
                assertSameClasses(model, classes, rows, (String[]) result.get(0).getValue(), (double[][])
                        result.get(1).getValue());
            } else {
                assertSameNumbers(model, rows, (double[][]) result.get(0).getValue());
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private static void assertSameClasses(
            Model model,
            Target.Classes classes,
            List<Map<String, String>> rows,
            String[] names,
            double[][] probabilities) {
        assertThat(names).hasSameSizeAs(rows);
        RowFormat format = new RowFormat(model);
        double largest = 0;
        for (int row = 0; row < names.length; row++) {
            Prediction prediction = predicted(model, format, rows.get(row));
            double close = 1;
            for (int k = 0; k < classes.size(); k++) {
                largest = Math.max(largest, Math.abs(probabilities[row][k] - prediction.score(k)));
                close = k == prediction.index()
                        ? close
                        : Math.min(close, Math.abs(prediction.score(k) - prediction.score()));
            }
            if (close > MAX_DIFFERENCE) {
                assertThat(names[row]).as("row %s", rows.get(row)).isEqualTo(classes.name(prediction.index()));
            }
        }
        assertThat(largest).isLessThan(MAX_DIFFERENCE);
    }

    private static void assertSameNumbers(Model model, List<Map<String, String>> rows, double[][] numbers) {
        assertThat(numbers.length).isEqualTo(rows.size());
        RowFormat format = new RowFormat(model);
        double largest = 0;
        for (int row = 0; row < numbers.length; row++) {
            double expected = predicted(model, format, rows.get(row)).score();
            largest = Math.max(largest, Math.abs(numbers[row][0] - expected) / Math.max(1, Math.abs(expected)));
        }
        assertThat(largest).isLessThan(MAX_DIFFERENCE);
    }

    private static Prediction predicted(Model model, RowFormat format, Map<String, String> row) {
        RowFiller filler = new RowFiller(format);
        for (int input = 0; input < format.inputs().size(); input++) {
            filler.text(input, row.getOrDefault(format.inputs().get(input).column(), ""));
        }
        Prediction prediction = new Prediction(model);
        try {
            prediction.predict(filler.values());
        } catch (NumbersTooLargeException e) {
            throw new AssertionError(row.toString(), e);
        }
        return prediction;
    }

    private Map<String, OnnxTensor> tensors(Model model, List<Map<String, String>> rows) throws OrtException {
        long[] shape = {rows.size(), 1};
        Map<String, OnnxTensor> tensors = new HashMap<>();
        for (Input input : model.pipeline().inputs()) {
            List<String> texts = rows.stream()
                    .map(row -> row.getOrDefault(input.column(), ""))
                    .toList();
            tensors.put(
                    input.column(),
                    input.isNumber() || input.isDateTime()
                            ? OnnxTensor.createTensor(environment, numbers(texts, input.isDateTime()), shape)
                            : OnnxTensor.createTensor(environment, texts.toArray(String[]::new), shape));
        }
        return tensors;
    }

    private static DoubleBuffer numbers(List<String> texts, boolean dates) {
        return DoubleBuffer.wrap(texts.stream()
                .mapToDouble(
                        text -> dates ? DateTimes.seconds(text.toCharArray(), 0, text.length()) : Values.number(text))
                .toArray());
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
