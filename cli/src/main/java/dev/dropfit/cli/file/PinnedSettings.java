package dev.dropfit.cli.file;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.Dataset;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.settings.DecisionSettings;
import dev.dropfit.trainer.settings.GateSettings;
import dev.dropfit.trainer.settings.LearnerName;
import dev.dropfit.trainer.settings.Settings;
import dev.dropfit.trainer.settings.SplitSettings;
import dev.dropfit.trainer.table.Column;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code dropfit.json} that fixes what was inferred, so that the next dataset is read the same way. */
final class PinnedSettings {
    private PinnedSettings() {}

    static JsonObject of(Dataset dataset) {
        Schema schema = dataset.schema();
        Settings settings = dataset.settings();
        JsonObject json = new JsonObject();
        json.addProperty("label", schema.label());
        json.addProperty("output", schema.output());
        if (schema.target() instanceof Target.Classes classes) {
            if (!settings.labels().isEmpty()) {
                JsonObject labels = new JsonObject();
                settings.labels().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .forEach(entry -> labels.addProperty(entry.getKey(), entry.getValue()));
                json.add("labels", labels);
            }
            if (classes.binary()) {
                json.addProperty("positive", classes.values().get(1));
            }
        }
        settings.decision().ifPresent(decision -> json.add(decision.key(), decision(decision)));
        JsonObject columns = new JsonObject();
        schema.columns().stream()
                .filter(role -> !loose(role, dataset.table().rows()))
                .forEach(role ->
                        columns.addProperty(role.column().name(), role.kind().text()));
        json.add("columns", columns);
        if (!settings.missing().isEmpty()) {
            JsonArray missing = new JsonArray();
            settings.missing().forEach(missing::add);
            json.add("missing", missing);
        }
        // Not a linear model that is fitted because of this dataset's size: a later one may have another.
        json.addProperty(
                "learner",
                dataset.settings().learner().orElse(LearnerName.DEFAULT).text());
        if (settings.budget() != Settings.DEFAULT_BUDGET) {
            JsonObject budget = new JsonObject();
            budget.addProperty("seconds", settings.budget());
            json.add("budget", budget);
        }
        json.addProperty("holdout", settings.holdout());
        split(settings.split()).ifPresent(split -> json.add("split", split));
        json.add("gate", gate(dataset));
        settings.alert().ifPresent(alert -> json.add("alert", alert.toJson()));
        settings.keep().ifPresent(keep -> json.addProperty("keep", keep));
        if (settings.keepExamples()) {
            json.addProperty("keep_examples", true);
        }
        return json;
    }

    private static JsonElement decision(DecisionSettings decision) {
        if (!(decision instanceof DecisionSettings.ByCosts by)) {
            return new JsonPrimitive(decision.threshold());
        }
        JsonObject costs = new JsonObject();
        costs.addProperty("false_positive", by.costs().falsePositive());
        costs.addProperty("false_negative", by.costs().falseNegative());
        return costs;
    }

    /** The columns to leave out: a few of their values are of another kind, which fixed settings would not accept. */
    static List<String> loose(Schema schema, int rows) {
        return schema.columns().stream()
                .filter(role -> loose(role, rows))
                .map(role -> role.column().name())
                .toList();
    }

    private static boolean loose(Schema.Role role, int rows) {
        Column column = role.column();
        return switch (role.kind()) {
            case NUMERIC -> column.texts() > 0;
            case DATETIME -> column.times() < rows - column.missing();
            default -> false;
        };
    }

    private static Optional<JsonObject> split(SplitSettings settings) {
        JsonObject split = new JsonObject();
        if (settings instanceof SplitSettings.ByGroup group) {
            split.addProperty("group", group.column());
        } else if (settings instanceof SplitSettings.ByTime time) {
            split.addProperty("time", time.column());
        } else {
            return Optional.empty();
        }
        return Optional.of(split);
    }

    private static JsonObject gate(Dataset dataset) {
        GateSettings settings = dataset.settings().gate();
        JsonObject gate = new JsonObject();
        gate.addProperty("metric", dataset.gate().metric().text());
        settings.threshold().ifPresent(threshold -> gate.addProperty("threshold", threshold));
        settings.maxRegression().ifPresent(regression -> gate.addProperty("max_regression", regression));
        settings.minHoldoutRows().ifPresent(rows -> gate.addProperty("min_holdout_rows", rows));
        settings.slices().ifPresent(slices -> gate.addProperty("slices", slices));
        return gate;
    }

    /** The settings as a person would write them: one line for each key and for each column. */
    static String text(JsonObject settings) {
        StringBuilder text = new StringBuilder("{\n");
        int left = settings.size();
        for (Map.Entry<String, JsonElement> entry : settings.entrySet()) {
            text.append("  ").append(new JsonPrimitive(entry.getKey())).append(": ");
            text.append(
                    entry.getValue() instanceof JsonObject object
                                    && entry.getKey().equals("columns")
                            ? columns(object)
                            : inline(entry.getValue()));
            text.append(--left > 0 ? ",\n" : "\n");
        }
        return text.append("}\n").toString();
    }

    private static String columns(JsonObject columns) {
        StringBuilder text = new StringBuilder("{");
        int left = columns.size();
        for (Map.Entry<String, JsonElement> entry : columns.entrySet()) {
            text.append("\n    ")
                    .append(new JsonPrimitive(entry.getKey()))
                    .append(": ")
                    .append(entry.getValue());
            text.append(--left > 0 ? "," : "\n  ");
        }
        return text.append("}").toString();
    }

    private static String inline(JsonElement value) {
        if (value instanceof JsonObject object) {
            return object.entrySet().stream()
                    .map(entry -> new JsonPrimitive(entry.getKey()) + ": " + inline(entry.getValue()))
                    .collect(java.util.stream.Collectors.joining(", ", "{", "}"));
        }
        return value instanceof JsonArray array ? array.toString() : value.toString();
    }
}
