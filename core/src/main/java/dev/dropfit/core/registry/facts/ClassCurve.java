package dev.dropfit.core.registry.facts;

import java.util.List;

/**
 * How well the scores of one class rank its rows before all others: what the ROC curve and the precision–recall curve are drawn from.
 *
 * @param rocArea the area under the ROC curve, from 0 to 1; NaN if it was not measured
 * @param averagePrecision from 0 to 1; NaN if it was not measured
 * @param points from the highest scores downwards, at most {@link #MAX_POINTS}; the last one selects all rows. Empty if it was not measured
 */
public record ClassCurve(double rocArea, double averagePrecision, List<Point> points) {
    /** The maximum number of points. */
    public static final int MAX_POINTS = 21;

    /** Of a class that was not ranked. */
    public static final ClassCurve NONE = new ClassCurve(Double.NaN, Double.NaN, List.of());

    public ClassCurve {
        points = List.copyOf(points);
    }

    /**
     * The rows with at least some score.
     *
     * @param truePositives the rows of the class among them
     * @param falsePositives the other rows among them
     */
    public record Point(int truePositives, int falsePositives) {
        /** The share of the selected rows that have the class. */
        public double precision() {
            return (double) truePositives / (truePositives + falsePositives);
        }
    }
}
