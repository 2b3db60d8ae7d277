package dev.dropfit.predictor.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Pipeline;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.LinearScorer;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.predictor.TrainedModels;
import dev.dropfit.predictor.serve.ServedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class OpenApiTest {
    private static final JsonObject API = describe(
            served("heart", TrainedModels.classes("01")),
            served("orders", TrainedModels.dates("01")),
            served("v1", TrainedModels.quantity("01")));

    private static ServedModel served(String name, byte[] file) {
        try {
            return new ServedModel(new ModelName(name), TrainedModels.read(file), 1, Optional.empty());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject describe(ServedModel... models) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            OpenApi.write(TestRoutes.ALL, List.of(models), bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return JsonParser.parseString(bytes.toString(StandardCharsets.UTF_8)).getAsJsonObject();
    }

    @Test
    void itIsOpenApi31() {
        assertThat(API.get("openapi").getAsString()).isEqualTo("3.1.0");
        assertThat(API.keySet()).containsExactly("openapi", "info", "servers", "paths", "components", "security");
    }

    @Test
    void everyDialectHasItsPaths() {
        assertThat(API.getAsJsonObject("paths").keySet())
                .contains("/", "/v1/models", "/v2", "/v2/health/live", "/v2/health/ready", "/v2/models")
                .contains("/ping", "/health", "/version", "/invocations")
                .contains("/heart", "/heart/versions/{version}")
                .contains("/v1/models/heart", "/v1/models/heart:predict", "/v1/models/heart/versions/{version}:predict")
                .contains("/v2/models/heart", "/v2/models/heart/ready", "/v2/models/heart/infer")
                .contains("/v2/models/heart/versions/{version}/infer");
    }

    @Test
    void aModelOfAReservedNameHasOnlyThePathsThatRespond() {
        assertThat(API.getAsJsonObject("paths").keySet())
                .contains("/v1/models/v1:predict", "/v2/models/v1/infer")
                .doesNotContain("/v1", "/v1/versions/{version}");
    }

    @Test
    void anOperationHasItsBodiesParametersAndErrors() {
        JsonObject predict = operation("/heart/versions/{version}", "post");

        assertThat(predict.get("summary").getAsString())
                .isEqualTo("One prediction; for an array of rows, a CSV or lines of JSON as many as there are rows");
        assertThat(predict.get("operationId").getAsString()).isEqualTo("post_heart_versions_version");
        assertThat(predict.getAsJsonArray("parameters").asList().stream()
                        .map(parameter ->
                                parameter.getAsJsonObject().get("name").getAsString()))
                .containsExactly("version", "explain", "explained", "strict", "ids", "on_error", "warnings");
        assertThat(predict.getAsJsonObject("requestBody")
                        .getAsJsonObject("content")
                        .keySet())
                .containsExactly("application/json", "text/csv", "application/x-ndjson");
        assertThat(predict.get("requestBody").toString()).contains("#/components/schemas/heart.Row");
        assertThat(predict.get("responses").toString())
                .contains("#/components/schemas/heart.Prediction", "#/components/schemas/Error");
        assertThat(operation("/heart/rows", "post").toString())
                .contains("#/components/schemas/heart.Row", "#/components/schemas/heart.Predictions");
        assertThat(operation("/v2/models/heart/infer", "post").get("parameters").toString())
                .contains("\"on_error\"", "[\"fail\",\"row\"]")
                .doesNotContain("warnings");
        assertThat(operation("/heart", "get").has("requestBody")).isFalse();
        assertThat(operation("/invocations", "post").get("responses").toString())
                .contains("#/components/schemas/MlflowError")
                .doesNotContain("#/components/schemas/Error");
    }

    private static JsonObject operation(String path, String method) {
        return API.getAsJsonObject("paths").getAsJsonObject(path).getAsJsonObject(method);
    }

    @Test
    void everyScaleOfAnExplanationAndTheLinkOfALogarithmAreDescribed() {
        assertThat(schema("heart.Prediction")
                        .getAsJsonObject("properties")
                        .getAsJsonObject("scale")
                        .get("enum")
                        .toString())
                .isEqualTo("[\"log-odds\",\"margin\",\"value\",\"log\"]");
        assertThat(schema("ModelSchema").getAsJsonObject("properties").keySet()).contains("link");
    }

    @Test
    void aRowHasTheColumnsOfTheSchema() {
        JsonObject row = schema("heart.Row");

        assertThat(row.get("required").toString()).isEqualTo("[\"age\",\"sex\",\"smoker\"]");
        assertThat(row.getAsJsonObject("properties").toString())
                .isEqualTo(
                        "{\"age\":{\"type\":[\"number\",\"null\"],\"examples\":[52.5]},\"sex\":{\"type\":[\"integer\",\"null\"],\"description\":\"One"
                                + " of 1,"
                                + " 2\",\"enum\":[1,2,null],\"examples\":[1]},\"smoker\":{\"type\":[\"boolean\",\"null\"],\"description\":\"One"
                                + " of False, True\",\"examples\":[false]}}");
        assertThat(schema("orders.Row")
                        .getAsJsonObject("properties")
                        .get("ordered")
                        .toString())
                .contains("ISO 8601");
    }

    @Test
    void aFewLevelsAreNamedAndLongOnesAreTruncated() {
        List<String> levels = IntStream.range(100, 350)
                .mapToObj(level -> level + "x".repeat(877))
                .toList();
        List<Feature> features = List.of(new Feature.Categorical("text", levels, true, false));
        Pipeline pipeline = new Pipeline("label", "output", "learner", new Target.Quantity(), features, List.of());
        ServedModel served = served("long", pipeline, features);

        String row = describe(served)
                .getAsJsonObject("components")
                .getAsJsonObject("schemas")
                .get("long.Row")
                .toString();

        assertThat(row)
                .contains("One of 100" + "x".repeat(57) + "…, 101", "119" + "x".repeat(57) + "…, …\"")
                .hasSizeLessThan(2_000);
    }

    @Test
    void namesThatBecomeTheSameIdentifierAreFurtherFieldsOfARow() {
        List<Feature> features = Stream.of(
                        "a b", "a.b", "aB", "class", "1st", "größe", "возраст", "say \"hi\"", "from_dict")
                .<Feature>map(name -> new Feature.Numeric(name, 1, 1, 1))
                .toList();
        Pipeline pipeline = new Pipeline("label", "Model", "learner", new Target.Quantity(), features, List.of());

        JsonObject schemas = describe(served("odd", pipeline, features))
                .getAsJsonObject("components")
                .getAsJsonObject("schemas");

        JsonObject row = schemas.getAsJsonObject("odd.Row");
        assertThat(row.getAsJsonObject("properties").keySet()).containsExactly("a b", "class", "1st", "größe");
        assertThat(row.get("required").toString()).isEqualTo("[\"a b\",\"class\",\"1st\",\"größe\"]");
        assertThat(row.get("additionalProperties").getAsBoolean()).isTrue();
        assertThat(row.get("description").getAsString()).endsWith("a.b, aB, возраст, say \"hi\", from_dict");
        JsonObject prediction = schemas.getAsJsonObject("odd.Prediction");
        assertThat(prediction.getAsJsonObject("properties").keySet())
                .contains("Model", "version")
                .doesNotContain("model");
        assertThat(prediction.get("required").toString()).isEqualTo("[\"Model\",\"version\",\"warnings\"]");
    }

    private static ServedModel served(String name, Pipeline pipeline, List<Feature> features) {
        JsonObject record = new JsonObject();
        record.addProperty("version", "20261122T084133Z-1f0c2a9b");
        Scorer scorer = new LinearScorer(features, false, new double[1][pipeline.encodedWidth() + 1]);
        return new ServedModel(new ModelName(name), new Model(pipeline, scorer, record), 1, Optional.empty());
    }

    @Test
    void modelsWhoseNamesBecomeTheSameIdentifierHaveSchemasOfTheirOwn() {
        JsonObject api =
                describe(served("a-b", TrainedModels.quantity("01")), served("a--b", TrainedModels.quantity("01")));

        assertThat(api.getAsJsonObject("components").getAsJsonObject("schemas").keySet())
                .contains("a-b.Row", "a--b-2.Row")
                .doesNotContain("a--b.Row");
        assertThat(api.getAsJsonObject("paths").get("/a--b").toString()).contains("#/components/schemas/a--b-2.Row");
    }

    @Test
    void everyBodyHasAnExample() {
        JsonObject heart = describe(served("heart", TrainedModels.classes("01")));

        heart.getAsJsonObject("paths").asMap().forEach((path, methods) -> {
            if (methods.getAsJsonObject().get("post") instanceof JsonObject post && post.has("requestBody")) {
                JsonObject content = post.getAsJsonObject("requestBody").getAsJsonObject("content");
                assertThat(content.getAsJsonObject("application/json").has("example"))
                        .as(path)
                        .isTrue();
            }
        });
        assertThat(heart.toString())
                .contains("\"example\":{\"age\":52.5,\"sex\":1,\"smoker\":false}")
                .contains("\"example\":\"age,sex,smoker\\n52.5,1,false\\n\"");
    }

    @Test
    void noSchemaIsAChoiceOfSeveral() {
        assertThat(API.toString()).doesNotContain("oneOf", "anyOf", "allOf");
    }

    @Test
    void aPredictionHasTheOutputAndItsLabels() {
        JsonObject properties = schema("heart.Prediction").getAsJsonObject("properties");

        assertThat(properties.get("diagnosis").toString())
                .isEqualTo("{\"type\":\"string\",\"enum\":[\"clear\",\"heart disease\"]}");
        assertThat(properties.get("probabilities").toString())
                .contains("\"additionalProperties\":{\"type\":\"number\"}", "{\"enum\":[\"clear\",\"heart disease\"]}");
        assertThat(schema("v1.Prediction")
                        .getAsJsonObject("properties")
                        .get("price")
                        .toString())
                .isEqualTo("{\"type\":\"number\"}");
    }

    @Test
    void everyReferenceHasItsSchemaAndEveryOperationItsOwnName() {
        List<String> references = new ArrayList<>();
        List<String> operations = new ArrayList<>();
        collect(API, "$ref", references);
        collect(API, "operationId", operations);

        Set<String> schemas = new HashSet<>();
        API.getAsJsonObject("components")
                .getAsJsonObject("schemas")
                .keySet()
                .forEach(name -> schemas.add("#/components/schemas/" + name));
        assertThat(references).isNotEmpty().allMatch(schemas::contains);
        assertThat(operations).doesNotHaveDuplicates().hasSizeGreaterThan(30);
    }

    private static void collect(JsonElement element, String name, List<String> values) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(entry -> collect(entry, name, values));
        } else if (element.isJsonObject()) {
            element.getAsJsonObject().asMap().forEach((key, value) -> {
                if (key.equals(name) && value.isJsonPrimitive()) {
                    values.add(value.getAsString());
                }
                collect(value, name, values);
            });
        }
    }

    private static JsonObject schema(String name) {
        return API.getAsJsonObject("components").getAsJsonObject("schemas").getAsJsonObject(name);
    }
}
