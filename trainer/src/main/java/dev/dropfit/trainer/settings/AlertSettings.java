package dev.dropfit.trainer.settings;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.model.Metric;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * When a person is to be told of a run. The trainer only checks it and hands it on in the run's record: nothing that a run does depends
 * on it. What is absent is chosen by who tells.
 *
 * @param metric what to watch; the gate's if absent
 * @param below tells of a value below this, of a metric that is better when it is higher
 * @param above tells of a value above this, of a metric that is better when it is lower
 * @param on the verdicts to tell of, each once
 * @param drop tells of a value that is worse by more than this than that of the last promoted run, at least 0, in the metric's unit
 * @param cooldownMinutes for how long the same is not told again, at least 0
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

    /** What was said, by the names of the settings. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        metric.ifPresent(value -> json.addProperty("metric", value.text()));
        below.ifPresent(value -> json.addProperty("below", value));
        above.ifPresent(value -> json.addProperty("above", value));
        on.ifPresent(verdicts -> {
            JsonArray array = new JsonArray();
            verdicts.forEach(array::add);
            json.add("on", array);
        });
        drop.ifPresent(value -> json.addProperty("drop", value));
        cooldownMinutes.ifPresent(value -> json.addProperty("cooldown_minutes", value));
        return json;
    }

    /**
     * Checks these against what is to be predicted.
     *
     * @throws InvalidSettingsException when the metric is one of the other task
     */
    public void check(boolean classification) throws InvalidSettingsException {
        if (metric.isPresent() && metric.get().classification() != classification) {
            throw new InvalidSettingsException("dropfit.json: alert.metric is '"
                    + metric.get().text() + "', but the label is " + Metric.accepted(classification));
        }
    }
}
