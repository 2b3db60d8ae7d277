package dev.dropfit.core.registry.facts;

import dev.dropfit.core.model.Metric;
import java.util.List;
import java.util.Optional;

/**
 * How good a model is on some rows.
 *
 * @param rows how many rows it was judged on
 * @param metrics all metrics of the model's task
 * @param confusion empty for regression
 * @param roc the curve of the positive class, from (0, 0) to (1, 1); empty unless there are two classes
 * @param calibration from low to high probabilities; empty for regression
 */
public record Evaluation(
        int rows,
        MetricValues metrics,
        Optional<ConfusionMatrix> confusion,
        List<RocPoint> roc,
        List<CalibrationBin> calibration) {
    /** Of a model that was not judged. */
    public static final Evaluation NONE = ofNumbers(0, MetricValues.NONE);

    public Evaluation {
        roc = List.copyOf(roc);
        calibration = List.copyOf(calibration);
    }

    /** An evaluation of predicted numbers, which have no curves. */
    public static Evaluation ofNumbers(int rows, MetricValues metrics) {
        return new Evaluation(rows, metrics, Optional.empty(), List.of(), List.of());
    }

    /** A metric; NaN when it was not measured. */
    public double metric(Metric metric) {
        return metrics.of(metric);
    }
}
