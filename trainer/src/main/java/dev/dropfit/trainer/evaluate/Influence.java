package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Metric;
import java.util.Arrays;

/**
 * How much each row contributes to the chance in a metric: the metric is its expectation plus about the mean of the influences. So their
 * deviation gives its standard error, and their differences that of the difference between two models, in one pass over the rows and without
 * resampling (F. R. Hampel, The Influence Curve and Its Role in Robust Estimation, 1974). For the ROC AUC these are the components of E. R.
 * DeLong, Comparing the Areas under Two or More Correlated Receiver Operating Characteristic Curves, 1988.
 */
final class Influence {
    private final double[] rows;

    private Influence(double[] rows) {
        this.rows = rows;
    }

    /**
     * The influences of the rows on a metric that they determine.
     *
     * @param value the metric's value
     */
    static Influence of(Metric metric, MetricInput input, double value) {
        Scores scores = input.scores();
        double[] rows = new double[scores.rows()];
        switch (metric) {
            case ROC_AUC -> addAreas(input, rows, false);
            case AVERAGE_PRECISION -> addAreas(input, rows, true);
            case F1 -> addF1(input, rows);
            case VAL_ACC ->
                Arrays.setAll(rows, row -> (scores.predictedClass(row) == scores.actualClass(row) ? 100 : 0) - value);
            case LOG_LOSS -> Arrays.setAll(rows, row -> MetricFunctions.logLoss(scores, row) - value);
            case BRIER -> Arrays.setAll(rows, row -> MetricFunctions.brier(input, row) - value);
            case CALIBRATION_ERROR -> addCalibration(input, rows, value);
            case R2 -> addR2(scores, rows, value);
            case RMSE -> {
                if (value > 0) {
                    Arrays.setAll(rows, row -> (square(error(scores, row)) - value * value) / (2 * value));
                }
            }
            case MAE -> Arrays.setAll(rows, row -> Math.abs(error(scores, row)) - value);
        }
        return new Influence(rows);
    }

    private static double error(Scores scores, int row) {
        return scores.actual()[row] - scores.value(row, 0);
    }

    private static double square(double value) {
        return value * value;
    }

    private static void addAreas(MetricInput input, double[] rows, boolean precision) {
        long known = input.rankings().stream()
                .filter(ranking -> Double.isFinite(precision ? ranking.averagePrecision() : ranking.rocArea()))
                .count();
        for (Ranking ranking : input.rankings()) {
            if (precision) {
                ranking.addPrecisionInfluence(rows, 1.0 / known);
            } else {
                ranking.addAreaInfluence(rows, 1.0 / known);
            }
        }
    }

    private static void addF1(MetricInput input, double[] rows) {
        Scores scores = input.scores();
        int[][] confusion = input.confusion();
        int classes = confusion.length;
        double[] f1 = new double[classes];
        double[] weight = new double[classes];
        int known = 0;
        for (int k = input.firstClass(); k < classes; k++) {
            ClassCounts counts = ClassCounts.of(confusion, k);
            if (counts.actual() > 0) {
                f1[k] = counts.f1();
                weight[k] = (double) rows.length / (counts.predicted() + counts.actual());
                known++;
            }
        }
        for (int row = 0; row < rows.length; row++) {
            int predicted = scores.predictedClass(row);
            int actual = scores.actualClass(row);
            // Of a class with the weight 0 nothing is added.
            double sum = -f1[predicted] * weight[predicted] - f1[actual] * weight[actual];
            rows[row] = (sum + (predicted == actual ? 2 * weight[actual] : 0)) / known;
        }
    }

    private static void addCalibration(MetricInput input, double[] rows, double value) {
        Calibration calibration = input.calibration();
        Arrays.setAll(rows, row -> calibration.sign(Calibration.bin(input, row)) * Calibration.gap(input, row) - value);
    }

    private static void addR2(Scores scores, double[] rows, double value) {
        double mean = Arrays.stream(scores.actual()).average().orElse(Double.NaN);
        double variance = Arrays.stream(scores.actual())
                .map(actual -> square(actual - mean))
                .average()
                .orElse(Double.NaN);
        Arrays.setAll(
                rows,
                row -> ((1 - value) * square(scores.actual()[row] - mean) - square(error(scores, row))) / variance);
    }

    /** The influences on the difference of this metric and that of another model on the same rows. */
    Influence minus(Influence other) {
        double[] differences = new double[rows.length];
        Arrays.setAll(differences, row -> rows[row] - other.rows[row]);
        return new Influence(differences);
    }

    /** The standard error of the metric; NaN for fewer than two rows. */
    double standardError() {
        double squares = 0;
        for (double row : rows) {
            squares += row * row;
        }
        return rows.length < 2 ? Double.NaN : Math.sqrt(squares / (rows.length - 1) / rows.length);
    }
}
