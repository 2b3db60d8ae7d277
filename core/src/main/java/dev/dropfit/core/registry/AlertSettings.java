package dev.dropfit.core.registry;

import dev.dropfit.core.model.Metric;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * When to send an alert about a run, as the model's settings say. The trainer checks them and copies them into the run's record, from where
 * the alert function reads them. What is absent has the alert function's default.
 *
 * @param metric what to watch; the gate's if absent
 * @param below alert on a value below this, of a metric that is better when it is higher
 * @param above alert on a value above this, of a metric that is better when it is lower
 * @param on the verdicts to alert on, each once
 * @param drop alert on a value that is worse by more than this than that of the last promoted run, at least 0, in the metric's unit
 * @param cooldownMinutes for how long not to repeat the same alert, at least 0
 */
public record AlertSettings(
        Optional<Metric> metric,
        OptionalDouble below,
        OptionalDouble above,
        Optional<List<String>> on,
        OptionalDouble drop,
        OptionalInt cooldownMinutes) {
    public AlertSettings {
        on = on.map(List::copyOf);
    }
}
