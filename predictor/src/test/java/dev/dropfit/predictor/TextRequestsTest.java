package dev.dropfit.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to a model with a column of texts. */
class TextRequestsTest {
    private static final List<String> HAM = List.of("meeting", "dinner", "tomorrow", "home", "later", "thanks");
    private static final List<String> SPAM = List.of("free", "prize", "winner", "cash", "urgent", "claim");

    @TempDir
    static Path folder;

    private static PredictServer server;

    @BeforeAll
    static void startPredictor() throws Exception {
        server = new PredictServer(folder, Map.of("DROPFIT_DEFAULT_MODEL", "mail"));
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder csv = new StringBuilder("message,age,kind\n");
        for (int i = 0; i < 400; i++) {
            List<String> words = i % 3 == 0 ? SPAM : HAM;
            for (int word = 0; word < 6; word++) {
                csv.append(words.get(random.nextInt(words.size()))).append(' ');
            }
            csv.append("number ").append(i).append(',').append(random.nextInt(80));
            csv.append(i % 3 == 0 ? ",spam\n" : ",ham\n");
        }
        for (String learner : List.of("logistic-regression", "gradient-boosting")) {
            TrainedModels.publish(
                    server.models(),
                    learner.equals("gradient-boosting") ? "trees" : "mail",
                    TrainedModels.of(csv.toString(), "{\"learner\": \"" + learner + "\"}"));
        }
    }

    @AfterAll
    static void stopPredictor() throws Exception {
        server.stop();
    }

    private static JsonObject predict(String path, String row) throws Exception {
        var response = server.post(path, "application/json", row);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }

    @Test
    void aStrictRequestHasNoNumberForAText() throws Exception {
        var strict = server.post("/mail?strict=true", "application/json", "{\"message\": 42, \"age\": 30}");

        assertThat(strict.statusCode()).isEqualTo(400);
        assertThat(strict.body())
                .contains("\"field\":\"message\",\"found\":\"the number 42\",\"accepted\":\"a string\"");
        assertThat(server.post("/mail", "application/json", "{\"message\": 42, \"age\": 30}")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/mail", "/trees"})
    void anExplanationNamesWordsAndAddsUpToTheScore(String path) throws Exception {
        JsonObject response =
                predict(path + "?explain=true", "{\"message\": \"Claim your FREE prize, winner\", \"age\": 30}");

        assertThat(response.get("prediction").getAsString()).isEqualTo("spam");
        double sum = response.get("base").getAsDouble();
        for (JsonElement line : response.getAsJsonArray("explanation")) {
            sum += line.getAsJsonObject().get("contribution").getAsDouble();
        }
        assertThat(response.getAsJsonArray("explanation").toString())
                .contains("{\"feature\":\"message\",\"value\":\"free\",\"contribution\":");
        assertThat(sum).isCloseTo(response.get("score").getAsDouble(), within(1e-9));
    }

    @Test
    void everyProtocolReadsTheSameText() throws Exception {
        String text = "see you at home later, thanks";
        double probability = predict("/", "{\"message\": \"" + text + "\", \"age\": 30}")
                .getAsJsonObject("probabilities")
                .get("ham")
                .getAsDouble();

        assertThat(server.post("/", "text/csv", "message,age\n\"" + text + "\",30\n")
                        .body())
                .contains(Double.toString(probability));
        assertThat(server.post(
                                "/v1/models/mail:predict",
                                "application/json",
                                "{\"instances\": [{\"message\": \"" + text + "\", \"age\": 30}]}")
                        .body())
                .contains(Double.toString(probability));
        assertThat(server.post(
                                "/v2/models/mail/infer",
                                "application/json",
                                "{\"inputs\": [{\"name\": \"message\", \"shape\": [1], \"datatype\": \"BYTES\", \"data\": [\""
                                        + text
                                        + "\"]}, {\"name\": \"age\", \"shape\": [1], \"datatype\": \"FP64\", \"data\": [30]}]}")
                        .body())
                .contains(Double.toString(probability));
    }

    @Test
    void aMissingTextHasAWarningAndANewOneHasNone() throws Exception {
        assertThat(predict("/", "{\"message\": null, \"age\": 30}")
                        .get("warnings")
                        .toString())
                .isEqualTo("[\"\\u0027message\\u0027 is missing: it counts as a text without words\"]"
                        .replace("\\u0027", "'"));
        assertThat(predict("/trees", "{\"message\": null, \"age\": 30}")
                        .get("warnings")
                        .toString())
                .contains("it counts as a text without words");
        assertThat(predict("/", "{\"message\": \"quite different\", \"age\": 30}")
                        .getAsJsonArray("warnings"))
                .isEmpty();
    }

    @Test
    void aVeryLongTextIsReadUpToItsLimit() throws Exception {
        String text = "dinner at home ".repeat(60_000);

        assertThat(predict("/", "{\"message\": \"" + text + "\", \"age\": 30}")
                        .get("prediction")
                        .getAsString())
                .isEqualTo("ham");
    }

    @Test
    void theDescriptionsSayThatItIsAText() throws Exception {
        assertThat(server.send("GET", "/mail").body()).contains("{\"column\":\"message\",\"kind\":\"text\"}");
        assertThat(server.send("GET", "/v2/models/mail").body())
                .contains("{\"name\":\"message\",\"datatype\":\"BYTES\"");
        assertThat(server.send("GET", "/openapi.json").body()).contains("A text");
    }
}
