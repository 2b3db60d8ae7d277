package dev.dropfit.monitor.alert.decision;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Metric;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When a run causes an alert. The trainer has validated the rules in a record; an invalid rule counts as absent.
 *
 * @param metric the metric to watch; empty for a run without one
 * @param limit the worst accepted value; NaN for none
 * @param on the verdicts to alert on
 * @param drop how much worse than the last promoted run is accepted, in the metric's unit; NaN for the default
 * @param cooldown for how long further alerts of the same kind are suppressed
 */
public record Rules(Optional<Metric> metric, double limit, Set<String> on, double drop, Duration cooldown) {
    private static final Set<String> DEFAULT_VERDICTS = Set.of("rejected", "invalid");
    private static final Duration DEFAULT_COOLDOWN = Duration.ofHours(1);

    public Rules {
        on = Set.copyOf(on);
    }

    /** The rules in a run's record; the defaults for those that are absent. */
    public static Rules of(Run run) {
        JsonObject alert = run.object("alert");
        Optional<Metric> metric =
                Run.text(alert, "metric").flatMap(Metric::parse).or(run::gateMetric);
        boolean higherIsBetter = metric.map(Metric::higherIsBetter).orElse(true);
        double minutes = Figures.of(alert, "cooldown_minutes");
        return new Rules(
                metric,
                Figures.of(alert, higherIsBetter ? "below" : "above"),
                verdicts(alert.get("on")),
                Figures.of(alert, "drop"),
                minutes >= 0 ? Duration.ofMinutes((long) Math.min(minutes, Integer.MAX_VALUE)) : DEFAULT_COOLDOWN);
    }

    private static Set<String> verdicts(@Nullable JsonElement on) {
        return on != null && on.isJsonArray()
                ? on.getAsJsonArray().asList().stream()
                        .filter(JsonElement::isJsonPrimitive)
                        .map(JsonElement::getAsString)
                        .collect(Collectors.toSet())
                : DEFAULT_VERDICTS;
    }

    /**
     * The kind of alert that a run causes, regardless of earlier alerts.
     *
     * @param reference the value that the metric dropped from, if it dropped; NaN when there is none
     */
    AlertKind judge(Run run, double reference) {
        if (run.verdict().equals("invalid")) {
            return on.contains("invalid") ? AlertKind.INVALID : AlertKind.NOTHING;
        }
        if (run.verdict().equals("rejected") && on.contains("rejected")) {
            return AlertKind.REJECTED;
        }
        if (metric.isPresent()) {
            double value = run.figure(metric.get());
            if (metric.get().isWorse(value, limit, 0)) {
                return AlertKind.LIMIT;
            }
            if (metric.get().isWorse(value, reference, accepted(metric.get(), reference))) {
                return AlertKind.DROP;
            }
        }
        return run.promoted() && on.contains("promoted") ? AlertKind.PROMOTED : AlertKind.NOTHING;
    }

    /** Whether a metric is back near the value from before it dropped. */
    boolean hasRecovered(Run run, Metric dropped, double reference) {
        return !dropped.isWorse(run.figure(dropped), reference, accepted(dropped, reference));
    }

    /** How much worse than the reference is accepted. */
    public double accepted(Metric watched, double reference) {
        if (Double.isFinite(drop)) {
            return drop;
        }
        return watched.defaultAlertDrop(reference);
    }
}
