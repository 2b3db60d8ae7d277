package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.registry.facts.ClassCurve;
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

    private static final double UNKNOWN_AREA = -1;

    /** If a sample has fewer rows than one for so many places, sorting its places is faster than looking at all. */
    private static final int MANY_PLACES_PER_ROW = 64;

    /** [row]: the place of its score among the different ones, the highest first. */
    private final int[] places;

    private final boolean[] positive;

    /** [place]: rows with this score. */
    private final int[] rows;

    /** Those of them that are positive. */
    private final int[] positiveRows;

    private final long positives;
    private final long negatives;
    private double area = UNKNOWN_AREA;

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
        int rows = scores.length;
        int rowBits = Integer.SIZE - Integer.numberOfLeadingZeros(rows);
        long rowMask = (1L << rowBits) - 1;
        // Sorts the rows together with the first digits of their scores, the highest first: then no row must be
        // searched among the scores.
        long[] order = new long[rows];
        for (int row = 0; row < rows; row++) {
            long bits = Double.doubleToLongBits(scores[row] + 0.0);
            long ascending = bits ^ ((bits >> (Long.SIZE - 1)) & Long.MAX_VALUE);
            order[row] = (~ascending & ~rowMask) | row;
        }
        Arrays.sort(order);
        int[] places = new int[rows];
        int place = 0;
        for (int from = 0; from < rows; ) {
            double score = scores[(int) (order[from] & rowMask)];
            boolean equal = true;
            int to = from;
            for (; to < rows && ((order[to] ^ order[from]) & ~rowMask) == 0; to++) {
                int row = (int) (order[to] & rowMask);
                equal &= scores[row] == score;
                places[row] = place;
            }
            place += equal ? 1 : rankAlike(scores, order, rowMask, from, to, places);
            from = to;
        }
        return new Ranking(places, positive, place);
    }

    /**
     * Ranks rows whose scores have the same first digits.
     *
     * @param places has the place of the highest score for all of them
     * @return the number of different scores
     */
    private static int rankAlike(double[] scores, long[] order, long rowMask, int from, int to, int[] places) {
        double[] different = new double[to - from];
        for (int i = from; i < to; i++) {
            different[i - from] = scores[(int) (order[i] & rowMask)];
        }
        Arrays.sort(different);
        int size = 0;
        for (int i = 0; i < different.length; i++) {
            if (i == 0 || different[i] != different[i - 1]) {
                different[size++] = different[i];
            }
        }
        for (int i = from; i < to; i++) {
            int row = (int) (order[i] & rowMask);
            places[row] += size - 1 - find(different, size, scores[row]);
        }
        return size;
    }

    /** The ranking of some of the rows, which need no sorting any more; a row may be there several times. */
    Ranking sample(int[] sampled) {
        int[] sampledPlaces = new int[sampled.length];
        boolean[] sampledPositive = new boolean[sampled.length];
        for (int i = 0; i < sampled.length; i++) {
            sampledPlaces[i] = places[sampled[i]];
            sampledPositive[i] = positive[sampled[i]];
        }
        int size = sampled.length < rows.length / MANY_PLACES_PER_ROW
                ? numberFew(sampledPlaces)
                : numberAnew(sampledPlaces, rows.length);
        return new Ranking(sampledPlaces, sampledPositive, size);
    }

    /** Replaces each place by its rank among those that occur, and returns how many there are. */
    private static int numberAnew(int[] places, int size) {
        int[] ranks = new int[size];
        for (int place : places) {
            ranks[place] = 1;
        }
        int rank = 0;
        for (int place = 0; place < size; place++) {
            int occurs = ranks[place];
            ranks[place] = rank;
            rank += occurs;
        }
        for (int row = 0; row < places.length; row++) {
            places[row] = ranks[places[row]];
        }
        return rank;
    }

    private static int numberFew(int[] places) {
        int[] different = places.clone();
        Arrays.sort(different);
        int size = 0;
        for (int i = 0; i < different.length; i++) {
            if (i == 0 || different[i] != different[i - 1]) {
                different[size++] = different[i];
            }
        }
        for (int row = 0; row < places.length; row++) {
            places[row] = Arrays.binarySearch(different, 0, size, places[row]);
        }
        return size;
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

    /**
     * Some of the rows in the order of their places.
     *
     * @param some different ones
     */
    private int[] order(int[] some) {
        int[] next = new int[rows.length + 1];
        for (int row : some) {
            next[places[row] + 1]++;
        }
        for (int place = 1; place < rows.length; place++) {
            next[place] += next[place - 1];
        }
        int[] order = new int[some.length];
        for (int row : some) {
            order[next[places[row]]++] = row;
        }
        return order;
    }

    /**
     * The areas of several groups of rows.
     *
     * @param areas for each group, {@link #rocArea} of its rows alone
     * @param rarerRows for each group, {@link #rarerRows} of its rows alone
     */
    @SuppressWarnings("ArrayRecordComponent") // Made once and never compared.
    record Groups(double[] areas, long[] rarerRows) {}

    /** Ranks groups of rows, all in one pass for each way of grouping. Not thread-safe. */
    final class Grouped {
        private final int[] order;

        /** @param some the rows that may be in a group, different ones */
        Grouped(int[] some) {
            order = order(some);
        }

        /**
         * The areas of the groups of one way of grouping.
         *
         * @param groupOf for each row its group; below 0 for rows of no group
         * @param size the number of groups
         */
        Groups of(int[] groupOf, int size) {
            double[] areas = new double[size];
            long[] above = new long[size];
            long[] others = new long[size];
            // The rows at the last place of each group: they share it with others of the group that follow.
            int[] last = new int[size];
            int[] lastPositive = new int[size];
            int[] lastNegative = new int[size];
            for (int row : order) {
                int group = groupOf[row];
                if (group < 0) {
                    continue;
                }
                if (places[row] != last[group]) {
                    areas[group] += lastNegative[group] * (above[group] + lastPositive[group] / 2.0);
                    above[group] += lastPositive[group];
                    others[group] += lastNegative[group];
                    last[group] = places[row];
                    lastPositive[group] = 0;
                    lastNegative[group] = 0;
                }
                if (positive[row]) {
                    lastPositive[group]++;
                } else {
                    lastNegative[group]++;
                }
            }
            long[] rarer = new long[size];
            for (int group = 0; group < size; group++) {
                double area = areas[group] + lastNegative[group] * (above[group] + lastPositive[group] / 2.0);
                long positiveRows = above[group] + lastPositive[group];
                long negativeRows = others[group] + lastNegative[group];
                rarer[group] = Math.min(positiveRows, negativeRows);
                areas[group] = rarer[group] == 0 ? Double.NaN : area / positiveRows / negativeRows;
            }
            return new Groups(areas, rarer);
        }
    }

    /** The area under the ROC curve; NaN when all rows are of one kind. */
    double rocArea() {
        if (area == UNKNOWN_AREA) {
            area = positives == 0 || negatives == 0 ? Double.NaN : computeArea();
        }
        return area;
    }

    private double computeArea() {
        double sum = 0;
        long above = 0;
        for (int place = 0; place < rows.length; place++) {
            sum += (rows[place] - positiveRows[place]) * (above + positiveRows[place] / 2.0);
            above += positiveRows[place];
        }
        return sum / positives / negatives;
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

    /** The standard error of {@link #rocArea} where the scores say nothing (H. B. Mann and D. R. Whitney, 1947). */
    double errorOfChance() {
        return Math.sqrt((positives + negatives + 1.0) / (12.0 * positives * negatives));
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
        double mean = rocArea();
        double ofPositive = weight * places.length / positives;
        double ofNegative = weight * places.length / negatives;
        double[] positiveInfluence = new double[rows.length];
        double[] negativeInfluence = new double[rows.length];
        long above = 0;
        long others = 0;
        for (int place = 0; place < rows.length; place++) {
            int negativeRows = rows[place] - positiveRows[place];
            negativeInfluence[place] = ofNegative * ((above + positiveRows[place] / 2.0) / positives - mean);
            positiveInfluence[place] = ofPositive * ((negatives - others - negativeRows / 2.0) / negatives - mean);
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

    /**
     * The counts that both curves are drawn from, at equal steps of recall, so that the curves of rare classes are as detailed as those of frequent
     * ones; {@link ClassCurve#NONE} when all rows are of one kind.
     */
    ClassCurve curve() {
        if (positives == 0 || negatives == 0) {
            return ClassCurve.NONE;
        }
        List<ClassCurve.Point> points = new ArrayList<>();
        int steps = ClassCurve.MAX_POINTS - 1;
        int truePositives = 0;
        int falsePositives = 0;
        int step = 1;
        for (int place = 0; place < rows.length && step <= steps; place++) {
            truePositives += positiveRows[place];
            falsePositives += rows[place] - positiveRows[place];
            if (truePositives * (long) steps >= step * positives) {
                points.add(new ClassCurve.Point(truePositives, falsePositives));
                step = (int) (truePositives * (long) steps / positives) + 1;
            }
        }
        if (falsePositives < negatives) {
            points.add(new ClassCurve.Point((int) positives, (int) negatives));
        }
        return new ClassCurve(rocArea(), averagePrecision(), points);
    }
}
