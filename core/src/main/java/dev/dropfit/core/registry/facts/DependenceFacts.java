package dev.dropfit.core.registry.facts;

import java.util.List;

/**
 * How the prediction depends on one column: the mean prediction for some holdout rows if the column had one value in all of them (partial
 * dependence; Friedman, 2001).
 *
 * @param points from low to high numbers, or from the most frequent to the least frequent category
 */
public record DependenceFacts(String column, List<Point> points) {
    public DependenceFacts {
        points = List.copyOf(points);
    }

    /**
     * A value of the column.
     *
     * @param level the category; empty for a number
     * @param number the number; NaN for a category
     * @param mean the mean prediction: for two classes the probability of the positive one, for a number its unit
     */
    public record Point(String level, double number, double mean) {}

    /** Whether the column has numbers. */
    public boolean isNumeric() {
        return points.stream().allMatch(point -> Double.isFinite(point.number()));
    }
}
