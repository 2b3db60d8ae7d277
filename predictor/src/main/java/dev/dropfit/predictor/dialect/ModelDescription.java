package dev.dropfit.predictor.dialect;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.LabelChoice;
import dev.dropfit.predictor.serve.ServedModel;

/** The response to {@code GET /{model}}: schema, version and metrics with their 95 % intervals. It has no values of rows, because it may be public. */
final class ModelDescription {
    private ModelDescription() {}

    static JsonObject of(ServedModel served) {
        Pipeline pipeline = served.model().pipeline();
        JsonObject json = new JsonObject();
        json.addProperty("model", served.name().value());
        json.addProperty("version", served.version());
        served.promoted().ifPresent(promoted -> json.addProperty("promoted", promoted.toString()));
        JsonObject facts = served.model().metrics();
        if (facts.get("label_choice") instanceof JsonPrimitive choice) {
            LabelChoice.parse(choice.getAsString())
                    .ifPresent(why -> json.addProperty(
                            "predicts",
                            why.predicts(pipeline.label(), served.name().value())));
        }
        json.add("schema", schema(pipeline));
        JsonObject metrics = new JsonObject();
        facts.asMap().forEach((name, value) -> {
            if (value.isJsonPrimitive() || value.isJsonNull()) {
                metrics.add(name, value);
            }
        });
        json.add("metrics", metrics);
        if (facts.get("intervals") instanceof JsonObject intervals) {
            json.add("intervals", intervals);
        }
        return json;
    }

    private static JsonObject schema(Pipeline pipeline) {
        JsonObject schema = new JsonObject();
        schema.addProperty("task", pipeline.target() instanceof Target.Classes ? "classification" : "regression");
        schema.addProperty("label", pipeline.label());
        schema.addProperty("output", pipeline.output());
        if (pipeline.target() instanceof Target.Classes classes) {
            JsonArray labels = new JsonArray();
            for (int k = 0; k < classes.size(); k++) {
                labels.add(classes.name(k));
            }
            schema.add("labels", labels);
            if (classes.binary()) {
                schema.addProperty("positive", classes.name(1));
            }
            pipeline.threshold().ifPresent(threshold -> schema.addProperty("threshold", threshold));
        } else if (pipeline.target() instanceof Target.Quantity quantity
                && quantity.link().logarithm()) {
            JsonObject link = new JsonObject();
            link.addProperty("function", "log");
            link.addProperty("shift", quantity.link().shift());
            schema.add("link", link);
        }
        JsonArray columns = new JsonArray();
        for (Input input : pipeline.inputs()) {
            JsonObject column = new JsonObject();
            column.addProperty("column", input.column());
            if (input.feature() instanceof Feature.Categorical categorical) {
                column.addProperty("kind", "categorical");
                JsonArray levels = new JsonArray();
                categorical.levels().forEach(levels::add);
                column.add("levels", levels);
            } else {
                column.addProperty("kind", input.isDateTime() ? "datetime" : input.isText() ? "text" : "numeric");
            }
            if (pipeline.optional().contains(input.column())) {
                column.addProperty("optional", true);
            }
            columns.add(column);
        }
        schema.add("columns", columns);
        return schema;
    }
}
