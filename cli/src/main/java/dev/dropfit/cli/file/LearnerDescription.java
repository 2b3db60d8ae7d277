package dev.dropfit.cli.file;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.dropfit.cli.console.TextTable;
import dev.dropfit.core.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Lines that describe how a model was fitted, from its record. */
final class LearnerDescription {
    private static final int SHOWN = 8;

    private LearnerDescription() {}

    /** The learners that were compared; the chosen one is marked. */
    static List<String> candidates(JsonObject record) {
        TextTable table = new TextTable("llrl");
        for (JsonElement element : record.getAsJsonArray("candidates")) {
            JsonObject candidate = element.getAsJsonObject();
            String metric = candidate.has("rmse") ? "rmse" : "log_loss";
            String leaves =
                    candidate.has("leaves") ? ", " + candidate.get("leaves").getAsInt() + " leaves a tree" : "";
            table.row(
                    candidate.get("learner").getAsString() + leaves,
                    metric,
                    candidate.get(metric).isJsonNull()
                            ? "can't be fitted"
                            : Figures.metric(metric, candidate.get(metric).getAsDouble()),
                    candidate.get("chosen").getAsBoolean() ? "chosen" : "");
        }
        return table.lines();
    }

    /** A weight of a feature; {@code ofClass} is empty unless each class has its own weight. */
    private record FeatureWeight(String feature, String ofClass, double value) {}

    /** The largest weights of a linear model. */
    static List<String> weights(JsonObject record) {
        List<FeatureWeight> weights = new ArrayList<>();
        for (JsonElement element : record.getAsJsonArray("features")) {
            JsonObject feature = element.getAsJsonObject();
            JsonElement weight = feature.get("weight");
            if (weight instanceof JsonObject perClass) {
                for (Map.Entry<String, JsonElement> entry : perClass.entrySet()) {
                    weights.add(new FeatureWeight(
                            name(feature),
                            "for " + entry.getKey(),
                            entry.getValue().getAsDouble()));
                }
            } else {
                weights.add(new FeatureWeight(name(feature), "", weight.getAsDouble()));
            }
        }
        TextTable table = new TextTable("lrl");
        weights.stream()
                .sorted(Comparator.comparingDouble(weight -> -Math.abs(weight.value())))
                .limit(SHOWN)
                .forEach(weight -> table.row(
                        weight.feature(),
                        (weight.value() > 0 ? "+" : "") + Figures.number(weight.value()),
                        weight.ofClass()));
        return table.lines();
    }

    /** The most important features of a model of trees. */
    static List<String> importances(JsonObject record) {
        TextTable table = new TextTable("lr");
        record.getAsJsonArray("features").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .sorted(Comparator.comparingDouble(
                        feature -> -feature.get("importance").getAsDouble()))
                .limit(SHOWN)
                .forEach(feature -> table.row(
                        name(feature),
                        "%.1f %%".formatted(100 * feature.get("importance").getAsDouble())));
        return table.lines();
    }

    private static String name(JsonObject feature) {
        return feature.get("feature").getAsString()
                + (feature.has("part") ? " (" + feature.get("part").getAsString() + ")" : "")
                + (feature.has("value") ? " = " + feature.get("value").getAsString() : "");
    }
}
