package dev.dropfit.trainer.settings;

import dev.dropfit.core.model.Metric;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * When to promote a model. The defaults depend on the task.
 *
 * @param metric the metric to compare; by default {@code roc_auc} for classes, {@code r2} for numbers
 * @param threshold the worst accepted value
 * @param maxRegression how much worse than the champion a model may be, at least 0, in the unit of the metric
 * @param minHoldoutRows the minimum number of rows in the holdout
 * @param slices how much worse than the champion a model may be on any slice, at least 0, in the unit of the metric; slices do not count if
 *     absent
 */
public record GateSettings(
        Optional<Metric> metric,
        OptionalDouble threshold,
        OptionalDouble maxRegression,
        OptionalInt minHoldoutRows,
        OptionalDouble slices) {
    public static final GateSettings NONE = new GateSettings(
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty(),
            OptionalDouble.empty());
}
