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
 * When a run needs a person. The trainer has checked what a record says of it; what can't be understood nevertheless counts as not said.
 *
 * @param metric what to watch; empty for a run that has none
 * @param limit the worst value that needs nobody; NaN for none
 * @param on the verdicts to tell of
 * @param drop how much worse than the last promoted run needs nobody, in the metric's unit; NaN for the usual
 * @param cooldown for how long the same is not told again
 */
public record Rules(Optional<Metric> metric, double limit, Set<String> on, double drop, Duration cooldown) {
    private static final Set<String> USUAL_VERDICTS = Set.of("rejected", "invalid");
    private static final Duration USUAL_COOLDOWN = Duration.ofHours(1);


    public Rules {
        on = Set.copyOf(on);
    }

    /** The rules by which a run is to be looked at: its record's, else the usual. */
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
                minutes >= 0 ? Duration.ofMinutes((long) Math.min(minutes, Integer.MAX_VALUE)) : USUAL_COOLDOWN);
    }

    private static Set<String> verdicts(@Nullable JsonElement on) {
        return on != null && on.isJsonArray()
                ? on.getAsJsonArray().asList().stream()
                        .filter(JsonElement::isJsonPrimitive)
                        .map(JsonElement::getAsString)
                        .collect(Collectors.toSet())
                : USUAL_VERDICTS;
    }

    /**
     * What there is to tell of a run, whatever was told before.
     *
     * @param reference what its metric fell from, if it fell; NaN when there is nothing to compare with
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

    /** Whether a run's metric is back where it had fallen from. */
    boolean isBack(Run run, Metric fallen, double reference) {
        return !fallen.isWorse(run.figure(fallen), reference, accepted(fallen, reference));
    }

    /** How much worse than this needs nobody. */
    public double accepted(Metric watched, double reference) {
        if (Double.isFinite(drop)) {
            return drop;
        }
        return watched.defaultAlertDrop(reference);
    }
}
