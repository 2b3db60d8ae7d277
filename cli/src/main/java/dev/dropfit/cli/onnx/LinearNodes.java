package dev.dropfit.cli.onnx;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.score.LinearScorer;
import java.util.ArrayList;
import java.util.List;

/** A linear model as nodes of a graph: numbers are multiplied by their weights, and the weights of a category are found by its code. */
final class LinearNodes {
    private LinearNodes() {}

    /** Adds a linear model; returns its margins, [rows, outputs]. */
    static String margins(Graph graph, Columns columns, List<Feature> features, LinearScorer linear) {
        double[][] weights = linear.weights();
        int outputs = weights.length;
        int[] offsets = offsets(features);
        List<String> terms = new ArrayList<>();
        double[] intercepts = new double[outputs];
        for (int output = 0; output < outputs; output++) {
            intercepts[output] = weights[output][weights[output].length - 1];
        }
        terms.add(graph.constant(intercepts, 1, outputs));
        List<Integer> numbers = columns.numbers();
        if (!numbers.isEmpty()) {
            double[] matrix = new double[numbers.size() * outputs];
            for (int i = 0; i < numbers.size(); i++) {
                for (int output = 0; output < outputs; output++) {
                    matrix[i * outputs + output] = weights[output][offsets[numbers.get(i)]];
                }
            }
            terms.add(graph.node(
                    "MatMul", columns.imputed(graph, features), graph.constant(matrix, numbers.size(), outputs)));
        }
        for (int feature : columns.codes().keySet()) {
            // The last row stays 0: a value without a code has no weight.
            double[][] table = new double[features.get(feature).width() + 1][outputs];
            for (int code = 0; code < table.length - 1; code++) {
                for (int output = 0; output < outputs; output++) {
                    table[code][output] = weights[output][offsets[feature] + code];
                }
            }
            terms.add(columns.looked(graph, feature, table));
        }
        String sum = graph.node("Sum", terms, List.of());
        return linear.isBounded()
                ? graph.node("Clip", sum, graph.number(linear.min()), graph.number(linear.max()))
                : sum;
    }

    /** The first encoded column of each feature. */
    private static int[] offsets(List<Feature> features) {
        int[] offsets = new int[features.size()];
        for (int feature = 1; feature < offsets.length; feature++) {
            offsets[feature] = offsets[feature - 1] + features.get(feature - 1).width();
        }
        return offsets;
    }
}
