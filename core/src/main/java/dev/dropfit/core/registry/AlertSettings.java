package dev.dropfit.core.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.dropfit.core.model.Metric;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * When to send an alert about a run, or about live traffic. The trainer only checks these settings and copies them to the run record; the run does not depend on
 * them. The alert function sets defaults for absent settings.
 *
 * @param metric the metric to watch; if absent, that of the gate
 * @param below alert if the value is below this limit; for metrics where higher is better
 * @param above alert if the value is above this limit; for metrics where lower is better
 * @param on alert on these verdicts, each once
 * @param drop alert if the value is worse than that of the last promoted run by more than this, at least 0, in the unit of the metric
 * @param cooldownMinutes the time before the same alert may be sent again, at least 0
 * @param live whether to alert on changes of live traffic; if absent, yes
 */
public record AlertSettings(
        Optional<Metric> metric,
        OptionalDouble below,
        OptionalDouble above,
        Optional<List<String>> on,
        OptionalDouble drop,
        OptionalInt cooldownMinutes,
        Optional<Boolean> live) {
    public AlertSettings {
        on = on.map(List::copyOf);
    }

    /** The settings that are present, by their names. */
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
        live.ifPresent(value -> json.addProperty("live", value));
        return json;
    }
}
