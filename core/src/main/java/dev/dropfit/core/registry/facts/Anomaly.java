package dev.dropfit.core.registry.facts;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;

/**
 * Something unusual in a dataset that its owner should know. The dataset can still be used.
 *
 * @param name a short name for programs, the same in every version
 * @param message one line for users
 * @param lines the first few lines of the file that show it, from 1; empty if it concerns no single line
 */
public record Anomaly(String name, String message, List<Long> lines) {
    /** A column that may give the label away, and rows that another split would hold out. */
    private static final Set<String> FLATTERING = Set.of("target-leakage", "split-proposed");

    public Anomaly {
        lines = List.copyOf(lines);
    }

    /** Whether the model may be worse than its metrics say, because of this. Its owner should read it next to the metrics. */
    public boolean flatters() {
        return FLATTERING.contains(name);
    }

    /** Whether the message names a column. */
    public boolean names(String column) {
        return message.contains("'" + column + "'");
    }

    /** As in run records and reports: {@code name}, {@code message}, {@code lines}. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("name", name);
        json.addProperty("message", message);
        JsonArray array = new JsonArray();
        lines.forEach(array::add);
        json.add("lines", array);
        return json;
    }

    /** An anomaly of the whole file or a whole column. */
    public static Anomaly of(String name, String message) {
        return new Anomaly(name, message, List.of());
    }
}
