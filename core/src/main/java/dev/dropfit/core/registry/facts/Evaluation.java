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
 * @param surprise how much higher the log loss is than the one that the model's own probabilities expect, on average 0 for a model that is exactly as
 *     sure as it may be; {@link Estimate#NONE} for regression, and when it was not measured
 * @param classes the classes with the most rows, in the order of the confusion matrix; empty for regression
 * @param residuals none for classes
 * @param slices those where the model is worst, the worst first; empty when they were not measured
 */
public record Evaluation(
        int rows,
        MetricValues metrics,
        Optional<ConfusionMatrix> confusion,
        List<RocPoint> roc,
        List<CalibrationBin> calibration,
        Estimate surprise,
        List<ClassFacts> classes,
        ResidualFacts residuals,
        List<SliceFacts> slices) {
    /** Of a model that was not judged. */
    public static final Evaluation NONE = ofNumbers(0, MetricValues.NONE, ResidualFacts.NONE);

    public Evaluation {
        roc = List.copyOf(roc);
        calibration = List.copyOf(calibration);
        classes = List.copyOf(classes);
        slices = List.copyOf(slices);
    }

    /** An evaluation of predicted numbers, which have no curves. */
    public static Evaluation ofNumbers(int rows, MetricValues metrics, ResidualFacts residuals) {
        return new Evaluation(
                rows, metrics, Optional.empty(), List.of(), List.of(), Estimate.NONE, List.of(), residuals, List.of());
    }

    /** An evaluation of predicted classes. */
    public static Evaluation ofClasses(
            int rows,
            MetricValues metrics,
            ConfusionMatrix confusion,
            List<RocPoint> roc,
            List<CalibrationBin> calibration,
            Estimate surprise,
            List<ClassFacts> classes) {
        return new Evaluation(
                rows,
                metrics,
                Optional.of(confusion),
                roc,
                calibration,
                surprise,
                classes,
                ResidualFacts.NONE,
                List.of());
    }

    /** The same evaluation with the slices where the model is worst. */
    public Evaluation with(List<SliceFacts> worst) {
        return new Evaluation(rows, metrics, confusion, roc, calibration, surprise, classes, residuals, worst);
    }

    /** A metric; NaN when it was not measured. */
    public double metric(Metric metric) {
        return metrics.of(metric);
    }
}
