package dev.dropfit.predictor.dialect;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.dropfit.core.Text;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.use.CategoryType;
import dev.dropfit.core.use.ExampleRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The schemas of one model in OpenAPI: its rows, its predictions, and the bodies that have them. */
final class ModelSchemas {
    private static final int MAX_LEVELS = 20;
    private static final int MAX_LEVEL_LENGTH = 60;
    private static final int MAX_ENUM_LEVELS = 100;
    private static final int MAX_ENUM_LENGTH = 2000;
    private static final String REFERENCE = "#/components/schemas/";

    private final String prefix;
    private final Pipeline pipeline;
    private final Writer out;

    /** Takes a schema and its name. */
    @FunctionalInterface
    interface Writer {
        void add(String name, JsonElement schema) throws IOException;
    }

    /** @param prefix of the names of the schemas */
    ModelSchemas(String prefix, Pipeline pipeline, Writer out) {
        this.prefix = prefix + '.';
        this.pipeline = pipeline;
        this.out = out;
    }

    void write() throws IOException {
        out.add(prefix + "Row", row());
        out.add(prefix + "Prediction", prediction(true));
        out.add(prefix + "RowPrediction", prediction(false));
        out.add(prefix + "Explanation", explanation());
        out.add(prefix + "Predictions", predictions(false));
        out.add(prefix + "Instances", instances());
        out.add(prefix + "InstancePredictions", predictions(true));
        out.add(prefix + "CallReplies", replies());
    }

    private JsonObject row() {
        ExampleRow example = ExampleRow.of(pipeline);
        PlainNames names = new PlainNames();
        JsonObject properties = new JsonObject();
        JsonArray required = new JsonArray();
        List<String> others = new ArrayList<>();
        for (Input input : pipeline.inputs()) {
            String column = input.column();
            JsonElement value = example.values().getOrDefault(column, JsonNull.INSTANCE);
            if (names.add(column)) {
                properties.add(column, column(input, value));
                if (!pipeline.optional().contains(column)) {
                    required.add(column);
                }
            } else {
                others.add(column);
            }
        }
        JsonObject row = type("object");
        row.add("properties", properties);
        row.add("required", required);
        if (!others.isEmpty()) {
            row.addProperty(
                    "description",
                    "A row has more columns, whose names are no identifiers or become the same ones as others: "
                            + String.join(", ", others));
            row.add("additionalProperties", new JsonPrimitive(true));
        }
        return row;
    }

    private static JsonObject column(Input input, JsonElement example) {
        JsonObject column;
        if (input.isDateTime()) {
            column = nullable("string");
            column.addProperty("description", "A date or time in ISO 8601");
        } else if (input.feature() instanceof Feature.Categorical categorical) {
            column = category(categorical);
        } else if (input.isText()) {
            column = nullable("string");
            column.addProperty("description", "A text");
        } else {
            column = nullable("number");
        }
        if (!example.isJsonNull() && example.getAsString().length() <= MAX_LEVEL_LENGTH) {
            column.add("examples", arrayOfValues(example));
        }
        return column;
    }

    private static JsonObject category(Feature.Categorical categorical) {
        CategoryType type = CategoryType.of(categorical);
        List<String> levels = categorical.levels();
        JsonObject category = nullable(type.name().toLowerCase(Locale.ROOT));
        category.addProperty(
                "description",
                "One of "
                        + levels.stream()
                                .limit(MAX_LEVELS)
                                .map(level -> Text.truncate(level, MAX_LEVEL_LENGTH))
                                .collect(Collectors.joining(", "))
                        + (levels.size() > MAX_LEVELS ? ", …" : ""));
        if (type != CategoryType.BOOLEAN && isShort(levels)) {
            JsonArray values = new JsonArray();
            levels.forEach(level -> values.add(ExampleRow.level(type, level)));
            values.add(JsonNull.INSTANCE);
            category.add("enum", values);
        }
        return category;
    }

    private static boolean isShort(List<String> levels) {
        return !levels.isEmpty()
                && levels.size() <= MAX_ENUM_LEVELS
                && levels.stream().mapToInt(String::length).sum() <= MAX_ENUM_LENGTH;
    }

    /** @param single whether it is the whole response; a prediction of many may have an error instead */
    private JsonObject prediction(boolean single) {
        Fields fields = new Fields();
        if (pipeline.target() instanceof Target.Classes classes) {
            JsonObject labels = type("string");
            labels.add("enum", names(classes));
            fields.add(pipeline.output(), labels);
            fields.add("probability", type("number"));
            JsonObject probabilities = mapOf(type("number"));
            probabilities.add("propertyNames", object("enum", names(classes)));
            fields.add("probabilities", probabilities);
        } else {
            fields.add(pipeline.output(), type("number"));
        }
        fields.add(
                "prediction_id", described("string", "What names the prediction in a file of labels, with ?ids=true"));
        addExplanation(fields);
        if (single) {
            fields.add("model", type("string"));
            fields.add("version", type("string"));
        } else {
            fields.add("error", described("string", "Why the row can't be used, with ?on_error=row"));
        }
        fields.add("warnings", arrayOf(type("string")));
        return fields.object(single ? List.of(pipeline.output(), "model", "version", "warnings") : List.of());
    }

    private static JsonArray names(Target.Classes classes) {
        JsonArray names = new JsonArray();
        for (int k = 0; k < classes.size(); k++) {
            names.add(classes.name(k));
        }
        return names;
    }

    private JsonObject explanation() {
        Fields fields = new Fields();
        addExplanation(fields);
        fields.add("error", type("string"));
        return fields.object(List.of());
    }

    private void addExplanation(Fields fields) {
        JsonObject lines = arrayOf(reference("Contribution"));
        lines.addProperty("description", "What each column contributed to the score, with ?explain=true");
        fields.add("explanation", lines);
        fields.add(explained("explained"), described("string", "The class or quantity whose score is explained"));
        fields.add(explained("base"), described("number", "The score without any column"));
        fields.add(explained("score"), described("number", "The base and all contributions"));
        JsonObject scale = type("string");
        JsonArray scales = new JsonArray();
        List.of("log-odds", "margin", "value", "log").forEach(scales::add);
        scale.add("enum", scales);
        fields.add(explained("scale"), scale);
    }

    /** The name of a field of an explanation: the prediction may have it. */
    private String explained(String name) {
        return name.equals(pipeline.output()) ? "explanation_" + name : name;
    }

    /** @param v1 whether it has the fields of KServe V1, Vertex AI and TensorFlow Serving too */
    private JsonObject predictions(boolean v1) {
        Fields fields = new Fields();
        fields.add("predictions", arrayOf(reference(prefix + "RowPrediction")));
        fields.add("model", type("string"));
        if (v1) {
            fields.add("modelDisplayName", type("string"));
            fields.add("modelVersionId", type("string"));
            fields.add("explanations", arrayOf(reference(prefix + "Explanation")));
        } else {
            fields.add("version", type("string"));
        }
        fields.add("warnings", arrayOf(type("string")));
        return fields.object(List.of("predictions"));
    }

    private JsonObject instances() {
        JsonObject instances = arrayOf(reference(prefix + "Row"));
        instances.addProperty("description", "Rows; an array of values in the schema's order is a row too");
        Fields fields = new Fields();
        fields.add("instances", instances);
        fields.add("parameters", reference("Parameters"));
        return fields.object(List.of("instances"));
    }

    private JsonObject replies() {
        Fields fields = new Fields();
        fields.add("replies", arrayOf(reference(prefix + "RowPrediction")));
        return fields.object(List.of("replies"));
    }

    /** The fields of an object, without those that no identifier can be made of. */
    private static final class Fields {
        private final PlainNames names = new PlainNames();
        private final JsonObject properties = new JsonObject();
        private boolean others;

        void add(String name, JsonObject schema) {
            if (names.add(name)) {
                properties.add(name, schema);
            } else {
                others = true;
            }
        }

        JsonObject object(List<String> required) {
            JsonObject object = type("object");
            object.add("properties", properties);
            JsonArray known = new JsonArray();
            required.stream().filter(properties::has).forEach(known::add);
            if (!known.isEmpty()) {
                object.add("required", known);
            }
            if (others) {
                object.add("additionalProperties", new JsonPrimitive(true));
            }
            return object;
        }
    }

    private static JsonObject type(String name) {
        return object("type", new JsonPrimitive(name));
    }

    private static JsonObject described(String type, String description) {
        JsonObject schema = type(type);
        schema.addProperty("description", description);
        return schema;
    }

    private static JsonObject nullable(String type) {
        JsonArray types = new JsonArray();
        types.add(type);
        types.add("null");
        return object("type", types);
    }

    private static JsonObject arrayOf(JsonObject items) {
        JsonObject array = type("array");
        array.add("items", items);
        return array;
    }

    private static JsonObject mapOf(JsonObject values) {
        JsonObject map = type("object");
        map.add("additionalProperties", values);
        return map;
    }

    private static JsonObject reference(String schema) {
        return object("$ref", new JsonPrimitive(REFERENCE + schema));
    }

    private static JsonArray arrayOfValues(JsonElement value) {
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
