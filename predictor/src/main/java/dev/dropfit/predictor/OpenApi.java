package dev.dropfit.predictor;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Target;
import java.util.List;
import java.util.Set;

/**
 * The description of what is served, in OpenAPI 3.1: the paths of every dialect, and for each model the schema of its rows and
 * predictions.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.0">OpenAPI 3.1.0</a>
 */
final class OpenApi {
    private static final String JSON = Answer.JSON;
    private static final int MOST_LEVELS = 20;
    private static final String IDENTITY = "identity";
    private static final Set<String> MLFLOW = Set.of("/ping", "/health", "/version", "/invocations");

    private final JsonObject paths = new JsonObject();
    private final JsonObject schemas = new JsonObject();

    private OpenApi() {}

    /** The description of these models. */
    static String of(List<Served> models) {
        OpenApi api = new OpenApi();
        api.addServer();
        models.forEach(api::addModel);
        JsonObject info = object("title", text("Dropfit"), "version", text(BuildVersion.text()));
        info.addProperty("description", "Predictions from models trained on CSV files.");
        info.add("license", object("name", text("Apache-2.0"), "identifier", text("Apache-2.0")));
        JsonArray servers = new JsonArray();
        servers.add(object("url", text("/")));
        JsonObject json = object("openapi", text("3.1.0"), "info", info);
        json.add("servers", servers);
        json.add("paths", api.paths);
        json.add("components", object("schemas", api.schemas, "securitySchemes", identity()));
        JsonArray security = new JsonArray();
        security.add(new JsonObject());
        security.add(object(IDENTITY, new JsonArray()));
        json.add("security", security);
        return json.toString();
    }

    /** What Cloud Run asks for before a private function; the function itself asks for nothing. */
    private static JsonObject identity() {
        JsonObject bearer = object("type", text("http"), "scheme", text("bearer"));
        bearer.addProperty("description", "An identity token of Google Cloud, where the function is private");
        return object(IDENTITY, bearer);
    }

    private void addServer() {
        schemas.add("Error", error("error"));
        schemas.add("MlflowError", error("error_code", "message"));
        schemas.add("Readiness", record("name", type("string"), "ready", type("boolean")));
        schemas.add("Tensor", tensor());
        get("/", "The models that are served", type("object"));
        get("/v1/models", "The names of the models (KServe V1)", type("object"));
        get("/v2", "What the server is (Open Inference Protocol)", type("object"));
        get("/v2/health/live", "Whether the server is there", type("object"));
        get("/v2/health/ready", "Whether the models answer", type("object"));
        get("/v2/models", "The names of the models", type("object"));
        get("/ping", "Whether the model answers (MLflow)", new JsonObject());
        get("/health", "Whether the model answers (MLflow)", new JsonObject());
        JsonObject version = operation("Dropfit's version (MLflow)", "get", "/version", "text/plain", type("string"));
        path("/version").add("get", version);
        JsonObject metrics = operation("Metrics (Prometheus)", "get", "/metrics", "text/plain", type("string"));
        path("/metrics").add("get", metrics);
        addInvocations();
    }

    private static JsonObject error(String... fields) {
        JsonObject properties = new JsonObject();
        for (String field : fields) {
            properties.add(field, type("string"));
        }
        return closed(properties, List.of(fields));
    }

    private static JsonObject tensor() {
        JsonObject data = object("type", text("array"), "items", new JsonObject());
        JsonObject tensor = record("name", type("string"), "datatype", type("string"));
        tensor.getAsJsonObject("properties").add("shape", list(type("integer")));
        tensor.getAsJsonObject("properties").add("data", data);
        tensor.getAsJsonArray("required").add("shape");
        tensor.getAsJsonArray("required").add("data");
        return tensor;
    }

    private void addModel(Served served) {
        String name = served.name().value();
        Pipeline pipeline = served.model().pipeline();
        schemas.add(name + ".Row", row(pipeline));
        schemas.add(name + ".Prediction", prediction(pipeline));
        JsonObject row = reference(name + ".Row");
        JsonObject rows = list(row);
        JsonObject predictions = record("predictions", list(reference(name + ".Prediction")));
        if (!Router.RESERVED.contains(name)) {
            addPlain("/" + name, name, row, rows, predictions);
        }
        for (String suffix : List.of("", "/versions/{version}")) {
            addInference("/v2/models/" + name + suffix);
            addVertex("/v1/models/" + name + suffix, rows, predictions);
        }
    }

    /** What the default or the only model takes; its columns are described at its own paths. */
    private void addInvocations() {
        JsonObject any = new JsonObject();
        JsonObject split = record("columns", list(type("string")), "data", list(list(any)));
        JsonArray ways = new JsonArray();
        ways.add(record("dataframe_split", split));
        ways.add(record("dataframe_records", list(type("object"))));
        ways.add(record("instances", list(any)));
        ways.add(record("inputs", any));
        JsonObject body = new JsonObject();
        body.add("oneOf", ways);
        JsonObject answer = record("predictions", list(type("object")));
        post("/invocations", "Predictions of the default or the only model (MLflow)", body, answer);
        addCsv(path("/invocations").getAsJsonObject("post").getAsJsonObject("requestBody"));
    }

    private void addPlain(String path, String name, JsonObject row, JsonObject rows, JsonObject predictions) {
        JsonObject body = new JsonObject();
        body.add("oneOf", array(row, rows));
        JsonObject answer = new JsonObject();
        answer.add("oneOf", array(reference(name + ".Prediction"), predictions));
        for (String versioned : List.of(path, path + "/versions/{version}")) {
            get(versioned, "Schema, version and metrics of " + name, type("object"));
            post(versioned, "One prediction, or as many as there are rows", body, answer);
            JsonObject post = paths.getAsJsonObject(versioned).getAsJsonObject("post");
            addCsv(post.getAsJsonObject("requestBody"));
            addCsv(post.getAsJsonObject("responses").getAsJsonObject("200"));
            JsonObject explain = object("name", text("explain"), "in", text("query"));
            explain.add("schema", type("boolean"));
            parameters(post).add(explain);
        }
    }

    private static void addCsv(JsonObject message) {
        message.getAsJsonObject("content").add("text/csv", object("schema", type("string")));
    }

    private void addInference(String path) {
        JsonObject tensors = list(reference("Tensor"));
        get(path, "Inputs and outputs", type("object"));
        get(path + "/ready", "Whether the model answers", reference("Readiness"));
        JsonObject answer = record("model_name", type("string"), "outputs", tensors);
        post(path + "/infer", "Predictions as tensors (Open Inference Protocol)", record("inputs", tensors), answer);
    }

    private void addVertex(String path, JsonObject rows, JsonObject predictions) {
        JsonObject instance = new JsonObject();
        instance.add("anyOf", array(rows.get("items"), list(new JsonObject())));
        get(path, "Whether the model answers (KServe V1)", reference("Readiness"));
        post(
                path + ":predict",
                "Predictions of instances (Vertex AI, KServe V1)",
                record("instances", list(instance)),
                predictions);
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
                    "One of " + String.join(", ", levels.subList(0, Math.min(MOST_LEVELS, levels.size())))
                            + (levels.size() > MOST_LEVELS ? ", …" : ""));
            return category;
        }
        return types("number", "null");
    }

    private static JsonObject prediction(Pipeline pipeline) {
        if (!(pipeline.target() instanceof Target.Classes classes)) {
            return record(pipeline.output(), type("number"), "warnings", list(type("string")));
        }
        JsonObject labels = type("string");
        JsonObject probabilities = new JsonObject();
        JsonArray names = new JsonArray();
        for (int k = 0; k < classes.size(); k++) {
            names.add(classes.name(k));
            probabilities.add(classes.name(k), type("number"));
        }
        labels.add("enum", names);
        JsonObject prediction = record(pipeline.output(), labels, "warnings", list(type("string")));
        JsonObject properties = prediction.getAsJsonObject("properties");
        properties.add("probability", type("number"));
        properties.add("probabilities", object("type", text("object"), "properties", probabilities));
        return prediction;
    }

    private void get(String path, String summary, JsonObject answer) {
        path(path).add("get", operation(summary, "get", path, JSON, answer));
    }

    private void post(String path, String summary, JsonObject body, JsonObject answer) {
        JsonObject operation = operation(summary, "post", path, JSON, answer);
        JsonObject request = object("required", new JsonPrimitive(true));
        request.add("content", object(JSON, object("schema", body)));
        operation.add("requestBody", request);
        path(path).add("post", operation);
    }

    private JsonObject path(String path) {
        if (!paths.has(path)) {
            paths.add(path, new JsonObject());
        }
        return paths.getAsJsonObject(path);
    }

    private static JsonObject operation(String summary, String method, String path, String type, JsonObject answer) {
        // As unique as paths are: slashes and colons are only written another way.
        String id = method + path.replace("{version}", "version").replaceAll("[/:]", "_");
        JsonObject operation = object("summary", text(summary), "operationId", text(id));
        if (path.contains("{version}")) {
            JsonObject version = object("name", text("version"), "in", text("path"));
            version.add("required", new JsonPrimitive(true));
            version.add("schema", type("string"));
            parameters(operation).add(version);
        }
        JsonObject ok = object("description", text("As asked for"));
        ok.add("content", object(type, object("schema", answer)));
        String error = MLFLOW.contains(path) ? "MlflowError" : "Error";
        JsonObject bad = object("description", text("What is wrong with the request, or that there is no model"));
        bad.add("content", object(JSON, object("schema", reference(error))));
        operation.add("responses", object("200", ok, "4XX", bad));
        operation.getAsJsonObject("responses").add("default", bad);
        return operation;
    }

    private static JsonArray parameters(JsonObject operation) {
        if (!operation.has("parameters")) {
            operation.add("parameters", new JsonArray());
        }
        return operation.getAsJsonArray("parameters");
    }

    private static JsonObject reference(String schema) {
        return object("$ref", text("#/components/schemas/" + schema));
    }

    private static JsonObject type(String name) {
        return object("type", text(name));
    }

    private static JsonObject types(String... names) {
        return object("type", texts(List.of(names)));
    }

    private static JsonObject list(JsonElement items) {
        return object("type", text("array"), "items", items);
    }

    private static JsonObject record(String field, JsonElement schema) {
        return closed(object(field, schema), List.of(field));
    }

    private static JsonObject record(String one, JsonElement schema, String other, JsonElement otherSchema) {
        return closed(object(one, schema, other, otherSchema), List.of(one, other));
    }

    private static JsonObject closed(JsonObject properties, List<String> required) {
        JsonObject schema = object("type", text("object"), "properties", properties);
        schema.add("required", texts(required));
        return schema;
    }

    private static JsonArray texts(List<String> values) {
        JsonArray array = new JsonArray();
        values.forEach(array::add);
        return array;
    }

    private static JsonArray array(JsonElement one, JsonElement other) {
        JsonArray array = new JsonArray();
        array.add(one);
        array.add(other);
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
