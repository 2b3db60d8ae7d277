package dev.dropfit.predictor.dialect;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.serve.ServedModel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The description of what is served, in OpenAPI 3.1: the paths of the route table, and for each model the schema of its rows and
 * predictions.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.0">OpenAPI 3.1.0</a>
 */
final class OpenApi {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();
    private static final String IDENTITY = "identity";
    private static final String MODEL = "{model}";
    private static final String VERSION = "{version}";

    private final Routes routes;
    private final JsonWriter out;
    private final Map<String, String> prefixes = new HashMap<>();
    private final Set<String> identifiers = new HashSet<>();

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
        // The paths without a model are those of the only one.
        writePaths("", models.size() == 1 ? examples(models.get(0)) : null);
        for (ServedModel model : models) {
            name(model.name().value());
            writePaths(model.name().value(), examples(model));
        }
        out.endObject();
        out.name("components").beginObject();
        out.name("schemas").beginObject();
        for (var schema :
                JsonParser.parseString(Schemas.COMPONENTS).getAsJsonObject().entrySet()) {
            add(schema.getKey(), schema.getValue());
        }
        for (ServedModel model : models) {
            new ModelSchemas(prefix(model.name().value()), model.model().pipeline(), this::add).write();
        }
        out.endObject();
        add("securitySchemes", identity());
        out.endObject();
        add("security", array(new JsonObject(), object(IDENTITY, new JsonArray())));
        out.endObject();
    }

    /** Chooses the prefix of the names of a model's schemas: its name, or with a number if another one becomes the same identifier. */
    private void name(String model) {
        String prefix = model;
        for (int i = 2; !identifiers.add(prefix.replaceAll("-+", "-").replaceAll("-$", "")); i++) {
            prefix = model + "-" + i;
        }
        prefixes.put(model, prefix);
    }

    private String prefix(String model) {
        return prefixes.getOrDefault(model, model);
    }

    private static BodyExamples examples(ServedModel model) {
        return new BodyExamples(model.model().pipeline());
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
    private void writePaths(String model, @Nullable BodyExamples examples) throws IOException {
        Map<String, JsonObject> paths = new LinkedHashMap<>();
        for (DialectRoutes dialect : routes.dialects()) {
            for (DialectRoutes.Entry entry : dialect.entries()) {
                String path = entry.path();
                boolean reserved = path.startsWith("/" + MODEL) && routes.isReserved(model);
                if (path.contains(MODEL) != model.isEmpty() && !reserved) {
                    String own = path.replace(MODEL, model);
                    Route route = entry.route();
                    paths.computeIfAbsent(own, key -> new JsonObject())
                            .add(method(route), operation(route, own, model, dialect.dialect(), examples));
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

    private JsonObject operation(
            Route route, String path, String model, Dialect dialect, @Nullable BodyExamples examples) {
        // As unique as paths are: only slashes, colons and braces are replaced.
        String id = method(route) + path.replace(VERSION, "version").replaceAll("[/:]", "_");
        JsonObject operation = object("summary", text(route.summary().replace(MODEL, model)), "operationId", text(id));
        JsonArray parameters = parameters(route, path);
        if (!parameters.isEmpty()) {
            operation.add("parameters", parameters);
        }
        if (!route.accepted().isEmpty()) {
            JsonObject body = object("required", new JsonPrimitive(true));
            body.add("content", content(route.accepted(), model, examples));
            operation.add("requestBody", body);
        }
        JsonObject ok = object("description", text("The response to a valid request"));
        if (!route.returned().isEmpty()) {
            ok.add("content", content(route.returned(), model, null));
        }
        JsonObject error = object("description", text("What is wrong with the request, or that there is no model"));
        error.add("content", content(List.of(new Route.Content(Response.JSON, dialect.errorSchema())), model, null));
        JsonObject responses = object("200", ok, "4XX", error);
        responses.add("default", error);
        operation.add("responses", responses);
        return operation;
    }

    private static JsonArray parameters(Route route, String path) {
        JsonArray parameters = new JsonArray();
        if (path.contains(VERSION)) {
            JsonObject version = object("name", text("version"), "in", text("path"));
            version.addProperty("description", "A version of the archive");
            version.add("required", new JsonPrimitive(true));
            version.add("schema", type("string"));
            parameters.add(version);
        }
        if (route.predicting()) {
            parameters.add(query("explain", "Add what each column contributed to the score", type("boolean")));
            parameters.add(query(
                    "explained",
                    "The class whose score to explain; without it the positive one of two, or the predicted one of"
                            + " more",
                    type("string")));
            parameters.add(query(
                    "strict",
                    "Refuse a category that training has not seen, and a number far from those of training",
                    type("boolean")));
            if (!path.startsWith("/v2/")) {
                parameters.add(query("ids", "Add the id of each prediction, as prediction_id", type("boolean")));
            }
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

    private JsonObject content(List<Route.Content> contents, String model, @Nullable BodyExamples examples) {
        JsonObject json = new JsonObject();
        for (Route.Content content : contents) {
            JsonObject media =
                    object("schema", JsonParser.parseString(content.schema().replace(MODEL, prefix(model))));
            JsonElement example = examples == null ? null : examples.find(content);
            if (example != null) {
                media.add("example", example);
            }
            json.add(content.type(), media);
        }
        return json;
    }

    private static JsonObject type(String name) {
        return object("type", text(name));
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
