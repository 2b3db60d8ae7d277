package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.registry.facts.CalibrationBin;
import java.util.ArrayList;
import java.util.List;

/**
 * How well probabilities agree with what happened, in tenths of their range: for two classes the probabilities of the positive one, for more
 * those of the predicted class.
 */
final class Calibration {
    private static final int BINS = 10;

    private final double[] predicted = new double[BINS];
    private final int[] observed = new int[BINS];
    private final int[] rows = new int[BINS];

    /** Sums of p (1 - p), the variance of what happens if the probabilities are right. */
    private final double[] variance = new double[BINS];

    private Calibration() {}

    static Calibration of(MetricInput input) {
        Calibration calibration = new Calibration();
        for (int row = 0; row < input.scores().rows(); row++) {
            int output = output(input, row);
            double probability = input.scores().value(row, output);
            int bin = bin(probability);
            calibration.predicted[bin] += probability;
            calibration.variance[bin] += probability * (1 - probability);
            calibration.observed[bin] += input.scores().actualClass(row) == output ? 1 : 0;
            calibration.rows[bin]++;
        }
        return calibration;
    }

    private static int output(MetricInput input, int row) {
        return input.binary() ? 1 : input.scores().likeliestClass(row);
    }

    private static int bin(double probability) {
        return Math.min(BINS - 1, (int) (probability * BINS));
    }

    /** The tenth that a row is in. */
    static int bin(MetricInput input, int row) {
        return bin(input.scores().value(row, output(input, row)));
    }

    /** 1 if the class came true for a row, else 0, minus its probability. */
    static double gap(MetricInput input, int row) {
        int output = output(input, row);
        return (input.scores().actualClass(row) == output ? 1 : 0)
                - input.scores().value(row, output);
    }

    /** 1 if more rows of a tenth came true than its probabilities say, -1 if fewer did. */
    double sign(int bin) {
        return Math.signum(observed[bin] - predicted[bin]);
    }

    /** The tenths with rows, from low to high probabilities. */
    List<CalibrationBin> bins() {
        List<CalibrationBin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (rows[bin] > 0) {
                bins.add(new CalibrationBin(predicted[bin] / rows[bin], (double) observed[bin] / rows[bin], rows[bin]));
            }
        }
        return bins;
    }

    /** The mean over the rows of the distance between the mean probability and the observed share of their tenth; NaN without rows. */
    double error() {
        double distances = 0;
        int all = 0;
        for (int bin = 0; bin < BINS; bin++) {
            distances += Math.abs(observed[bin] - predicted[bin]);
            all += rows[bin];
        }
        return distances / all;
    }

    /** The error that probabilities which are exactly right have by chance: it is never 0. */
    double errorByChance() {
        double distances = 0;
        int all = 0;
        for (int bin = 0; bin < BINS; bin++) {
            distances += Math.sqrt(2 / Math.PI * variance[bin]);
            all += rows[bin];
        }
        return distances / all;
    }
}
