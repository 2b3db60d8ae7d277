package dev.dropfit.trainer.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The receiver operating characteristic of one class against the rest (T. Fawcett, An introduction to ROC analysis, 2006): equal scores
 * move both rates together.
 *
 * @param auc the area under it, NaN when all rows are of one kind
 * @param points from (0, 0) to (1, 1), at most {@link #MOST_POINTS}
 */
record RocCurve(double auc, List<Point> points) {
    static final int MOST_POINTS = 101;

    /**
     * One threshold.
     *
     * @param falsePositiveRate from 0 to 1
     * @param truePositiveRate from 0 to 1
     */
    record Point(double falsePositiveRate, double truePositiveRate) {}

    /**
     * @param scores higher is more likely positive
     * @param positive which rows are
     */
    static RocCurve of(double[] scores, boolean[] positive) {
        int size = scores.length;
        long positives = 0;
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        int[] positiveAt = new int[size];
        int[] allAt = new int[size];
        for (int i = 0; i < size; i++) {
            int at = first(sorted, scores[i]);
            allAt[at]++;
            if (positive[i]) {
                positiveAt[at]++;
                positives++;
            }
        }
        long negatives = size - positives;
        if (positives == 0 || negatives == 0) {
            return new RocCurve(Double.NaN, List.of());
        }
        List<Point> points = new ArrayList<>();
        points.add(new Point(0, 0));
        double area = 0;
        long truePositives = 0;
        long falsePositives = 0;
        for (int at = size - 1; at >= 0; at--) {
            if (allAt[at] == 0) {
                continue;
            }
            int more = positiveAt[at];
            int wrong = allAt[at] - more;
            area += wrong * (truePositives + more / 2.0);
            truePositives += more;
            falsePositives += wrong;
            points.add(new Point((double) falsePositives / negatives, (double) truePositives / positives));
        }
        return new RocCurve(area / positives / negatives, thinned(points));
    }

    private static int first(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static List<Point> thinned(List<Point> points) {
        if (points.size() <= MOST_POINTS) {
            return points;
        }
        List<Point> thinned = new ArrayList<>();
        for (int i = 0; i < MOST_POINTS; i++) {
            thinned.add(points.get((int) ((long) i * (points.size() - 1) / (MOST_POINTS - 1))));
        }
        return thinned;
    }
}
