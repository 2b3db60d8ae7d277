package dev.dropfit.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.cloud.functions.invoker.runner.Invoker;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.registry.ModelDeletion;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real function under the real Functions Framework, over HTTP. */
final class PredictFunctionTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final byte[] CLASSES = TrainedModels.classes("01");
    private static final byte[] NEWER_CLASSES = TrainedModels.classes("02");
    private static final byte[] QUANTITY = TrainedModels.quantity("01");
    private static final String ROW = "{\"age\": 71, \"sex\": 1, \"smoker\": true}";

    @TempDir
    private Path folder;

    private Bucket models;
    private Invoker invoker;
    private String url;

    @BeforeEach
    void startTheFunction() throws Exception {
        models = Buckets.open(folder.toUri().toString());
        System.setProperty("DROPFIT_MODELS", models.url());
        System.setProperty("DROPFIT_REFRESH_SECONDS", "0");
        System.setProperty("DROPFIT_MAX_BODY_BYTES", "100000");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        url = "http://localhost:" + port;
        invoker = new Invoker(port, PredictFunction.class.getName(), "http", PredictFunction.class.getClassLoader());
        invoker.startTestServer();
    }

    @AfterEach
    void stopTheFunction() throws Exception {
        invoker.stopServer();
        List.of("DROPFIT_MODELS", "DROPFIT_REFRESH_SECONDS", "DROPFIT_MAX_BODY_BYTES", "DROPFIT_DEFAULT_MODEL")
                .forEach(System::clearProperty);
    }

    @Test
    void aDateIsOneFieldWithOneContribution() throws Exception {
        TrainedModels.publish(models, "orders", TrainedModels.dates("01"));

        JsonObject response = json(
                200, post("/orders?explain=true", "{\"ordered\": \"2026-11-22T09:41:33+01:00\", \"weight\": 3.5}"));

        double sum = response.get("base").getAsDouble();
        for (JsonElement entry : response.getAsJsonArray("explanation")) {
            sum += entry.getAsJsonObject().get("contribution").getAsDouble();
        }
        double probability =
                response.getAsJsonObject("probabilities").get("yes").getAsDouble();
        assertThat(response.getAsJsonArray("explanation")).hasSize(2);
        assertThat(response.get("explanation").toString()).contains("\"value\":\"2026-11-22T08:41:33Z\"");
        assertThat(sum).isCloseTo(Math.log(probability / (1 - probability)), within(1e-9));
    }

    @Test
    void aMissingDateIsOneWarning() throws Exception {
        TrainedModels.publish(models, "orders", TrainedModels.dates("01"));

        JsonObject response = json(200, post("/orders", "{\"ordered\": null, \"weight\": 3.5}"));

        assertThat(response.getAsJsonArray("warnings").toString())
                .isEqualTo("[\"'ordered' is missing: the medians of its parts are used\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"weight\": 3.5}",
                "{\"ordered\": \"tomorrow\", \"weight\": 3.5}",
                "{\"ordered\": 7, \"weight\": 3.5}"
            })
    void anInvalidDateIsOneProblemWithTheAcceptedFormat(String body) throws Exception {
        TrainedModels.publish(models, "orders", TrainedModels.dates("01"));

        JsonObject response = json(400, post("/orders", body));

        assertThat(response.getAsJsonArray("problems")).hasSize(1);
        assertThat(response.getAsJsonArray("problems").toString())
                .contains("a date or time in ISO 8601, like 2026-11-22 or 2026-11-22T08:41:33Z");
    }

    @Test
    void theSchemaHasADateOnce() throws Exception {
        TrainedModels.publish(models, "orders", TrainedModels.dates("01"));

        JsonObject response = json(200, get("/orders"));

        assertThat(response.getAsJsonObject("schema").getAsJsonArray("columns").toString())
                .isEqualTo(
                        "[{\"column\":\"ordered\",\"kind\":\"datetime\"},{\"column\":\"weight\",\"kind\":\"numeric\"}]");
    }

    @Test
    void theSchemaSaysThatALogarithmIsLearned() throws Exception {
        Random random = new Random(1);
        StringBuilder csv = new StringBuilder("size,price\n");
        for (int i = 0; i < 300; i++) {
            double size = random.nextGaussian();
            csv.append(size).append(',').append(Math.exp(5 + size + 0.2 * random.nextGaussian()));
            csv.append('\n');
        }
        TrainedModels.publish(models, "prices", TrainedModels.of(csv.toString(), "{\"learner\": \"auto\"}"));

        JsonObject link = json(200, get("/prices")).getAsJsonObject("schema").getAsJsonObject("link");

        // The bounds are values of rows, and the description of a model may be public.
        assertThat(link.keySet()).containsExactly("function", "shift");
        assertThat(link.get("function").getAsString()).isEqualTo("log");
    }

    @Test
    void anObjectGetsOnePrediction() throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);

        JsonObject response = json(200, post("/heart", ROW));

        assertThat(response.keySet())
                .containsExactly("diagnosis", "probability", "probabilities", "model", "version", "warnings");
        assertThat(response.get("diagnosis").getAsString()).isEqualTo("heart disease");
        assertThat(response.get("model").getAsString()).isEqualTo("heart");
        assertThat(response.get("version").getAsString()).isEqualTo("20261122T084101Z-00000000");
        assertThat(response.getAsJsonArray("warnings")).isEmpty();
        JsonObject probabilities = response.getAsJsonObject("probabilities");
        assertThat(probabilities.keySet()).containsExactly("clear", "heart disease");
        double probability = response.get("probability").getAsDouble();
        assertThat(probabilities.get("heart disease").getAsDouble())
                .isEqualTo(probability)
                .isBetween(0.5, 1.0);
        assertThat(probabilities.get("clear").getAsDouble()).isCloseTo(1 - probability, within(1e-15));
    }

    @Test
    void anArrayGetsOnePredictionPerRow() throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);

        JsonObject response = json(200, post("/heart", "[" + ROW + "," + ROW.replace("71", "21") + "]"));

        JsonArray predictions = response.getAsJsonArray("predictions");
        assertThat(response.keySet()).containsExactly("predictions", "model", "version");
        assertThat(predictions).hasSize(2);
        assertThat(predictions.get(0).getAsJsonObject().get("diagnosis").getAsString())
                .isEqualTo("heart disease");
        assertThat(predictions.get(1).getAsJsonObject().get("diagnosis").getAsString())
                .isEqualTo("clear");
        assertThat(json(200, post("/heart", "[]")).getAsJsonArray("predictions"))
                .isEmpty();
    }

    @Test
    void aQuantityIsOneNumber() throws Exception {
        TrainedModels.publish(models, "flat", QUANTITY);

        JsonObject response = json(200, post("/flat", "{\"area\": 50}"));

        assertThat(response.keySet()).containsExactly("price", "model", "version", "warnings");
        assertThat(response.get("price").getAsDouble()).isCloseTo(155, within(0.1));
    }

    @Test
    void aCsvGetsThePredictionAppendedAsColumns() throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);

        HttpResponse<String> response =
                post("/heart", "text/csv; charset=utf-8", "note;smoker;sex;age\n\"a;b\";True;1;71\nc;;2.0;21\n");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("text/csv; charset=utf-8");
        List<String> lines = response.body().lines().toList();
        assertThat(lines.get(0)).isEqualTo("note;smoker;sex;age;diagnosis;probability_clear;probability_heart disease");
        assertThat(lines.get(1)).startsWith("\"a;b\";True;1;71;heart disease;0.");
        assertThat(lines.get(2)).startsWith("c;;2.0;21;clear;0.");
        assertThat(lines).hasSize(3);
    }

    @Test
    void aCsvKeepsItsBadRowsAndGetsItsWarningsAndNotesOnRequest() throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);

        HttpResponse<String> response = post(
                "/heart?on_error=row&warnings=true",
                "text/csv",
                "Caf\u00e9\nage,sex,smoker\n71,1,True\nold,1,\n71,1\n21,9,False\n");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("dropfit-notes"))
                .hasValue("preamble: 1 line before the header is skipped: 'Caf\\u00e9'");
        List<String> lines = response.body().lines().toList();
        assertThat(lines.get(0))
                .isEqualTo("age,sex,smoker,diagnosis,probability_clear,probability_heart disease,warnings,error");
        assertThat(lines.get(1)).startsWith("71,1,True,heart disease,").endsWith(",,");
        assertThat(lines.get(2)).isEqualTo("old,1,,,,,'smoker' is missing,'age': found 'old'; accepted is a number");
        assertThat(lines.get(3)).isEqualTo("71,1,,,,,,\"found 2 cells, the header has 3\"");
        assertThat(lines.get(4))
                .contains("'sex' is '9', which training has not seen")
                .endsWith(",");
        assertThat(lines).hasSize(5);
    }

    @Test
    void aPredictionHasTheSameIdInEveryProtocolIfItsClientAsks() throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);

        String id = json(200, post("/heart?ids=true", ROW)).get("prediction_id").getAsString();

        assertThat(id).matches("[0-9a-f]{16}");
        assertThat(post("/heart", ROW).body()).doesNotContain("prediction_id");
        assertThat(post("/heart?ids=true", "[" + ROW + "]").body()).contains("\"prediction_id\":\"" + id + "\"");
        assertThat(post("/heart?ids=1", "application/x-ndjson", ROW + "\n" + ROW + "\n")
                        .body()
                        .lines())
                .hasSize(2)
                .allMatch(line -> line.contains("\"prediction_id\":\"" + id + "\""));
        assertThat(post(
                                "/heart?ids=true&on_error=row&warnings=true",
                                "text/csv",
                                "age,sex,smoker\n71,1,True\nold,1,True\n")
                        .body()
                        .lines())
                .satisfiesExactly(
                        header -> assertThat(header).endsWith(",prediction_id,warnings,error"),
                        row -> assertThat(row).endsWith("," + id + ",,"),
                        bad -> assertThat(bad).endsWith(",,,,,,'age': found 'old'; accepted is a number"));
        assertThat(post("/v1/models/heart:predict?ids=true", "{\"instances\": [" + ROW + "]}")
                        .body())
                .contains("\"prediction_id\":\"" + id + "\"");
        assertThat(post("/heart?ids=true", ROW.replace("71", "72")).body()).doesNotContain(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"age\": 71.0, \"sex\": 1.0, \"smoker\": \"True\"}",
                "{\"smoker\": true, \"sex\": \"1\", \"age\": 7.1e1}",
                "{\"smoker\": true, \"sex\": \" 1.0 \", \"age\": 71, \"sick\": 1, \"id\": 12}",
                "\uFEFF{\"smoker\": true, \"sex\": 1, \"age\": 71}"
            })
    void theSameRowMayBeWrittenInManyWays(String row) throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);

        assertThat(post("/heart", row).body()).isEqualTo(post("/heart", ROW).body());
    }

    @Test
    void missingUnseenAndUnknownValuesGetAWarning() throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);

        JsonObject response = json(
                200, post("/heart", "{\"age\": null, \"sex\": 3, \"smoker\": null, \"extra\": [1, {\"a\": null}]}"));

        assertThat(response.getAsJsonArray("warnings").asList().stream().map(JsonElement::getAsString))
                .satisfiesExactly(
                        age -> assertThat(age).matches("'age' is missing: the median \\d+(\\.5)? is used"),
                        sex -> assertThat(sex)
                                .isEqualTo("'sex' is '3', which training has not seen: it counts as none of its"
                                        + " categories"),
                        smoker -> assertThat(smoker).isEqualTo("'smoker' is missing"),
                        extra -> assertThat(extra).isEqualTo("field 'extra' is not a column of the model: ignored"));
    }

    @Test
    void everyProblemOfEveryRowIsInOneResponse() throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);

        JsonObject response = json(
                400,
                post(
                        "/heart",
                        "[{\"age\": \"old\", \"sex\": {}, \"smoker\": []}, " + ROW + ", {\"age\": true, \"sex\": 1,"
                                + " \"sex\": 2}]"));

        assertThat(response.get("error").getAsString()).isEqualTo("6 fields can't be used");
        assertThat(response.getAsJsonArray("problems").asList().stream().map(Object::toString))
                .containsExactly(
                        problem(0, "age", "the string \\\"old\\\"", "a number"),
                        problem(0, "sex", "an object", "a string, a number or a boolean"),
                        problem(0, "smoker", "an array", "a string, a number or a boolean"),
                        problem(2, "age", "true", "a number"),
                        problem(2, "sex", "the field twice", "each field once"),
                        problem(2, "smoker", "nothing", "a string, a number or a boolean, or null if it is unknown"));
    }

    private static String problem(int row, String field, String found, String accepted) {
        return "{\"row\":" + row + ",\"field\":\"" + field + "\",\"found\":\"" + found + "\",\"accepted\":\"" + accepted
                + "\"}";
    }

    @Test
    void onlyTheFirstHundredProblemsAreListed() throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);

        JsonObject response = json(400, post("/heart", "[" + "{},".repeat(999) + "{}]"));

        assertThat(response.get("error").getAsString())
                .isEqualTo("3000 fields can't be used; the first 100 are listed");
        assertThat(response.getAsJsonArray("problems")).hasSize(100);
    }

    @Test
    void theErrorsOfACsvHaveLineNumbers() throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);

        assertThat(json(400, post("/heart", "text/csv", "age,sex\n1,2\n"))
                        .get("error")
                        .getAsString())
                .isEqualTo("The CSV can't be used: line 1, column 'smoker': the header does not have this column; the"
                        + " model needs it");
        assertThat(json(400, post("/heart", "text/csv", "71,1,True\n55,0,False\n"))
                        .get("error")
                        .getAsString())
                .isEqualTo("The CSV can't be used: line 1: the header does not have the columns 'age', 'sex', 'smoker',"
                        + " which the model needs; found are '71', '1', 'True'");
        assertThat(json(400, post("/heart", "text/csv", "age,sex,smoker\nold,1,True\n71,1,True\n1,2\n"))
                        .get("error")
                        .getAsString())
                .isEqualTo(
                        "The CSV can't be used: line 4: found 2 cells, the header has 3; add the missing cells, empty"
                                + " where a value is not known");
        assertThat(json(400, post("/heart", "text/csv", "71,1,True\n55,0,False\n"))
                        .get("error")
                        .getAsString())
                .isEqualTo("The CSV can't be used: line 1: the header does not have the columns 'age', 'sex', 'smoker',"
                        + " which the model needs; found are '71', '1', 'True'");
        assertThat(json(400, post("/heart", "text/csv", "age,sex,smoker\nold,1,True\n71,1,True\n"))
                        .get("error")
                        .getAsString())
                .isEqualTo("The CSV can't be used: line 2, column 'age': found 'old'; accepted is a number");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "nonsense",
                "[",
                "{\"age\": NaN}",
                "{\"age\": 01}",
                "{'age': 1}",
                "{\"age\": 1} x",
                "\"text\"",
                "12",
                "null",
                "[1]",
                "[[]]",
                "{\"age\": 1e999, \"sex\": 1, \"smoker\": true}",
                "[[[[[[[[[[[["
            })
    void aBodyThatIsNotRowsInJsonIsRefused(String body) throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);

        assertThat(json(400, post("/heart", body)).get("error").getAsString())
                .isNotBlank()
                .doesNotContain("gson", "Strictness");
    }

    @Test
    void aBodyThatIsNotUtf8IsRefused() throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);

        HttpResponse<String> response = CLIENT.send(
                HttpRequest.newBuilder(URI.create(url + "/heart"))
                        .POST(BodyPublishers.ofByteArray("{\"ä\": 1}".getBytes(StandardCharsets.ISO_8859_1)))
                        .build(),
                BodyHandlers.ofString());

        assertThat(json(400, response).get("error").getAsString())
                .startsWith("The body is not UTF-8; a compressed one needs");
    }

    @Test
    void aBodyThatIsTooLongIsRefusedWithTheLimit() throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);
        String body = "[" + ROW + " ".repeat(100_000) + "]";

        assertThat(json(413, post("/heart", body)).get("error").getAsString()).contains("100000 bytes");
        HttpRequest chunked = HttpRequest.newBuilder(URI.create(url + "/heart"))
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body)))
                .build();
        assertThat(CLIENT.send(chunked, BodyHandlers.ofString()).statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource({"application/xml", "application/x-www-form-urlencoded", "text/plain"})
    void otherContentTypesAreRefused(String type) throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);

        assertThat(json(415, post("/heart", type, ROW)).get("error").getAsString())
                .contains(type, "application/json", "text/csv");
    }

    @Test
    void otherMethodsAreRefused() throws Exception {
        HttpResponse<String> response = CLIENT.send(
                HttpRequest.newBuilder(URI.create(url + "/heart")).DELETE().build(), BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).contains("GET, HEAD, POST");
    }

    @Test
    void aModelThatDoesNotExistYetIsUnavailable() throws Exception {
        HttpResponse<String> response = post("/heart", ROW);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).contains("5");
        assertThat(post("/", ROW).statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/other", "/Heart", "/heart/x", "/..", "/%2e%2e/heart", "/heart%2f..", "//"})
    void aPathWithoutAModelIsNotFound(String path) throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);

        assertThat(post(path, ROW).statusCode()).isIn(404, 400);
        assertThat(get(path).statusCode()).isIn(404, 400);
    }

    @Test
    void theOnlyModelAnswersAtTheRoot() throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);

        assertThat(json(200, post("/", ROW)).get("model").getAsString()).isEqualTo("heart");
    }

    @Test
    void theRootNeedsADefaultModelWhenThereAreSeveral() throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);
        TrainedModels.publish(models, "flat", QUANTITY);

        assertThat(json(404, post("/", ROW)).get("error").getAsString()).contains("DROPFIT_DEFAULT_MODEL");
    }

    @Test
    void theRootListsModelsAndAModelDescribesItself() throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);
        TrainedModels.publish(models, "flat", QUANTITY);

        assertThat(json(200, get("/")).getAsJsonArray("models").asList().stream()
                        .map(model -> model.getAsJsonObject().get("model").getAsString()))
                .containsExactly("flat", "heart");
        JsonObject description = json(200, get("/heart"));
        assertThat(description.keySet())
                .containsExactly("model", "version", "promoted", "predicts", "schema", "metrics", "intervals");
        assertThat(description.get("predicts").getAsString()).startsWith("predicts 'sick', ");
        assertThat(description.getAsJsonObject("schema").toString())
                .isEqualTo("{\"task\":\"classification\",\"label\":\"sick\",\"output\":\"diagnosis\","
                        + "\"labels\":[\"clear\",\"heart disease\"],\"positive\":\"heart disease\","
                        + "\"columns\":[{\"column\":\"age\",\"kind\":\"numeric\"},"
                        + "{\"column\":\"sex\",\"kind\":\"categorical\",\"levels\":[\"1\",\"2\"]},"
                        + "{\"column\":\"smoker\",\"kind\":\"categorical\",\"levels\":[\"False\",\"True\"]}]}");
        assertThat(description.getAsJsonObject("metrics").get("roc_auc").getAsDouble())
                .isBetween(0.5, 1.0);
        assertThat(description.getAsJsonObject("intervals").getAsJsonArray("roc_auc"))
                .hasSize(2);
        assertThat(description.getAsJsonObject("metrics").asMap().values())
                .allMatch(value -> value.isJsonPrimitive() || value.isJsonNull());
    }

    @Test
    void aNewerModelReplacesTheOldAndADamagedOneDoesNot() throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);
        assertThat(version(post("/heart", ROW))).isEqualTo("20261122T084101Z-00000000");

        TrainedModels.publish(models, "heart", NEWER_CLASSES);
        waitForVersion("20261122T084102Z-00000000");

        Path latest = folder.resolve("heart/models/latest.zip");
        byte[] whole = Files.readAllBytes(latest);
        Files.write(latest, Arrays.copyOf(whole, whole.length / 2));
        for (int i = 0; i < 50; i++) {
            assertThat(version(post("/heart", ROW))).isEqualTo("20261122T084102Z-00000000");
        }
        Files.delete(latest);
        for (int i = 0; i < 50; i++) {
            assertThat(version(post("/heart", ROW))).isEqualTo("20261122T084102Z-00000000");
        }
    }

    @Test
    void aDeletedModelIsNotFoundAnyMoreUntilItIsServedAgain() throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);
        assertThat(version(post("/heart", ROW))).isEqualTo("20261122T084101Z-00000000");
        new ModelDeletion(new Registry(models), Clock.systemUTC(), Retries.within(Duration.ZERO))
                .delete(new ModelName("heart"), 7, "me");

        waitForStatus(404);
        assertThat(json(404, post("/heart", ROW)).get("error").getAsString())
                .isEqualTo("There is no model 'heart'; GET / lists the models");
        assertThat(json(404, get("/heart/versions/20261122T084101Z-00000000"))).isNotNull();
        assertThat(json(200, get("/")).getAsJsonArray("models")).isEmpty();

        models.delete(
                "_deleted/heart.json",
                models.find("_deleted/heart.json").orElseThrow().generation());
        TrainedModels.publish(models, "heart", NEWER_CLASSES);
        waitForStatus(200);
    }

    private void waitForStatus(int status) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (post("/heart", ROW).statusCode() != status && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(post("/heart", ROW).statusCode()).isEqualTo(status);
    }

    @Test
    void aModelThatCannotBeLoadedAtAllIsUnavailable() throws Exception {
        models.write("heart/models/latest.zip", "not a zip".getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);

        assertThat(json(503, post("/heart", ROW)).get("error").getAsString()).contains("can't be loaded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/heart", "/heart?explain=false", "/heart?explain", "/heart?explain=0"})
    void noExplanationIsGivenUnlessAskedFor(String path) throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);

        assertThat(json(200, post(path, ROW)).has("explanation")).isFalse();
    }

    @Test
    void explanationsAddUpToTheLogOdds() throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);

        JsonObject response = json(200, post("/heart?explain=true", ROW));

        double sum = response.get("base").getAsDouble();
        double last = Double.POSITIVE_INFINITY;
        for (var entry : response.getAsJsonArray("explanation")) {
            double contribution = entry.getAsJsonObject().get("contribution").getAsDouble();
            assertThat(Math.abs(contribution)).isLessThanOrEqualTo(last);
            last = Math.abs(contribution);
            sum += contribution;
        }
        double probability =
                response.getAsJsonObject("probabilities").get("heart disease").getAsDouble();
        assertThat(sum).isCloseTo(Math.log(probability / (1 - probability)), within(1e-12));
    }

    @Test
    void mutatedBodiesAreNeverAServerError() throws Exception {
        TrainedModels.publish(models, "heart", CLASSES);
        SplittableRandom random = new SplittableRandom(3);
        String valid = "[" + ROW + ",{\"age\": null, \"sex\": \"x\", \"smoker\": false, \"y\": [{}, 1e3]}]";
        String alphabet = "{}[]\",:0123456789eE+-.ntfau\\ \u0000é";
        for (int i = 0; i < 1500; i++) {
            StringBuilder body = new StringBuilder(valid);
            for (int change = random.nextInt(1, 5); change > 0; change--) {
                int at = random.nextInt(body.length());
                switch (random.nextInt(3)) {
                    case 0 -> body.deleteCharAt(at);
                    case 1 -> body.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    default -> body.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
                }
            }
            String type = i % 3 == 0 ? "text/csv" : "application/json";
            HttpResponse<String> response = post("/heart", type, body.toString());
            assertThat(response.statusCode()).as(body.toString()).isIn(200, 400);
        }
    }

    private void waitForVersion(String version) throws Exception {
        for (int i = 0; i < 1000; i++) {
            if (version(post("/heart", ROW)).equals(version)) {
                return;
            }
            Thread.sleep(10);
        }
        throw new AssertionError("Version " + version + " is never served");
    }

    private static String version(HttpResponse<String> response) {
        return json(200, response).get("version").getAsString();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return post(path, "application/json", body);
    }

    private HttpResponse<String> post(String path, String type, String body) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(url + path))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString());
    }

    private static JsonObject json(int status, HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }
}
