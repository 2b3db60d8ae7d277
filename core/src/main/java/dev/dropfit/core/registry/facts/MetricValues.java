package dev.dropfit.core.registry.facts;

import dev.dropfit.core.model.Metric;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * Metrics of one model on the same rows.
 *
 * @param byMetric NaN for a metric that the rows do not determine, as the ROC AUC of rows of one class
 */
public record MetricValues(Map<Metric, Double> byMetric) {
    public static final MetricValues NONE = new MetricValues(Map.of());

    public MetricValues {
        Map<Metric, Double> copy = new EnumMap<>(Metric.class);
        copy.putAll(byMetric);
        byMetric = Collections.unmodifiableMap(copy);
    }

    /** The value; NaN when it was not measured. */
    public double of(Metric metric) {
        return byMetric.getOrDefault(metric, Double.NaN);
    }

    /** Whether there is a number. */
    public boolean has(Metric metric) {
        return Double.isFinite(of(metric));
    }
}
