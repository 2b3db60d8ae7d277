package dev.dropfit.predictor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.live.ClientId;
import dev.dropfit.core.live.store.LiveScores;
import dev.dropfit.core.registry.ModelName;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The id that a client sends names its predictions in the stored scores, row by row, in each protocol. */
final class ClientIdsTest {
    private static final String ROW = "{\"age\":71,\"sex\":1,\"smoker\":true}";
    private static final String OTHER = "{\"age\":25,\"sex\":2,\"smoker\":false}";
    private static final String BAD = "{\"age\":\"old\",\"sex\":1,\"smoker\":true}";
    private static final String JSON = "application/json";
    private static final String CSV = "text/csv";
    private static final String LINES = "application/x-ndjson";

    @TempDir
    private static Path folder;

    private static PredictServer server;
    private static Bucket live;
    private static double first;
    private static double third;

    @BeforeAll
    static void start() throws Exception {
        live = Buckets.open(folder.resolve("live").toUri().toString());
        server = new PredictServer(
                folder.resolve("models"),
                Map.of("DROPFIT_LIVE", live.url(), "DROPFIT_LIVE_SCORES", "true", "DROPFIT_LIVE_SECONDS", "1"));
        TrainedModels.publish(server.models(), "heart", TrainedModels.classes("01"));
        first = probability(ROW);
        third = probability(OTHER);
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    private static double probability(String row) throws Exception {
        return JsonParser.parseString(server.post("/heart", JSON, row).body())
                .getAsJsonObject()
                .getAsJsonObject("probabilities")
                .get("heart disease")
                .getAsDouble();
    }

    /** The stored probabilities by id, once this one is there. */
    private static Map<Long, Double> stored(long awaited) throws Exception {
        Map<Long, Double> stored = new HashMap<>();
        for (int look = 0; look < 400 && !stored.containsKey(awaited); look++) {
            Thread.sleep(50);
            new LiveScores(live).read(new ModelName("heart"), (version, hour, id, scores) -> stored.put(id, scores[1]));
        }
        return stored;
    }

    private static long id(String text) {
        return ClientId.read(text).orElseThrow();
    }

    private static Stream<Arguments> requests() {
        String csv = "age,sex,smoker\n71,1,True\nold,1,True\n25,2,False\n";
        String columns = "{\"id\":\"tensors-1\",\"parameters\":{\"on_error\":\"row\"},\"inputs\":["
                + "{\"name\":\"age\",\"shape\":[3],\"datatype\":\"BYTES\",\"data\":[\"71\",\"old\",\"25\"]},"
                + "{\"name\":\"sex\",\"shape\":[3],\"datatype\":\"BYTES\",\"data\":[\"1\",\"1\",\"2\"]},"
                + "{\"name\":\"smoker\",\"shape\":[3],\"datatype\":\"BYTES\",\"data\":[\"True\",\"True\",\"False\"]}]}";
        String rows = ROW + "," + BAD + "," + OTHER;
        return Stream.of(
                Arguments.of("array-1", "/heart?on_error=row", JSON, "[" + rows + "]"),
                Arguments.of("lines-1", "/heart", LINES, ROW + "\n\n" + BAD + "\n" + OTHER + "\n"),
                Arguments.of("broken-1", "/heart", LINES, ROW + "\n{\n" + OTHER + "\n"),
                Arguments.of("csv-1", "/heart?on_error=row", CSV, csv),
                Arguments.of("short-1", "/heart?on_error=row", CSV, csv.replace("old,1,True", "71")),
                Arguments.of("csv-to-json", "/heart?on_error=row", CSV + ";json", csv),
                Arguments.of("json-to-csv", "/heart?on_error=row", JSON + ";csv", "[" + rows + "]"),
                Arguments.of("v1", "/v1/models/heart:predict?on_error=row", JSON, "{\"instances\":[" + rows + "]}"),
                Arguments.of(
                        "columns-1",
                        "/v1/models/heart:predict?on_error=row",
                        JSON,
                        "{\"inputs\":{\"age\":[71,\"old\",25],\"sex\":[1,1,2],\"smoker\":[true,true,false]}}"),
                Arguments.of("tensors-1", "/v2/models/heart/infer", JSON, columns),
                Arguments.of("0123456789ABCDEF", "/heart?on_error=row", JSON, "[" + rows + "]"),
                Arguments.of("a/b,\"c\"=:;e", "/heart?on_error=row", JSON, "[" + rows + "]"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void eachRowHasItsNumberAlsoAfterRowsThatCanNotBeUsed(String id, String path, String type, String body)
            throws Exception {
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", type.replaceAll(";.*", "")));
        if (type.contains(";")) {
            headers.put("Accept", type.endsWith("csv") ? CSV : JSON);
        }
        if (!path.startsWith("/v2")) {
            headers.put("X-Prediction-Id", id);
        }

        HttpResponse<String> response = server.post(path, headers, body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        Map<Long, Double> stored = stored(id(id + "#3"));
        assertThat(stored).containsEntry(id(id), first).containsEntry(id(id + "#3"), third);
        assertThat(stored).doesNotContainKey(id(id + "#2"));
    }

    @Test
    void aResponseHasTheIdsOfItsClient() throws Exception {
        Map<String, String> headers = Map.of("X-Prediction-Id", "order-17", "Content-Type", JSON);

        assertThat(server.post("/heart?ids=true", headers, ROW).body()).contains("\"prediction_id\":\"order-17\"");
        assertThat(server.post("/heart?ids=true", headers, "[" + ROW + "," + ROW + "]")
                        .body())
                .contains("\"prediction_id\":\"order-17\"", "\"prediction_id\":\"order-17#2\"");
        assertThat(server.post(
                                "/heart?ids=true&on_error=row",
                                Map.of("X-Prediction-Id", "order-17", "Content-Type", CSV),
                                "age,sex,smoker\nold,1,True\n71,1,True\n")
                        .body())
                .contains(",order-17#2,");
    }

    @Test
    void anIdThatAnInferenceResponseWasGivenNamesItsPredictionsToo() throws Exception {
        String id = JsonParser.parseString(server.post(
                                "/v2/models/heart/infer",
                                JSON,
                                "{\"inputs\":[{\"name\":\"rows\",\"shape\":[1,3],\"datatype\":\"FP64\",\"data\":[71,1,1]}]}")
                        .body())
                .getAsJsonObject()
                .get("id")
                .getAsString();

        assertThat(stored(id(id))).containsKey(id(id));
    }

    @Test
    void anInferenceRequestWhoseIdNamesNoPredictionIsAnsweredAsBefore() throws Exception {
        HttpResponse<String> response = server.post(
                "/v2/models/heart/infer",
                JSON,
                "{\"id\":\"a#1\",\"inputs\":[{\"name\":\"rows\",\"shape\":[1,3],\"datatype\":\"FP64\",\"data\":[71,1,1]}]}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("\"id\":\"a#1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"order#2", "", "an order"})
    void anIdThatCanNotBeOneIsRefused(String id) throws Exception {
        HttpResponse<String> response = server.post("/heart", Map.of("X-Prediction-Id", id, "Content-Type", JSON), ROW);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("The header X-Prediction-Id is '")
                .contains("accepted are 1 to 128 visible ASCII characters without '#'");
    }

    @Test
    void anIdThatIsTooLongIsRefused() throws Exception {
        HttpResponse<String> longest =
                server.post("/heart", Map.of("X-Prediction-Id", "x".repeat(128), "Content-Type", JSON), ROW);
        HttpResponse<String> longer =
                server.post("/heart", Map.of("X-Prediction-Id", "x".repeat(129), "Content-Type", JSON), ROW);

        assertThat(longest.statusCode()).isEqualTo(200);
        assertThat(longer.statusCode()).isEqualTo(400);
        assertThat(longer.body()).contains("129 characters; accepted");
    }
}
