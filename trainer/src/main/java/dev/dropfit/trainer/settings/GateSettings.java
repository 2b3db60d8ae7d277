package dev.dropfit.trainer.settings;

import dev.dropfit.core.model.Metric;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * When a model may be promoted. What is absent is chosen by the task.
 *
 * @param metric what to judge by; {@code roc_auc} for classes, {@code r2} for numbers
 * @param threshold the worst value that is good enough
 * @param maxRegression how much worse than the champion is good enough, at least 0, in the metric's unit
 * @param minHoldoutRows how many rows a model must at least be judged on
 */
public record GateSettings(
        Optional<Metric> metric, OptionalDouble threshold, OptionalDouble maxRegression, OptionalInt minHoldoutRows) {
    public static final GateSettings NONE =
            new GateSettings(Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty(), OptionalInt.empty());
}
