package dev.dropfit.monitor.dashboard.read;

import com.google.gson.JsonObject;
import dev.dropfit.core.Text;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.Version;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What lists and charts show of a run: the little of its record that is kept in memory for many.
 *
 * @param reasons shortened
 * @param task {@code classification} or {@code regression}; empty for an invalid run
 * @param gateMetric what the gate judged by
 * @param threshold what the gate asked for; NaN when it asked for nothing
 * @param metrics on the holdout
 * @param champion the same of what was served before; empty when there was none or it could not be judged
 * @param baseline the same of answering without looking
 * @param rows of the dataset; NaN when it could not be read
 * @param elapsed in seconds
 */
public record RunSummary(
        Version version,
        Verdict verdict,
        List<String> reasons,
        String task,
        String learner,
        Optional<Metric> gateMetric,
        double threshold,
        Map<Metric, Double> metrics,
        Map<Metric, Double> champion,
        Map<Metric, Double> baseline,
        double rows,
        double elapsed) {
    private static final int MAX_REASONS = 8;
    private static final int MAX_REASON = 400;

    public RunSummary {
        reasons = List.copyOf(reasons);
        metrics = Map.copyOf(metrics);
        champion = Map.copyOf(champion);
        baseline = Map.copyOf(baseline);
    }

    /** How a run ended. */
    public enum Verdict {
        PROMOTED,
        REJECTED,
        INVALID,
        /** Its record can't be read. */
        UNREADABLE;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Verdict of(String text) {
            for (Verdict verdict : values()) {
                if (verdict.text().equals(text)) {
                    return verdict;
                }
            }
            return UNREADABLE;
        }
    }

    public static RunSummary of(Version version, JsonObject record) {
        return new RunSummary(
                version,
                Verdict.of(Json.text(record, "verdict")),
                Json.texts(record, "reasons").stream()
                        .limit(MAX_REASONS)
                        .map(reason -> Text.truncate(reason, MAX_REASON))
                        .toList(),
                Json.text(record, "task"),
                Json.text(record, "learner"),
                Metric.parse(Json.text(record, "gate_metric")),
                Json.number(record, "gate_threshold"),
                metrics(record),
                metrics(Json.object(record, "champion")),
                metrics(Json.object(record, "baseline")),
                Json.number(Json.object(record, "dataset"), "rows"),
                Json.number(record, "elapsed"));
    }

    /** A run of which nothing is known but that it ended. */
    static RunSummary unreadable(Version version, String why) {
        return new RunSummary(
                version,
                Verdict.UNREADABLE,
                List.of(Text.truncate(why, MAX_REASON)),
                "",
                "",
                Optional.empty(),
                Double.NaN,
                Map.of(),
                Map.of(),
                Map.of(),
                Double.NaN,
                Double.NaN);
    }

    private static Map<Metric, Double> metrics(JsonObject json) {
        Map<Metric, Double> metrics = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            double value = Json.number(json, metric.text());
            if (Double.isFinite(value)) {
                metrics.put(metric, value);
            }
        }
        return metrics;
    }

    /** Whether a model came of it. */
    public boolean trained() {
        return !task.isEmpty();
    }

    /** A metric on the holdout; NaN when it was not measured. */
    public double metric(Metric metric) {
        return metrics.getOrDefault(metric, Double.NaN);
    }
}
