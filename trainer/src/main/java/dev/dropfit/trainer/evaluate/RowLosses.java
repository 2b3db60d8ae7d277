package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import java.util.Arrays;

/**
 * The loss of each row under a proper scoring rule, which is lowest for a model that knows the true chances: the logarithmic loss of classes,
 * the squared error of numbers (T. Gneiting, A. E. Raftery, Strictly Proper Scoring Rules, Prediction, and Estimation, 2007).
 */
public final class RowLosses {
    private final double[] losses;

    private RowLosses(double[] losses) {
        this.losses = losses;
    }

    /** The losses of the rows that have scores. */
    public static RowLosses of(Scores scores, Target target) {
        double[] losses = new double[scores.rows()];
        for (int row = 0; row < losses.length; row++) {
            if (target instanceof Target.Classes) {
                losses[row] = MetricFunctions.logLoss(scores, row);
            } else {
                double error = scores.actual()[row] - scores.value(row, 0);
                losses[row] = error * error;
            }
        }
        return new RowLosses(losses);
    }

    /** The metric whose value is the mean of the losses, or for numbers its square root. */
    static Metric metric(Target target) {
        return Metric.fallbackOf(target instanceof Target.Classes);
    }

    /** These losses and those of other rows. */
    public RowLosses and(RowLosses others) {
        double[] all = Arrays.copyOf(losses, losses.length + others.losses.length);
        System.arraycopy(others.losses, 0, all, losses.length, others.losses.length);
        return new RowLosses(all);
    }

    /** How many rows there are. */
    public int rows() {
        return losses.length;
    }

    /** The mean loss; NaN without rows. */
    public double mean() {
        return Arrays.stream(losses).average().orElse(Double.NaN);
    }

    /** The standard error of the mean; NaN for fewer than two rows. */
    public double standardError() {
        double mean = mean();
        double squares = 0;
        for (double loss : losses) {
            squares += (loss - mean) * (loss - mean);
        }
        return losses.length < 2 ? Double.NaN : Math.sqrt(squares / (losses.length - 1) / losses.length);
    }

    /** These losses minus another model's on the same rows. */
    RowLosses subtract(RowLosses other) {
        double[] differences = new double[losses.length];
        for (int row = 0; row < differences.length; row++) {
            differences[row] = losses[row] - other.losses[row];
        }
        return new RowLosses(differences);
    }
}
