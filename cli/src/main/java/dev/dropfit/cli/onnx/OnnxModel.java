package dev.dropfit.cli.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Link;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.BlendScorer;
import dev.dropfit.core.model.score.LinearScorer;
import dev.dropfit.core.model.score.LinkedScorer;
import dev.dropfit.core.model.score.MarginScorer;
import dev.dropfit.core.model.score.TreeScorer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A model as one ONNX graph, from the values of a row to its prediction: missing values, categories, parts of dates, scaling, the linear model,
 * the trees or both, and the link or the probabilities. The same model gives the same bytes.
 *
 * <p>The inputs are those of {@link Columns}. For classes, the outputs are a tensor of strings [rows] with the name of the pipeline's output, the predicted
 * class, and {@code probabilities}, doubles [rows, classes] in the order of {@link Target.Classes}. For a number, there is one output with the name of the pipeline's
 * output, doubles [rows, 1]. A name that a column already has gets a {@code _}.
 */
public final class OnnxModel {
    private static final int IR_VERSION = 8;
    private static final int OPERATORS = 15;
    private static final int LEARNING_OPERATORS = 3;

    private OnnxModel() {}

    /**
     * The bytes of the ONNX file of a model.
     *
     * @param name of the model
     * @throws NotExportableException when a column is a text
     */
    public static byte[] of(String name, Model model) throws NotExportableException {
        Pipeline pipeline = model.pipeline();
        Graph graph =
                new Graph(name, pipeline.inputs().stream().map(Input::column).toList());
        Columns columns = Columns.of(graph, pipeline);
        MarginScorer scorer = (MarginScorer) LinkedScorer.margins(model.scorer());
        String margins = margins(graph, columns, pipeline.features(), scorer);
        if (pipeline.target() instanceof Target.Classes classes) {
            addClasses(graph, margins, pipeline, classes);
        } else if (pipeline.target() instanceof Target.Quantity quantity) {
            graph.output(
                    number(graph, margins, quantity.link()),
                    pipeline.output(),
                    TensorProto.DataType.DOUBLE,
                    true,
                    "The predicted number.");
        }
        return file(graph, name, model).toByteArray();
    }

    private static String margins(Graph graph, Columns columns, List<Feature> features, MarginScorer scorer) {
        if (scorer instanceof LinearScorer linear) {
            return LinearNodes.margins(graph, columns, features, linear);
        }
        if (scorer instanceof TreeScorer trees) {
            return TreeNodes.margins(graph, columns, features, trees);
        }
        BlendScorer blend = (BlendScorer) scorer;
        return graph.node(
                "Add",
                LinearNodes.margins(graph, columns, features, blend.linear()),
                TreeNodes.margins(graph, columns, features, blend.trees()));
    }

    private static void addClasses(Graph graph, String margins, Pipeline pipeline, Target.Classes classes) {
        String probabilities = graph.node("Softmax", List.of(margins), List.of(Graph.attribute("axis", 1)));
        List<String> names =
                IntStream.range(0, classes.size()).mapToObj(classes::name).toList();
        graph.output(
                graph.node("Gather", graph.constant(names), index(graph, probabilities, pipeline)),
                pipeline.output(),
                TensorProto.DataType.STRING,
                false,
                "The predicted class.");
        graph.output(
                probabilities,
                "probabilities",
                TensorProto.DataType.DOUBLE,
                true,
                "The probability of each class: " + String.join(", ", names) + ".");
    }

    /** The index of the predicted class, [rows]. */
    private static String index(Graph graph, String probabilities, Pipeline pipeline) {
        if (pipeline.threshold().isEmpty()) {
            return graph.node(
                    "ArgMax",
                    List.of(probabilities),
                    List.of(Graph.attribute("axis", 1), Graph.attribute("keepdims", 0)));
        }
        String ofClass =
                graph.node("Gather", List.of(probabilities, graph.constant(1L)), List.of(Graph.attribute("axis", 1)));
        String positive = graph.node(
                "GreaterOrEqual",
                graph.node("Reshape", ofClass, graph.constant(-1L)),
                graph.number(pipeline.threshold().getAsDouble()));
        return graph.cast(positive, TensorProto.DataType.INT64);
    }

    private static String number(Graph graph, String margins, Link link) {
        if (link.equals(Link.IDENTITY)) {
            return margins;
        }
        String value = link.logarithm()
                ? graph.node(
                        "Sub",
                        graph.node("Mul", graph.node("Exp", margins), graph.number(link.factor())),
                        graph.number(link.shift()))
                : margins;
        return graph.node("Clip", value, graph.number(link.min()), graph.number(link.max()));
    }

    private static ModelProto file(Graph graph, String name, Model model) {
        Pipeline pipeline = model.pipeline();
        ModelProto.Builder file = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("dropfit")
                .setGraph(graph.graph())
                .addOpsetImport(operators("", OPERATORS))
                .addOpsetImport(operators(Graph.ML_DOMAIN, LEARNING_OPERATORS))
                .addMetadataProps(property("model", name))
                .addMetadataProps(property("version", model.version()))
                .addMetadataProps(property("label", pipeline.label()))
                .addMetadataProps(property("learner", pipeline.learner()));
        pipeline.threshold()
                .ifPresent(threshold -> file.addMetadataProps(property("threshold", Double.toString(threshold))));
        return file.build();
    }

    private static OperatorSetIdProto operators(String domain, int version) {
        return OperatorSetIdProto.newBuilder()
                .setDomain(domain)
                .setVersion(version)
                .build();
    }

    private static StringStringEntryProto property(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
