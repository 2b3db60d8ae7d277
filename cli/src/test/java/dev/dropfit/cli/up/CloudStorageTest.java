package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.FakeGcs;
import dev.dropfit.core.bucket.ObjectInfo;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way of the data with buckets of Cloud Storage: both functions under the real framework, the store over HTTP. */
final class CloudStorageTest {
    private static final String ROW =
            "{\"age\":48,\"sex\":1,\"cp\":1,\"trestbps\":130,\"chol\":230,\"fbs\":0,\"restecg\":0,\"thalach\":174,\"exang\":0,"
                    + "\"oldpeak\":0.2,\"slope\":1,\"ca\":0,\"thal\":2}";

    private FakeGcs store;
    private FunctionServer trainer;
    private FunctionServer predictor;
    private int trainerPort;
    private int predictorPort;

    @BeforeEach
    void startTheFunctions() throws Exception {
        store = new FakeGcs().bucket("my-data").bucket("my-models");
        System.setProperty("STORAGE_EMULATOR_HOST", store.endpoint());
        System.setProperty("DROPFIT_DATA", "gs://my-data");
        System.setProperty("DROPFIT_MODELS", "gs://my-models");
        System.setProperty("DROPFIT_REFRESH_SECONDS", "0");
        trainer = FunctionServer.onLoopback("dev.dropfit.trainer.TrainFunction", FunctionServer.Signature.CLOUD_EVENT);
        trainerPort = trainer.port();
        predictor = FunctionServer.onLoopback("dev.dropfit.predictor.PredictFunction", FunctionServer.Signature.HTTP);
        predictorPort = predictor.port();
    }

    @AfterEach
    void stopTheFunctions() throws Exception {
        trainer.stop();
        predictor.stop();
        store.close();
        List.of("STORAGE_EMULATOR_HOST", "DROPFIT_DATA", "DROPFIT_MODELS", "DROPFIT_REFRESH_SECONDS")
                .forEach(System::clearProperty);
    }

    @Test
    void aDatasetInABucketBecomesAPrediction() throws Exception {
        ObjectInfo dataset = drop();

        int status = new EventSender(URI.create("http://localhost:" + trainerPort + "/"), "my-data").send(dataset);

        assertThat(status).isEqualTo(200);
        try (Bucket models = Buckets.open("gs://my-models")) {
            assertThat(models.list("heart-disease/").stream().map(ObjectInfo::name))
                    .hasSize(6)
                    .contains("heart-disease/models/latest.zip", "heart-disease/runs.json");
        }
        assertThat(predict().get("diagnosis").getAsString()).isEqualTo("heart-disease");
    }

    @Test
    void anEventOfAnotherBucketIsIgnored() throws Exception {
        ObjectInfo dataset = drop();

        int status =
                new EventSender(URI.create("http://localhost:" + trainerPort + "/"), "somebody-elses").send(dataset);

        assertThat(status).isEqualTo(200);
        try (Bucket models = Buckets.open("gs://my-models")) {
            assertThat(models.list("")).isEmpty();
        }
    }

    private static ObjectInfo drop() throws Exception {
        Path sample = Path.of("..", "datasets", "heart-disease");
        try (Bucket data = Buckets.open("gs://my-data")) {
            data.write("heart-disease/dropfit.json", Files.readAllBytes(sample.resolve("dropfit.json")), Bucket.ABSENT);
            return data.write(
                    "heart-disease/dataset.csv", Files.readAllBytes(sample.resolve("dataset.csv")), Bucket.ABSENT);
        }
    }

    private JsonObject predict() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + predictorPort + "/heart-disease"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(ROW, StandardCharsets.UTF_8))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonParser.parseString(answer.body()).getAsJsonObject();
    }
}
