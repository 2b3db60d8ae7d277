package dev.dropfit.trainer;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Comparator;
import java.util.Optional;

/**
 * Which generations a model was made from. Later ones are newer; equal ones are neither.
 *
 * @param dataset the dataset's generation
 * @param settings the settings' generation, 0 if there were none
 */
record Inputs(long dataset, long settings) implements Comparable<Inputs> {
    private static final Comparator<Inputs> ORDER =
            Comparator.comparingLong(Inputs::dataset).thenComparingLong(Inputs::settings);

    /** As a record says; empty when it does not, as for a model that was trained from a file. */
    static Optional<Inputs> of(JsonObject metrics) {
        return Optional.ofNullable(metrics.get("dataset"))
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject)
                .filter(dataset -> dataset.has("generation"))
                .map(dataset -> new Inputs(
                        dataset.get("generation").getAsLong(),
                        dataset.has("settings_generation")
                                ? dataset.get("settings_generation").getAsLong()
                                : 0));
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("generation", Long.toString(dataset));
        json.addProperty("settings_generation", Long.toString(settings));
        return json;
    }

    @Override
    public int compareTo(Inputs other) {
        return ORDER.compare(this, other);
    }
}
