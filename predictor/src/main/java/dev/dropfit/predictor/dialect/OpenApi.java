package dev.dropfit.predictor.dialect;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import dev.dropfit.predictor.http.Response;
import dev.dropfit.predictor.serve.ServedModel;
import java.util.List;
import java.util.Locale;

/**
 * The description of what is served, in OpenAPI 3.1: the paths of the route table, and for each model the schema of its rows and
 * predictions.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.0">OpenAPI 3.1.0</a>
 */
final class OpenApi {
    private static final int MAX_LEVELS = 20;
    private static final String IDENTITY = "identity";
    private static final String MODEL = "{model}";
    private static final String VERSION = "{version}";

    private final Routes routes;
    private final JsonObject paths = new JsonObject();
    private final JsonObject schemas;

    private OpenApi(Routes routes) {
        this.routes = routes;
        schemas = JsonParser.parseString(Schemas.COMPONENTS).getAsJsonObject();
    }

    /** The description of all routes, those of a model for each of these models. */
    static String of(Routes routes, List<ServedModel> models) {
        OpenApi api = new OpenApi(routes);
        api.addRoutes("");
        for (ServedModel model : models) {
            String name = model.name().value();
            api.schemas.add(name + ".Row", row(model.model().pipeline()));
            api.schemas.add(name + ".Prediction", prediction(model.model().pipeline()));
            api.addRoutes(name);
        }
        return api.toJson().toString();
    }

    private JsonObject toJson() {
        JsonObject info = object("title", text("Dropfit"), "version", text(ServerVersion.text()));
        info.addProperty("description", "Predictions from models trained on CSV files.");
        info.add("license", object("name", text("Apache-2.0"), "identifier", text("Apache-2.0")));
        JsonObject json = object("openapi", text("3.1.0"), "info", info);
        json.add("servers", array(object("url", text("/"))));
        json.add("paths", paths);
        json.add("components", object("schemas", schemas, "securitySchemes", identity()));
        json.add("security", array(new JsonObject(), object(IDENTITY, new JsonArray())));
        return json;
    }

    /** Cloud Run's authentication of a private function; the function itself needs none. */
    private static JsonObject identity() {
        JsonObject bearer = object("type", text("http"), "scheme", text("bearer"));
        bearer.addProperty("description", "An identity token of Google Cloud, if the function is private");
        return object(IDENTITY, bearer);
    }

    /** Adds the routes with a model for this one, or those without a model if its name is empty. */
    private void addRoutes(String model) {
        for (DialectRoutes dialect : routes.dialects()) {
            for (DialectRoutes.Entry entry : dialect.entries()) {
                String path = entry.path();
                boolean reserved = path.startsWith("/" + MODEL) && routes.isReserved(model);
                if (path.contains(MODEL) != model.isEmpty() && !reserved) {
                    add(entry.route(), path.replace(MODEL, model), model, dialect.dialect());
                }
            }
        }
    }

    private void add(Route route, String path, String model, Dialect dialect) {
        String method = route.method().toLowerCase(Locale.ROOT);
        // As unique as paths are: only slashes, colons and braces are replaced.
        String id = method + path.replace(VERSION, "version").replaceAll("[/:]", "_");
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
        if (!paths.has(path)) {
            paths.add(path, new JsonObject());
        }
        paths.getAsJsonObject(path).add(method, operation);
    }

    private static JsonArray parameters(Route route, String path) {
        JsonArray parameters = new JsonArray();
        if (path.contains(VERSION)) {
            JsonObject version = object("name", text("version"), "in", text("path"));
            version.add("required", new JsonPrimitive(true));
            version.add("schema", type("string"));
            parameters.add(version);
        }
        if (route.explains()) {
            JsonObject explain = object("name", text("explain"), "in", text("query"));
            explain.add("schema", type("boolean"));
            parameters.add(explain);
        }
        return parameters;
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

    private static JsonObject row(Pipeline pipeline) {
        JsonObject properties = new JsonObject();
        for (Input input : pipeline.inputs()) {
            properties.add(input.column(), column(input));
        }
        JsonObject row = object("type", text("object"), "properties", properties);
        row.add("required", texts(pipeline.inputs().stream().map(Input::column).toList()));
        return row;
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
                    "One of " + String.join(", ", levels.subList(0, Math.min(MAX_LEVELS, levels.size())))
                            + (levels.size() > MAX_LEVELS ? ", …" : ""));
            return category;
        }
        return types("number", "null");
    }

    private static JsonObject prediction(Pipeline pipeline) {
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
        return prediction;
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
