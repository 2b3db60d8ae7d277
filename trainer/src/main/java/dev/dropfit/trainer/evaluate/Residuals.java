package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.registry.facts.ResidualFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The errors of predicted numbers: their distribution, and where they are large. */
final class Residuals {
    private static final double[] SHARES = {0, 0.05, 0.25, 0.5, 0.75, 0.95, 1};
    private static final int GROUPS = 10;

    private Residuals() {}

    static ResidualFacts of(Scores scores) {
        int rows = scores.rows();
        if (rows == 0) {
            return ResidualFacts.NONE;
        }
        double[] residuals = new double[rows];
        Arrays.setAll(residuals, row -> scores.actual()[row] - scores.value(row, 0));
        double[] sorted = residuals.clone();
        Arrays.sort(sorted);
        SortedMap<Double, Double> quantiles = new TreeMap<>();
        for (double share : SHARES) {
            quantiles.put(share, sorted[(int) Math.round(share * (rows - 1))]);
        }
        return new ResidualFacts(quantiles, groups(scores, residuals));
    }

    /** Rows with equal predictions are in one group, so there may be fewer groups than ten. */
    private static List<ResidualFacts.Group> groups(Scores scores, double[] residuals) {
        long[] order = order(scores);
        List<ResidualFacts.Group> groups = new ArrayList<>();
        int start = 0;
        for (int group = 1; group <= GROUPS; group++) {
            int end = (int) ((long) group * order.length / GROUPS);
            while (end > 0
                    && end < order.length
                    && predicted(scores, order, end) == predicted(scores, order, end - 1)) {
                end++;
            }
            if (end > start) {
                groups.add(group(scores, residuals, order, start, end));
                start = end;
            }
        }
        return groups;
    }

    private static ResidualFacts.Group group(Scores scores, double[] residuals, long[] order, int start, int end) {
        double predicted = 0;
        double actual = 0;
        double[] errors = new double[end - start];
        for (int i = start; i < end; i++) {
            int row = (int) order[i];
            predicted += scores.value(row, 0) / errors.length;
            actual += scores.actual()[row] / errors.length;
            errors[i - start] = Math.abs(residuals[row]);
        }
        return new ResidualFacts.Group(errors.length, predicted, actual, MetricIntervals.mean(errors));
    }

    private static double predicted(Scores scores, long[] order, int index) {
        return scores.value((int) order[index], 0);
    }

    /** The rows by their predictions. Each number has the rank of the prediction above the row, so that no boxed numbers are sorted. */
    private static long[] order(Scores scores) {
        double[] different = IntStream.range(0, scores.rows())
                .mapToDouble(row -> scores.value(row, 0))
                .sorted()
                .toArray();
        long[] order = new long[scores.rows()];
        Arrays.setAll(order, row -> (long) Arrays.binarySearch(different, scores.value(row, 0)) << Integer.SIZE | row);
        Arrays.sort(order);
        return order;
    }
}
