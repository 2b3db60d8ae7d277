package dev.dropfit.core.registry.facts;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * Something in a dataset that its owner should know, though the dataset can be trained on.
 *
 * @param name what it is, for programs: short, and the same in every version
 * @param message one line for a person
 * @param lines where it shows in the file, from 1, only the first few; empty where no line shows it
 */
public record Anomaly(String name, String message, List<Long> lines) {
    public Anomaly {
        lines = List.copyOf(lines);
    }

    /** As records and reports have it: {@code name}, {@code message}, {@code lines}. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        json.addProperty("message", message);
        JsonArray array = new JsonArray();
        lines.forEach(array::add);
        json.add("lines", array);
        return json;
    }

    /** An anomaly that no line shows. */
    public static Anomaly of(String name, String message) {
        return new Anomaly(name, message, List.of());
    }
}
