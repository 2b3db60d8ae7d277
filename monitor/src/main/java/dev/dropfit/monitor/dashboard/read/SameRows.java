package dev.dropfit.monitor.dashboard.read;

import dev.dropfit.core.registry.facts.MetricValues;

/** Two versions on the same holdout rows of the current dataset, on which neither was trained. */
public sealed interface SameRows {
    /**
     * The figures of both.
     *
     * @param own of the first version
     * @param other of the second one
     * @param rows the number of rows
     * @param verdict which one is better, as a part of a sentence; may be empty
     */
    record Evaluated(MetricValues own, MetricValues other, long rows, String verdict) implements SameRows {}

    /** They can't be evaluated on the same rows. */
    record Impossible(String why) implements SameRows {}
}
