package dev.dropfit.monitor.dashboard.change;

import com.google.gson.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a person has said about the first dataset of a model.
 *
 * @param label the column to predict; empty for the one that training chooses
 * @param kinds the kinds of columns, as in {@code dropfit.json}, the label's too; those that training finds are left out
 */
public record FirstAnswer(Optional<String> label, Map<String, String> kinds) {
    /** Nothing. */
    public static final FirstAnswer NONE = new FirstAnswer(Optional.empty(), Map.of());

    /** Keeps the order of the columns. */
    public FirstAnswer {
        kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
    }

    /** The text of {@code dropfit.json}; empty if nothing was said. */
    public Optional<String> settings() {
        if (label.isEmpty() && kinds.isEmpty()) {
            return Optional.empty();
        }
        JsonObject settings = new JsonObject();
        label.ifPresent(column -> settings.addProperty("label", column));
        if (!kinds.isEmpty()) {
            JsonObject columns = new JsonObject();
            kinds.forEach(columns::addProperty);
            settings.add("columns", columns);
        }
        return Optional.of(settings + "\n");
    }
}
