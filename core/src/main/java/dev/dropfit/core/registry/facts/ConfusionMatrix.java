package dev.dropfit.core.registry.facts;

import java.util.List;

/**
 * How many rows of each class were predicted as each class.
 *
 * @param labels the classes' display names
 * @param counts [actual][predicted], in the order of the labels
 */
public record ConfusionMatrix(List<String> labels, List<List<Integer>> counts) {
    public ConfusionMatrix {
        labels = List.copyOf(labels);
        counts = counts.stream().map(List::copyOf).toList();
    }

    /** How many rows have this class. */
    public int rows(int actual) {
        return counts.get(actual).stream().mapToInt(Integer::intValue).sum();
    }
}
