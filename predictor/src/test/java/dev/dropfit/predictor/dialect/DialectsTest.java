package dev.dropfit.predictor.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.Version;
import dev.dropfit.predictor.PredictServer;
import dev.dropfit.predictor.TrainedModels;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests and responses of the protocols, over the real Functions Framework. The tables in {@code examples/} are the specification: a
 * response must have the named fields of an object, all elements of an array, a number near the expected one, and for a string that begins
 * with {@code ~} the rest of it as a part. A body is JSON, a string that is sent unchanged, or bytes in {@code base64}.
 */
final class DialectsTest {
    private static final List<String> TABLES =
            List.of("plain", "open-inference", "vertex", "mlflow", "functions", "clients", "reports", "recorded");

    @TempDir
    private static Path folder;

    private static PredictServer server;

    @BeforeAll
    static void startTheFunction() throws Exception {
        server = new PredictServer(folder, Map.of("DROPFIT_DEFAULT_MODEL", "heart", "DROPFIT_MAX_ROWS", "5"));
        Registry registry = new Registry(server.models());
        TrainedModels.publish(server.models(), "heart", TrainedModels.classes("02"));
        registry.archive(new ModelName("heart"), new Version("20261122T084101Z-00000000"), TrainedModels.classes("01"));
        registry.archive(new ModelName("heart"), new Version("20261122T084103Z-00000000"), TrainedModels.careful("03"));
        TrainedModels.publish(server.models(), "flat", TrainedModels.quantity("01"));
        TrainedModels.publish(server.models(), "orders", TrainedModels.dates("01"));
        TrainedModels.publish(server.models(), "v1", TrainedModels.quantity("01"));
        JsonObject record = new JsonObject();
        record.addProperty("verdict", "rejected");
        registry.record(new ModelName("waiting"), new Version("20261122T084101Z-00000000"), RunRecord.read(record));
    }

    @AfterAll
    static void stopTheFunction() throws Exception {
        server.stop();
    }

    static List<Arguments> examples() throws IOException {
        List<Arguments> examples = new ArrayList<>();
        for (String table : TABLES) {
            for (JsonElement example : examples(table)) {
                JsonObject json = example.getAsJsonObject();
                examples.add(Arguments.of(table + ": " + json.get("it").getAsString(), json));
            }
        }
        return examples;
    }

    /** The examples of all tables. */
    static List<JsonElement> allExamples() throws IOException {
        List<JsonElement> examples = new ArrayList<>();
        for (String table : TABLES) {
            examples(table).forEach(examples::add);
        }
        return examples;
    }

    private static JsonArray examples(String table) throws IOException {
        try (InputStreamReader in = new InputStreamReader(
                Objects.requireNonNull(DialectsTest.class.getResourceAsStream("examples/" + table + ".json")),
                StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(in).getAsJsonArray();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void aRequestGetsItsResponse(String it, JsonObject example) throws Exception {
        String[] request = example.get("request").getAsString().split(" ", 2);

        HttpResponse<String> response = send(request[0], request[1], example);

        assertThat(response.statusCode())
                .as(response.body())
                .isEqualTo(example.get("status").getAsInt());
        if (example.has("response")) {
            check("$", example.get("response"), JsonParser.parseString(json(response)));
        }
        if (example.has("text")) {
            assertThat(response.body()).contains(example.get("text").getAsString());
        }
        if (example.has("allow")) {
            assertThat(response.headers().firstValue("allow"))
                    .contains(example.get("allow").getAsString());
        }
    }

    private static HttpResponse<String> send(String method, String path, JsonObject example) throws Exception {
        if (example.has("base64")) {
            byte[] body = Base64.getDecoder().decode(example.get("base64").getAsString());
            return server.post(path, headers(example), body);
        }
        return example.has("body")
                ? server.post(path, headers(example), body(example.get("body")))
                : server.send(method, path);
    }

    /** The JSON of a response: all of it, or what is before its binary tensors. */
    private static String json(HttpResponse<String> response) {
        Optional<String> length = response.headers().firstValue("Inference-Header-Content-Length");
        assertThat(response.headers().firstValue("Content-Type"))
                .contains(length.isPresent() ? "application/octet-stream" : "application/json");
        return length.isPresent() ? response.body().substring(0, Integer.parseInt(length.get())) : response.body();
    }

    private static Map<String, String> headers(JsonObject example) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", example.has("type") ? example.get("type").getAsString() : "application/json");
        headers.remove("Content-Type", ""); // A client that sends none.
        if (example.has("headers")) {
            JsonObject others = example.getAsJsonObject("headers");
            others.keySet().forEach(name -> headers.put(name, others.get(name).getAsString()));
        }
        return headers;
    }

    /** A string is sent unchanged, everything else as JSON. */
    private static String body(JsonElement body) {
        return body.isJsonPrimitive() ? body.getAsString() : body.toString();
    }

    private static void check(String place, JsonElement expected, JsonElement found) {
        if (expected instanceof JsonObject object) {
            for (String name : object.keySet()) {
                assertThat(found.getAsJsonObject().keySet()).as(place).contains(name);
                check(
                        place + "." + name,
                        object.get(name),
                        found.getAsJsonObject().get(name));
            }
        } else if (expected instanceof JsonArray list) {
            assertThat(found.getAsJsonArray()).as(place).hasSize(list.size());
            for (int i = 0; i < list.size(); i++) {
                check(place + "[" + i + "]", list.get(i), found.getAsJsonArray().get(i));
            }
        } else if (expected.isJsonNull()) {
            assertThat(found.isJsonNull()).as(place).isTrue();
        } else if (expected.isJsonPrimitive() && expected.getAsJsonPrimitive().isNumber()) {
            assertThat(found.getAsDouble()).as(place).isCloseTo(expected.getAsDouble(), within(0.2));
        } else if (expected.getAsString().startsWith("~")) {
            assertThat(found.getAsString())
                    .as(place)
                    .contains(expected.getAsString().substring(1));
        } else {
            assertThat(found).as(place).isEqualTo(expected);
        }
    }
}
