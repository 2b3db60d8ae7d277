package dev.dropfit.monitor.alert.decision;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import java.util.List;
import java.util.Optional;

/**
 * A run that has ended, as its record tells. What a record lacks, or has in another form than expected, is empty or NaN.
 *
 * @param record the run's record, {@code metrics/{version}.json}
 */
public record Run(ModelName model, Version version, JsonObject record) {
    /** {@code promoted}, {@code rejected} or {@code invalid}; empty when the record does not say. */
    public String verdict() {
        return text(record, "verdict").orElse("");
    }

    public boolean promoted() {
        return verdict().equals("promoted");
    }

    /** Why; may hold whatever the dataset holds. */
    public List<String> reasons() {
        return record.has("reasons") && record.get("reasons").isJsonArray()
                ? record.getAsJsonArray("reasons").asList().stream()
                        .filter(JsonElement::isJsonPrimitive)
                        .map(JsonElement::getAsString)
                        .toList()
                : List.of();
    }

    /** What the gate judged by; empty for a run that did not come so far. */
    public Optional<Metric> gateMetric() {
        return text(record, "gate_metric").flatMap(Metric::parse);
    }

    /** How good the new model is on the holdout. */
    public double figure(Metric metric) {
        return Figures.of(record, metric.text());
    }

    /** The version that was served before; empty when there was none, or none that could be read. */
    public Optional<Version> champion() {
        return text(object("champion"), "version").flatMap(Version::parse);
    }

    /** How good the champion is on the same rows. */
    public double championsFigure(Metric metric) {
        return Figures.of(object("champion"), metric.text());
    }

    /** How good it is on the same rows to answer without looking. */
    public double baselinesFigure(Metric metric) {
        return Figures.of(object("baseline"), metric.text());
    }

    /** An object within the record; an empty one when there is none. */
    JsonObject object(String key) {
        return record.get(key) instanceof JsonObject object ? object : new JsonObject();
    }

    static Optional<String> text(JsonObject json, String key) {
        return Optional.ofNullable(json.get(key))
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString);
    }
}
