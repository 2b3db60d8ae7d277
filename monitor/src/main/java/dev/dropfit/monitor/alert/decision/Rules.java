package dev.dropfit.monitor.alert.decision;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.AlertSettings;
import dev.dropfit.core.registry.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

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
    private static final AlertSettings NO_SETTINGS = new AlertSettings(
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty(),
            Optional.empty());
    private static final Duration DEFAULT_COOLDOWN = Duration.ofHours(1);

    public Rules {
        on = Set.copyOf(on);
    }

    /** The rules in a run's record; the defaults for those that are absent. */
    public static Rules of(WatchedRun run) {
        AlertSettings settings = run.record().alert().orElse(NO_SETTINGS);
        Optional<Metric> metric = settings.metric().or(run::gateMetric);
        boolean higherIsBetter = metric.map(Metric::higherIsBetter).orElse(true);
        int minutes = settings.cooldownMinutes().orElse(-1);
        return new Rules(
                metric,
                (higherIsBetter ? settings.below() : settings.above()).orElse(Double.NaN),
                settings.on().<Set<String>>map(Set::copyOf).orElse(DEFAULT_VERDICTS),
                settings.drop().orElse(Double.NaN),
                minutes >= 0 ? Duration.ofMinutes(minutes) : DEFAULT_COOLDOWN);
    }

    /**
     * The kind of alert that a run causes, regardless of earlier alerts.
     *
     * @param reference the value that the metric dropped from, if it dropped; NaN when there is none
     */
    AlertKind judge(WatchedRun run, double reference) {
        if (run.record().verdict() == Verdict.INVALID) {
            return on.contains("invalid") ? AlertKind.INVALID : AlertKind.NOTHING;
        }
        if (run.record().verdict() == Verdict.REJECTED && on.contains("rejected")) {
            return AlertKind.REJECTED;
        }
        if (metric.isPresent()) {
            double value = run.metric(metric.get());
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
    boolean hasRecovered(WatchedRun run, Metric dropped, double reference) {
        return !dropped.isWorse(run.metric(dropped), reference, accepted(dropped, reference));
    }

    /** How much worse than the reference is accepted. */
    public double accepted(Metric watched, double reference) {
        if (Double.isFinite(drop)) {
            return drop;
        }
        return watched.defaultAlertDrop(reference);
    }
}
