package dev.dropfit.core.registry.facts;

import dev.dropfit.core.model.Metric;

/**
 * How good a model is on the rows of a slice: those with one value of a column, or with numbers of a range.
 *
 * @param column the column that the slice is made by
 * @param value the value or the range of its rows, for people
 * @param rows how many holdout rows it has
 * @param metric what was measured
 * @param worse whether the model is wrong here more often than its probabilities say, or for numbers has a larger error than on all rows; beyond
 *     chance, although many slices were looked at
 */
public record SliceFacts(String column, String value, int rows, Metric metric, Estimate figure, boolean worse) {
    /** What the slice is, as a part of a sentence. */
    public String text() {
        return column + " " + value;
    }
}
