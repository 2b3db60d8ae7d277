package dev.dropfit.predictor.dialect;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import dev.dropfit.core.Text;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.serve.ServedModel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The description of what is served, in OpenAPI 3.1: the paths of the route table, and for each model the schema of its rows and
 * predictions.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.0">OpenAPI 3.1.0</a>
 */
final class OpenApi {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
    private static final int MAX_LEVELS = 20;
    private static final int MAX_LEVEL_LENGTH = 60;
    private static final String IDENTITY = "identity";
    private static final String MODEL = "{model}";
    private static final String VERSION = "{version}";

    private final Routes routes;
    private final JsonWriter out;

    private OpenApi(Routes routes, JsonWriter out) {
        this.routes = routes;
        this.out = out;
    }

    /**
     * Writes the description of all routes, those of a model for each of these models. It is written part by part: the memory for it does
     * not depend on the number of models.
     */
    static void write(Routes routes, List<ServedModel> models, OutputStream bytes) throws IOException {
        JsonWriter out = new JsonWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
        new OpenApi(routes, out).write(models);
        out.flush();
    }

    private void write(List<ServedModel> models) throws IOException {
        JsonObject info = object("title", text("Dropfit"), "version", text(ServerVersion.text()));
        info.addProperty("description", "Predictions from models trained on CSV files.");
        info.add("license", object("name", text("Apache-2.0"), "identifier", text("Apache-2.0")));
        out.beginObject();
        add("openapi", text("3.1.0"));
        add("info", info);
        add("servers", array(object("url", text("/"))));
        out.name("paths").beginObject();
        writePaths("");
        for (ServedModel model : models) {
            writePaths(model.name().value());
        }
        out.endObject();
        out.name("components").beginObject();
        out.name("schemas").beginObject();
        for (var schema :
                JsonParser.parseString(Schemas.COMPONENTS).getAsJsonObject().entrySet()) {
            add(schema.getKey(), schema.getValue());
        }
        for (ServedModel model : models) {
            Pipeline pipeline = model.model().pipeline();
            writeRow(model.name().value() + ".Row", pipeline);
            writePrediction(model.name().value() + ".Prediction", pipeline);
        }
        out.endObject();
        add("securitySchemes", identity());
        out.endObject();
        add("security", array(new JsonObject(), object(IDENTITY, new JsonArray())));
        out.endObject();
    }

    private void add(String name, JsonElement value) throws IOException {
        out.name(name);
        GSON.toJson(value, out);
    }

    /** Cloud Run's authentication of a private function; the function itself needs none. */
    private static JsonObject identity() {
        JsonObject bearer = object("type", text("http"), "scheme", text("bearer"));
        bearer.addProperty("description", "An identity token of Google Cloud, if the function is private");
        return object(IDENTITY, bearer);
    }

    /** Writes the routes with a model for this one, or those without a model if its name is empty. */
    private void writePaths(String model) throws IOException {
        Map<String, JsonObject> paths = new LinkedHashMap<>();
        for (DialectRoutes dialect : routes.dialects()) {
            for (DialectRoutes.Entry entry : dialect.entries()) {
                String path = entry.path();
                boolean reserved = path.startsWith("/" + MODEL) && routes.isReserved(model);
                if (path.contains(MODEL) != model.isEmpty() && !reserved) {
                    String own = path.replace(MODEL, model);
                    Route route = entry.route();
                    paths.computeIfAbsent(own, key -> new JsonObject())
                            .add(method(route), operation(route, own, model, dialect.dialect()));
                }
            }
        }
        for (Map.Entry<String, JsonObject> path : paths.entrySet()) {
            add(path.getKey(), path.getValue());
        }
    }

    private static String method(Route route) {
        return route.method().toLowerCase(Locale.ROOT);
    }

    private static JsonObject operation(Route route, String path, String model, Dialect dialect) {
        // As unique as paths are: only slashes, colons and braces are replaced.
        String id = method(route) + path.replace(VERSION, "version").replaceAll("[/:]", "_");
        JsonObject operation = object("summary", text(route.summary().replace(MODEL, model)), "operationId", text(id));
        JsonArray parameters = parameters(route, path);
        if (!parameters.isEmpty()) {
            operation.add("parameters", parameters);
        }
        if (!route.accepted().isEmpty()) {
            JsonObject body = object("required", new JsonPrimitive(true));
            body.add("content", content(route.accepted(), model));
            operation.add("requestBody", body);
        }
        JsonObject ok = object("description", text("The response to a valid request"));
        ok.add("content", content(route.returned(), model));
        JsonObject error = object("description", text("What is wrong with the request, or that there is no model"));
        error.add("content", content(List.of(new Route.Content(Response.JSON, dialect.errorSchema())), model));
        JsonObject responses = object("200", ok, "4XX", error);
        responses.add("default", error);
        operation.add("responses", responses);
        return operation;
    }

    private static JsonArray parameters(Route route, String path) {
        JsonArray parameters = new JsonArray();
        if (path.contains(VERSION)) {
            JsonObject version = object("name", text("version"), "in", text("path"));
            version.add("required", new JsonPrimitive(true));
            version.add("schema", type("string"));
            parameters.add(version);
        }
        if (route.predicting()) {
            parameters.add(query("explain", "Add what each column contributed to the score", type("boolean")));
            parameters.add(query(
                    "explained",
                    "The class whose score to explain; without it the positive one of two, or the predicted one of more",
                    type("string")));
            parameters.add(query(
                    "strict",
                    "Refuse a category that training has not seen, and a number far from those of training",
                    type("boolean")));
            JsonObject onError = type("string");
            onError.add("enum", texts(List.of("fail", "row")));
            onError.add("default", text("fail"));
            parameters.add(query(
                    "on_error",
                    "What to do if a row can't be used: refuse the whole request, or give only the row an error",
                    onError));
        }
        if (route.returned().stream().anyMatch(content -> content.type().equals("text/csv"))) {
            parameters.add(query("warnings", "Add a column of warnings to a CSV", type("boolean")));
        }
        return parameters;
    }

    private static JsonObject query(String name, String description, JsonObject schema) {
        JsonObject parameter = object("name", text(name), "in", text("query"));
        parameter.addProperty("description", description);
        parameter.add("schema", schema);
        return parameter;
    }

    private static JsonObject content(List<Route.Content> contents, String model) {
        JsonObject json = new JsonObject();
        for (Route.Content content : contents) {
            json.add(
                    content.type(),
                    object("schema", JsonParser.parseString(content.schema().replace(MODEL, model))));
        }
        return json;
    }

    private void writeRow(String name, Pipeline pipeline) throws IOException {
        List<Input> inputs = pipeline.inputs();
        out.name(name).beginObject();
        out.name("type").value("object");
        out.name("properties").beginObject();
        for (Input input : inputs) {
            add(input.column(), column(input));
        }
        out.endObject();
        out.name("required").beginArray();
        for (Input input : inputs) {
            if (!pipeline.optional().contains(input.column())) {
                out.value(input.column());
            }
        }
        out.endArray();
        out.endObject();
    }

    private static JsonObject column(Input input) {
        if (input.isDateTime()) {
            JsonObject date = types("string", "null");
            date.addProperty("description", "A date or time in ISO 8601");
            return date;
        }
        if (input.feature() instanceof Feature.Categorical categorical) {
            JsonObject category = types("string", "number", "boolean", "null");
            List<String> levels = categorical.levels();
            category.addProperty(
                    "description",
                    "One of "
                            + levels.stream()
                                    .limit(MAX_LEVELS)
                                    .map(level -> Text.truncate(level, MAX_LEVEL_LENGTH))
                                    .collect(Collectors.joining(", "))
                            + (levels.size() > MAX_LEVELS ? ", …" : ""));
            return category;
        }
        if (input.isText()) {
            JsonObject text = types("string", "null");
            text.addProperty("description", "A text");
            return text;
        }
        return types("number", "null");
    }

    private void writePrediction(String name, Pipeline pipeline) throws IOException {
        JsonObject properties = new JsonObject();
        if (pipeline.target() instanceof Target.Classes classes) {
            JsonObject labels = type("string");
            JsonArray names = new JsonArray();
            JsonObject probabilities = new JsonObject();
            for (int k = 0; k < classes.size(); k++) {
                names.add(classes.name(k));
                probabilities.add(classes.name(k), type("number"));
            }
            labels.add("enum", names);
            properties.add(pipeline.output(), labels);
            properties.add("probability", type("number"));
            properties.add("probabilities", object("type", text("object"), "properties", probabilities));
        } else {
            properties.add(pipeline.output(), type("number"));
        }
        properties.add("warnings", object("type", text("array"), "items", type("string")));
        JsonObject prediction = object("type", text("object"), "properties", properties);
        prediction.add("required", texts(List.of(pipeline.output(), "warnings")));
        add(name, prediction);
    }

    private static JsonObject type(String name) {
        return object("type", text(name));
    }

    private static JsonObject types(String... names) {
        return object("type", texts(List.of(names)));
    }

    private static JsonArray texts(List<String> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        return array;
    }

    private static JsonArray array(JsonElement... elements) {
        JsonArray array = new JsonArray();
        for (JsonElement element : elements) {
            array.add(element);
        }
        return array;
    }

    private static JsonPrimitive text(String text) {
        return new JsonPrimitive(text);
    }

    private static JsonObject object(String name, JsonElement value) {
        JsonObject object = new JsonObject();
        object.add(name, value);
        return object;
    }

    private static JsonObject object(String one, JsonElement value, String other, JsonElement otherValue) {
        JsonObject object = object(one, value);
        object.add(other, otherValue);
        return object;
    }
}
