package dev.dropfit.core.registry.facts;

import dev.dropfit.core.model.Metric;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Metrics of one model on the same rows.
 *
 * @param byMetric NaN for a metric that the rows do not determine, as the ROC AUC of rows of one class
 * @param intervals the 95 % intervals of those for which they are known
 */
public record MetricValues(Map<Metric, Double> byMetric, Map<Metric, Interval> intervals) {
    public static final MetricValues NONE = new MetricValues(Map.of());

    public MetricValues {
        byMetric = copy(byMetric);
        intervals = copy(intervals);
    }

    /** Metrics without intervals. */
    public MetricValues(Map<Metric, Double> byMetric) {
        this(byMetric, Map.of());
    }

    private static <V> Map<Metric, V> copy(Map<Metric, V> values) {
        Map<Metric, V> copy = new EnumMap<>(Metric.class);
        copy.putAll(values);
        return Collections.unmodifiableMap(copy);
    }

    /** The value; NaN when it was not measured. */
    public double of(Metric metric) {
        return byMetric.getOrDefault(metric, Double.NaN);
    }

    /** Whether there is a number. */
    public boolean has(Metric metric) {
        return Double.isFinite(of(metric));
    }

    /** The 95 % interval of a metric, if it is known. */
    public Optional<Interval> interval(Metric metric) {
        return Optional.ofNullable(intervals.get(metric));
    }

    /** A value and its interval as text: {@code 0.870 (0.810 to 0.920)}, or without an interval {@code 0.870}. */
    public String text(Metric metric) {
        return metric.format(of(metric))
                + intervalText(metric).map(text -> " (" + text + ")").orElse("");
    }

    /** The interval of a metric as text: {@code 0.810 to 0.920}. */
    public Optional<String> intervalText(Metric metric) {
        return interval(metric).map(known -> metric.format(known.low()) + " to " + metric.format(known.high()));
    }
}
