package dev.dropfit.monitor.alert.delivery;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.dropfit.monitor.alert.message.Alert;

/** An alert as JSON; {@code docs/alerts.md} is the reference. Fields may be added, but never removed. */
final class WebhookPayload {
    private WebhookPayload() {}

    static JsonObject of(Alert alert) {
        JsonObject json = new JsonObject();
        json.addProperty("id", alert.id());
        json.addProperty("model", alert.model().value());
        json.addProperty("version", alert.version().value());
        json.addProperty("kind", alert.kind().text());
        json.addProperty("title", alert.title());
        json.addProperty("sentence", alert.sentence());
        json.addProperty("advice", alert.advice());
        JsonArray reasons = new JsonArray();
        alert.reasons().forEach(reasons::add);
        json.add("reasons", reasons);
        JsonObject figures = new JsonObject();
        for (Alert.Comparison comparison : alert.figures()) {
            JsonObject figure = new JsonObject();
            figure.addProperty("value", comparison.value());
            comparison.interval().ifPresent(interval -> {
                figure.addProperty("low", interval.low());
                figure.addProperty("high", interval.high());
            });
            addFinite(figure, "champion", comparison.champion());
            addFinite(figure, "baseline", comparison.baseline());
            figures.add(comparison.metric().text(), figure);
        }
        json.add("figures", figures);
        JsonArray runs = new JsonArray();
        for (Alert.RunLine run : alert.runs()) {
            JsonObject line = new JsonObject();
            line.addProperty("version", run.version().value());
            line.addProperty("name", run.name());
            line.addProperty("verdict", run.verdict());
            line.addProperty("metric", run.metric());
            line.addProperty("value", run.value());
            runs.add(line);
        }
        json.add("runs", runs);
        json.addProperty("rollback", alert.command().orElse(null));
        json.addProperty("dashboard", alert.dashboard().orElse(null));
        return json;
    }

    private static void addFinite(JsonObject json, String key, double value) {
        if (Double.isFinite(value)) {
            json.addProperty(key, value);
        } else {
            json.add(key, JsonNull.INSTANCE);
        }
    }
}
