package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.registry.facts.RocPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How well scores rank the rows of one class before the rest: the ROC curve (T. Fawcett, An introduction to ROC analysis, 2006) and the
 * precision–recall curve. Rows with equal scores share a place.
 */
final class Ranking {
    static final int MAX_POINTS = 101;

    /** [row]: the place of its score among the different ones, the highest first. */
    private final int[] places;

    private final boolean[] positive;

    /** [place]: rows with this score. */
    private final int[] rows;

    /** Those of them that are positive. */
    private final int[] positiveRows;

    private final long positives;
    private final long negatives;

    private Ranking(int[] places, boolean[] positive, int scores) {
        this.places = places;
        this.positive = positive;
        this.rows = new int[scores];
        this.positiveRows = new int[scores];
        long count = 0;
        for (int row = 0; row < places.length; row++) {
            rows[places[row]]++;
            if (positive[row]) {
                positiveRows[places[row]]++;
                count++;
            }
        }
        positives = count;
        negatives = places.length - count;
    }

    /**
     * Ranks rows.
     *
     * @param scores higher is more likely positive
     * @param positive which rows are
     */
    static Ranking of(double[] scores, boolean[] positive) {
        double[] different = scores.clone();
        Arrays.sort(different);
        int size = 0;
        for (int i = 0; i < different.length; i++) {
            if (i == 0 || different[i] != different[i - 1]) {
                different[size++] = different[i];
            }
        }
        int[] places = new int[scores.length];
        for (int row = 0; row < places.length; row++) {
            places[row] = size - 1 - find(different, size, scores[row]);
        }
        return new Ranking(places, positive, size);
    }

    /** The ranking of some of the rows, which need no sorting any more; a row may be there several times. */
    Ranking sample(int[] sampled) {
        int[] sampledPlaces = new int[sampled.length];
        boolean[] sampledPositive = new boolean[sampled.length];
        for (int i = 0; i < sampled.length; i++) {
            sampledPlaces[i] = places[sampled[i]];
            sampledPositive[i] = positive[sampled[i]];
        }
        return new Ranking(sampledPlaces, sampledPositive, rows.length);
    }

    private static int find(double[] ascending, int size, double value) {
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ascending[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The area under the ROC curve; NaN when all rows are of one kind. */
    double rocArea() {
        if (positives == 0 || negatives == 0) {
            return Double.NaN;
        }
        double area = 0;
        long above = 0;
        for (int place = 0; place < rows.length; place++) {
            area += (rows[place] - positiveRows[place]) * (above + positiveRows[place] / 2.0);
            above += positiveRows[place];
        }
        return area / positives / negatives;
    }

    /** The mean of the precisions at all scores, each weighted by the recall that it adds; NaN when no row is positive. */
    double averagePrecision() {
        if (positives == 0) {
            return Double.NaN;
        }
        double sum = 0;
        long selected = 0;
        long found = 0;
        for (int place = 0; place < rows.length; place++) {
            selected += rows[place];
            found += positiveRows[place];
            if (positiveRows[place] > 0) {
                sum += (double) positiveRows[place] * found / selected;
            }
        }
        return sum / positives;
    }

    /** The number of positive or of the other rows, whichever is smaller. */
    long rarerRows() {
        return Math.min(positives, negatives);
    }

    /**
     * Adds the influence of each row on {@link #rocArea}: for a positive row the share of the others that it is above, for another row the share
     * of positive ones that are above it. Adds nothing when all rows are of one kind.
     */
    void addAreaInfluence(double[] influences, double weight) {
        if (positives == 0 || negatives == 0) {
            return;
        }
        double area = rocArea();
        double ofPositive = weight * places.length / positives;
        double ofNegative = weight * places.length / negatives;
        double[] positiveInfluence = new double[rows.length];
        double[] negativeInfluence = new double[rows.length];
        long above = 0;
        long others = 0;
        for (int place = 0; place < rows.length; place++) {
            int negativeRows = rows[place] - positiveRows[place];
            negativeInfluence[place] = ofNegative * ((above + positiveRows[place] / 2.0) / positives - area);
            positiveInfluence[place] = ofPositive * ((negatives - others - negativeRows / 2.0) / negatives - area);
            above += positiveRows[place];
            others += negativeRows;
        }
        for (int row = 0; row < places.length; row++) {
            influences[row] += positive[row] ? positiveInfluence[places[row]] : negativeInfluence[places[row]];
        }
    }

    /**
     * Adds the influence of each row on {@link #averagePrecision}: a positive row has its own precision, and every row changes the precision at
     * the positive rows that it is not below. Adds nothing when no row is positive.
     */
    void addPrecisionInfluence(double[] influences, double weight) {
        if (positives == 0) {
            return;
        }
        double average = averagePrecision();
        double scale = weight * places.length / positives;
        double[] precision = new double[rows.length];
        long[] selected = new long[rows.length];
        long count = 0;
        long found = 0;
        for (int place = 0; place < rows.length; place++) {
            count += rows[place];
            found += positiveRows[place];
            selected[place] = count;
            precision[place] = count == 0 ? 0 : (double) found / count;
        }
        double[] positiveInfluence = new double[rows.length];
        double[] negativeInfluence = new double[rows.length];
        double gained = 0;
        double lost = 0;
        for (int place = rows.length - 1; place >= 0; place--) {
            if (positiveRows[place] > 0) {
                gained += (double) positiveRows[place] / selected[place];
                lost += positiveRows[place] * precision[place] / selected[place];
            }
            positiveInfluence[place] = scale * (precision[place] - average + gained - lost);
            negativeInfluence[place] = -scale * lost;
        }
        for (int row = 0; row < places.length; row++) {
            influences[row] += positive[row] ? positiveInfluence[places[row]] : negativeInfluence[places[row]];
        }
    }

    /** The ROC curve from (0, 0) to (1, 1), at most {@link #MAX_POINTS}; empty when all rows are of one kind. */
    List<RocPoint> rocPoints() {
        List<RocPoint> points = new ArrayList<>();
        if (positives == 0 || negatives == 0) {
            return points;
        }
        int size = Math.min(rows.length + 1, MAX_POINTS);
        long truePositives = 0;
        long falsePositives = 0;
        int next = 0;
        for (int point = 0; point < size; point++) {
            for (int until = (int) ((long) point * rows.length / (size - 1)); next < until; next++) {
                truePositives += positiveRows[next];
                falsePositives += rows[next] - positiveRows[next];
            }
            points.add(new RocPoint((double) falsePositives / negatives, (double) truePositives / positives));
        }
        return points;
    }
}
