package dev.dropfit.cli.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.score.Tree;
import dev.dropfit.core.model.score.TreeScorer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Trees as one node of a graph, a TreeEnsembleRegressor of version 3. Its input has a column for each feature: a number, standardised and
 * rounded to a float as Dropfit's trees see it, or the code of a category, or its position if the levels have an order. Thresholds and leaves are
 * doubles, so that they add up as in Dropfit.
 */
final class TreeNodes {
    private static final String LESS = "BRANCH_LT";
    private static final String EQUAL = "BRANCH_EQ";
    private static final String LEAF = "LEAF";

    private final List<Feature> features;
    /** The feature of each encoded column that trees split by. */
    private final int[] featuresOfColumns;
    /** For each encoded column of a feature, which of them it is; columns after these are the order of a feature. */
    private final List<Integer> levels = new ArrayList<>();

    private final Map<Integer, Integer> places = new LinkedHashMap<>();
    private final Map<String, AttributeProto.Builder> attributes = new LinkedHashMap<>();
    private final List<Double> thresholds = new ArrayList<>();
    private final List<Double> leaves = new ArrayList<>();
    private int tree;

    private TreeNodes(List<Feature> features) {
        this.features = features;
        featuresOfColumns = Feature.featuresOfTreeColumns(features);
        for (Feature feature : features) {
            for (int i = 0; i < feature.width(); i++) {
                levels.add(i);
            }
        }
    }

    /** Adds trees; returns their margins, [rows, outputs]. */
    static String margins(Graph graph, Columns columns, List<Feature> features, TreeScorer trees) {
        TreeNodes nodes = new TreeNodes(features);
        String input = nodes.input(graph, columns);
        for (int output = 0; output < trees.trees().size(); output++) {
            // An output without trees is 0.
            List<Tree> own = trees.trees().get(output);
            for (Tree tree : own.isEmpty() ? List.of(Tree.leaf(0, 1)) : own) {
                nodes.add(tree, output);
            }
        }
        String sums = graph.learningNode(
                "TreeEnsembleRegressor", input, nodes.attributes(trees.trees().size()));
        return graph.cast(sums, TensorProto.DataType.DOUBLE);
    }

    private String input(Graph graph, Columns columns) {
        List<String> tensors = new ArrayList<>();
        if (!columns.numbers().isEmpty()) {
            columns.numbers().forEach(feature -> places.put(feature, places.size()));
            String rounded = graph.cast(columns.standardised(), TensorProto.DataType.FLOAT);
            tensors.add(graph.cast(rounded, TensorProto.DataType.DOUBLE));
        }
        for (int feature : columns.codes().keySet()) {
            places.put(feature, places.size());
            Feature.Categorical category = (Feature.Categorical) features.get(feature);
            double[][] values = new double[category.width() + 1][1];
            for (int code = 0; code < category.width(); code++) {
                values[code][0] = value(category, code);
            }
            values[category.width()][0] = value(category, Feature.Categorical.NONE);
            tensors.add(columns.looked(graph, feature, values));
        }
        return graph.columns(tensors);
    }

    /** The number that stands for a code in the input. */
    private static double value(Feature.Categorical category, int code) {
        return category.isOrdered() ? category.position(code) : code;
    }

    private void add(Tree added, int output) {
        for (int node = 0; node < added.size(); node++) {
            addInteger("nodes_treeids", tree);
            addInteger("nodes_nodeids", node);
            if (added.isLeaf(node)) {
                addNode(LEAF, 0, 0, 0, 0, false);
                addInteger("target_treeids", tree);
                addInteger("target_nodeids", node);
                addInteger("target_ids", output);
                leaves.add((double) added.value(node));
            } else {
                addSplit(added, node);
            }
        }
        tree++;
    }

    private void addSplit(Tree added, int node) {
        int column = added.column(node);
        int feature = featuresOfColumns[column];
        int place = places.getOrDefault(feature, 0);
        float threshold = added.threshold(node);
        boolean isOrder = column >= levels.size();
        if (isOrder || features.get(feature) instanceof Feature.Numeric) {
            boolean missingLeft =
                    features.get(feature) instanceof Feature.Numeric number && missingGoesLeft(added, node, number);
            addNode(LESS, place, threshold, added.left(node), added.right(node), missingLeft);
        } else if (threshold > 0 && threshold <= 1) {
            // The column of a level is 1 for this level and 0 for all others.
            double level = value((Feature.Categorical) features.get(feature), levels.get(column));
            addNode(EQUAL, place, level, added.right(node), added.left(node), false);
        } else {
            double all = threshold > 1 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            addNode(LESS, place, all, added.left(node), added.right(node), false);
        }
    }

    private static boolean missingGoesLeft(Tree tree, int node, Feature.Numeric number) {
        return tree.hasDirections()
                ? tree.missingGoesLeft(node)
                : (float) number.encode(number.median()) < tree.threshold(node);
    }

    private void addNode(String mode, int place, double threshold, int then, int otherwise, boolean missingThen) {
        attributes
                .computeIfAbsent("nodes_modes", TreeNodes::named)
                .setType(AttributeProto.AttributeType.STRINGS)
                .addStrings(ByteString.copyFromUtf8(mode));
        addInteger("nodes_featureids", place);
        addInteger("nodes_truenodeids", then);
        addInteger("nodes_falsenodeids", otherwise);
        addInteger("nodes_missing_value_tracks_true", missingThen ? 1 : 0);
        thresholds.add(threshold);
    }

    private void addInteger(String name, int value) {
        attributes
                .computeIfAbsent(name, TreeNodes::named)
                .setType(AttributeProto.AttributeType.INTS)
                .addInts(value);
    }

    private static AttributeProto.Builder named(String name) {
        return AttributeProto.newBuilder().setName(name);
    }

    private List<AttributeProto> attributes(int outputs) {
        return Stream.concat(
                        attributes.values().stream().map(AttributeProto.Builder::build),
                        Stream.of(
                                doubles("nodes_values_as_tensor", thresholds),
                                doubles("target_weights_as_tensor", leaves),
                                Graph.attribute("n_targets", outputs)))
                .toList();
    }

    private static AttributeProto doubles(String name, List<Double> values) {
        double[] numbers = values.stream().mapToDouble(Double::doubleValue).toArray();
        return named(name)
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(Graph.tensor(numbers, numbers.length).setName(name))
                .build();
    }
}
