package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * One function for each metric, with the definition of scikit-learn. A mean over classes is the mean over those that the rows have. NaN is
 * what the rows do not determine.
 */
public final class MetricFunctions {
    /** Probabilities are kept this far from 0 and 1 in the log loss. */
    private static final double EPSILON = Math.ulp(1.0);

    private MetricFunctions() {}

    /** Computes one metric of scores that were made for this target. */
    public static double of(Metric metric, Scores scores, Target target) {
        return of(metric, new MetricInput(scores, target));
    }

    static double of(Metric metric, MetricInput input) {
        if (input.scores().rows() == 0) {
            return Double.NaN;
        }
        return switch (metric) {
            case ROC_AUC -> rocAuc(input);
            case F1 -> f1(input);
            case VAL_ACC -> accuracy(input);
            case LOG_LOSS -> logLoss(input.scores());
            case BRIER -> brier(input);
            case AVERAGE_PRECISION -> averagePrecision(input);
            case CALIBRATION_ERROR -> input.calibration().error();
            case R2 -> r2(input.scores());
            case RMSE -> Math.sqrt(squaredError(input.scores()) / input.scores().rows());
            case MAE -> absoluteError(input.scores()) / input.scores().rows();
        };
    }

    private static double rocAuc(MetricInput input) {
        return meanArea(input.rankings().stream().mapToDouble(Ranking::rocArea));
    }

    /** The mean of the areas of those classes that the rows determine. */
    static double meanArea(DoubleStream areas) {
        return areas.filter(Double::isFinite).average().orElse(Double.NaN);
    }

    private static double averagePrecision(MetricInput input) {
        return input.rankings().stream()
                .mapToDouble(Ranking::averagePrecision)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.NaN);
    }

    private static double accuracy(MetricInput input) {
        int[][] confusion = input.confusion();
        int right = 0;
        for (int k = 0; k < confusion.length; k++) {
            right += confusion[k][k];
        }
        return 100.0 * right / input.scores().rows();
    }

    private static double f1(MetricInput input) {
        int[][] confusion = input.confusion();
        double sum = 0;
        int classes = 0;
        for (int k = input.firstClass(); k < confusion.length; k++) {
            ClassCounts counts = ClassCounts.of(confusion, k);
            if (counts.actual() > 0) {
                sum += counts.f1();
                classes++;
            }
        }
        return classes == 0 ? Double.NaN : sum / classes;
    }

    private static double logLoss(Scores scores) {
        double loss = 0;
        for (int row = 0; row < scores.rows(); row++) {
            loss += logLoss(scores, row);
        }
        return loss / scores.rows();
    }

    /** The logarithmic loss of one row. */
    static double logLoss(Scores scores, int row) {
        return logLoss(scores.value(row, scores.actualClass(row)));
    }

    /** The logarithmic loss of a class with this probability. */
    static double logLoss(double probability) {
        return -Math.log(Math.min(1 - EPSILON, Math.max(EPSILON, probability)));
    }

    private static double brier(MetricInput input) {
        double sum = 0;
        for (int row = 0; row < input.scores().rows(); row++) {
            sum += brier(input, row);
        }
        return sum / input.scores().rows();
    }

    /** The Brier score of one row. */
    static double brier(MetricInput input, int row) {
        Scores scores = input.scores();
        double sum = 0;
        for (int k = input.firstClass(); k < scores.outputs(); k++) {
            double error = scores.value(row, k) - (scores.actualClass(row) == k ? 1 : 0);
            sum += error * error;
        }
        return sum;
    }

    private static double squaredError(Scores scores) {
        double sum = 0;
        for (int row = 0; row < scores.rows(); row++) {
            double error = scores.actual()[row] - scores.value(row, 0);
            sum += error * error;
        }
        return sum;
    }

    private static double absoluteError(Scores scores) {
        double sum = 0;
        for (int row = 0; row < scores.rows(); row++) {
            sum += Math.abs(scores.actual()[row] - scores.value(row, 0));
        }
        return sum;
    }

    private static double r2(Scores scores) {
        double mean = Arrays.stream(scores.actual()).average().orElse(Double.NaN);
        double total = 0;
        for (double actual : scores.actual()) {
            total += (actual - mean) * (actual - mean);
        }
        return total == 0 ? Double.NaN : 1 - squaredError(scores) / total;
    }
}
