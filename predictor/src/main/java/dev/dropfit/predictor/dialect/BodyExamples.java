package dev.dropfit.predictor.dialect;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.use.ExampleRow;
import dev.dropfit.predictor.http.ContentType;
import org.jspecify.annotations.Nullable;

/** An example of each body that a model accepts, with the same row in each. */
final class BodyExamples {
    /** A description with more columns in each example would be mostly examples. */
    private static final int MAX_COLUMNS = 1000;

    private final Pipeline pipeline;
    private final ExampleRow row;

    BodyExamples(Pipeline pipeline) {
        this.pipeline = pipeline;
        row = ExampleRow.of(pipeline);
    }

    /** An example of a body; null if there is none. */
    @Nullable
    JsonElement find(Route.Content content) {
        if (pipeline.inputs().size() > MAX_COLUMNS) {
            return null;
        }
        return switch (content.type()) {
            case ContentType.CSV -> new JsonPrimitive(row.csv());
            case ContentType.LINES -> new JsonPrimitive(row.json() + "\n");
            default ->
                switch (content.schema()) {
                    case Schemas.ROW, Schemas.OBJECT -> fields();
                    case Schemas.ROWS -> array(fields());
                    case Schemas.INSTANCES -> object("instances", array(fields()));
                    case Schemas.INVOCATION -> object("dataframe_records", array(fields()));
                    case Schemas.INFERENCE_REQUEST -> object("inputs", tensors());
                    case Schemas.CALLS -> object("calls", array(values(new JsonArray())));
                    case Schemas.NUMBERED_ROWS -> object("data", array(values(array(new JsonPrimitive(0)))));
                    default -> null;
                };
        };
    }

    private JsonObject fields() {
        JsonObject fields = new JsonObject();
        row.values().forEach(fields::add);
        return fields;
    }

    /** Appends the values in the order of a row without names. */
    private JsonArray values(JsonArray array) {
        pipeline.positions().forEach(column -> array.add(row.values().get(column)));
        return array;
    }

    private JsonArray tensors() {
        JsonArray tensors = new JsonArray();
        for (Input input : pipeline.inputs()) {
            JsonElement value = row.values().get(input.column());
            JsonObject tensor = object("name", new JsonPrimitive(input.column()));
            tensor.addProperty("datatype", datatype(value));
            tensor.add("shape", array(new JsonPrimitive(1)));
            tensor.add("data", array(value));
            tensors.add(tensor);
        }
        return tensors;
    }

    private static String datatype(@Nullable JsonElement value) {
        if (value instanceof JsonPrimitive primitive && !primitive.isString()) {
            return primitive.isBoolean() ? "BOOL" : "FP64";
        }
        return "BYTES";
    }

    private static JsonArray array(@Nullable JsonElement value) {
        JsonArray array = new JsonArray();
        array.add(value);
        return array;
    }

    private static JsonObject object(String name, JsonElement value) {
        JsonObject object = new JsonObject();
        object.add(name, value);
        return object;
    }
}
