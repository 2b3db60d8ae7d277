package dev.dropfit.cli.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.dropfit.core.format.ColumnFormat;
import dev.dropfit.core.format.Notation;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.RowFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The inputs of a graph, and the features that it makes of them. There is an input for each column, with the column's name: doubles for numbers,
 * NaN if missing; for dates too, as seconds since 1970, UTC; strings for categories, empty if missing.
 *
 * @param standardised a tensor of all features that are numbers, [rows, numbers], NaN if missing; empty if there are none
 * @param numbers the indices of these features
 * @param codes for each feature that is a category, a tensor of its codes, [rows]
 */
record Columns(String standardised, List<Integer> numbers, Map<Integer, String> codes) {
    /**
     * Adds the inputs of a model to a graph.
     *
     * @throws NotExportableException when a column is a text
     */
    static Columns of(Graph graph, Pipeline pipeline) throws NotExportableException {
        RowFormat format = new RowFormat(pipeline);
        List<String> values = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        Map<Integer, String> codes = new LinkedHashMap<>();
        for (int i = 0; i < format.inputs().size(); i++) {
            Input input = format.inputs().get(i);
            ColumnFormat written = pipeline.formats().getOrDefault(input.column(), ColumnFormat.PLAIN);
            if (input.isText()) {
                throw new NotExportableException("column '" + input.column()
                        + "' is a text, and ONNX has no operators for its words; train without it: in dropfit.json,"
                        + " {\"columns\": {\"" + input.column() + "\": \"ignore\"}}");
            }
            if (input.feature() instanceof Feature.Categorical category) {
                codes.put(
                        input.first(),
                        category(graph, category, Spellings.codes(format, i, category, written.missing())));
                continue;
            }
            String number = number(graph, input, written);
            DateNodes dates = input.isDateTime() ? new DateNodes(graph, number) : null;
            for (int part = 0; part < input.features().size(); part++) {
                Feature.Numeric feature = (Feature.Numeric) input.features().get(part);
                values.add(dates == null ? number : dates.part(feature.part().orElseThrow()));
                numbers.add(input.first() + part);
            }
        }
        return new Columns(
                values.isEmpty() ? "" : standardised(graph, pipeline, graph.columns(values), numbers), numbers, codes);
    }

    private static String number(Graph graph, Input input, ColumnFormat written) {
        String number = graph.input(
                input.column(),
                TensorProto.DataType.DOUBLE,
                input.isDateTime()
                        ? "A date or time: seconds since 1970-01-01, UTC. NaN if it is missing."
                        : "A number. NaN if it is missing."
                                + written.notation()
                                        .map(Notation::accepted)
                                        .map(accepted -> " The dataset has " + accepted + "; here it is the number.")
                                        .orElse(""));
        if (input.isDateTime()) {
            return number;
        }
        for (double missing : written.missingNumbers()) {
            number = graph.node(
                    "Where", graph.node("Equal", number, graph.number(missing)), graph.number(Double.NaN), number);
        }
        return number;
    }

    private static String category(Graph graph, Feature.Categorical category, Map<String, Long> codes) {
        String strings = graph.input(
                category.column(),
                TensorProto.DataType.STRING,
                "A category as string, such as '" + category.levelName(0) + "'. Empty if it is missing.");
        AttributeProto.Builder keys =
                AttributeProto.newBuilder().setName("keys_strings").setType(AttributeProto.AttributeType.STRINGS);
        AttributeProto.Builder values =
                AttributeProto.newBuilder().setName("values_int64s").setType(AttributeProto.AttributeType.INTS);
        codes.forEach((string, code) -> {
            keys.addStrings(ByteString.copyFromUtf8(string));
            values.addInts(code);
        });
        String encoded = graph.learningNode(
                "LabelEncoder",
                strings,
                List.of(keys.build(), values.build(), Graph.attribute("default_int64", Spellings.otherCode(category))));
        return graph.node("Reshape", encoded, graph.constant(-1L));
    }

    /** Numbers that are not finite are missing, as in requests. */
    private static String standardised(Graph graph, Pipeline pipeline, String values, List<Integer> numbers) {
        int count = numbers.size();
        double[] means = new double[count];
        double[] scales = new double[count];
        for (int i = 0; i < count; i++) {
            Feature.Numeric feature = (Feature.Numeric) pipeline.features().get(numbers.get(i));
            means[i] = feature.mean();
            scales[i] = feature.scale();
        }
        String missing = graph.node("IsNaN", graph.node("Sub", values, values));
        String finite = graph.node("Where", missing, graph.number(Double.NaN), values);
        String centred = graph.node("Sub", finite, graph.constant(means, 1, count));
        return graph.node("Div", centred, graph.constant(scales, 1, count));
    }

    /** A tensor of the numbers, where the median stands for a missing one. */
    String imputed(Graph graph, List<Feature> features) {
        double[] medians = numbers.stream()
                .mapToDouble(index -> ((Feature.Numeric) features.get(index)).encode(Double.NaN))
                .toArray();
        return graph.node(
                "Where", graph.node("IsNaN", standardised), graph.constant(medians, 1, medians.length), standardised);
    }

    /**
     * A tensor of what a table has for the codes of a category, [rows, columns].
     *
     * @param table [code][column]; the last row is for values without a code, which have the code -1
     */
    String looked(Graph graph, int feature, double[][] table) {
        int columns = table[0].length;
        double[] flat = new double[table.length * columns];
        for (int row = 0; row < table.length; row++) {
            System.arraycopy(table[row], 0, flat, row * columns, columns);
        }
        return graph.node("Gather", graph.constant(flat, table.length, columns), codes.getOrDefault(feature, ""));
    }
}
