package dev.dropfit.trainer.learn.blend;

import java.util.Arrays;

/**
 * A mean over rows.
 *
 * @param error its standard error
 */
public record MeanLoss(double mean, double error) {
    /** Of these values, at least one. */
    static MeanLoss of(double[] values) {
        double mean = Arrays.stream(values).sum() / values.length;
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return new MeanLoss(mean, Math.sqrt(squares) / values.length);
    }

    /** Of the differences of these values of the same rows. */
    static MeanLoss ofDifference(double[] values, double[] others) {
        double[] differences = new double[values.length];
        Arrays.setAll(differences, row -> values[row] - others[row]);
        return of(differences);
    }

    /** Whether the mean is above 0 by more than its standard error. */
    boolean isPositive() {
        return mean > error;
    }
}
