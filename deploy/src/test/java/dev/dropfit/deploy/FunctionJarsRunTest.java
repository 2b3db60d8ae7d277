package dev.dropfit.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.ObjectInfo;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the deployed jars as the buildpack starts them, with folders as buckets. */
final class FunctionJarsRunTest {
    private static final Path SAMPLE = Path.of("..", "datasets", "heart-disease");
    private static final String ROW =
            "{\"age\":48,\"sex\":1,\"cp\":1,\"trestbps\":130,\"chol\":230,\"fbs\":0,\"restecg\":0,\"thalach\":174,\"exang\":0,"
                    + "\"oldpeak\":0.2,\"slope\":1,\"ca\":0,\"thal\":2}";

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path home;

    @Test
    void theTrainerJarTrainsADatasetAndThePredictorJarPredictsFromIt() throws Exception {
        String data = home.resolve("data").toUri().toString();
        Map<String, String> environment = Map.of(
                "DROPFIT_DATA",
                data,
                "DROPFIT_MODELS",
                home.resolve("models").toUri().toString());
        drop(data, "dropfit.json");
        ObjectInfo dataset = drop(data, "dataset.csv");

        HttpResponse<String> trained;
        try (FunctionProcess trainer = FunctionProcess.start(
                new FunctionJar("trainer").path(), "dev.dropfit.trainer.TrainFunction", environment)) {
            trained = send(event(trainer, dataset));
        }
        HttpResponse<String> predicted;
        HttpResponse<String> described;
        try (FunctionProcess predictor = FunctionProcess.start(
                new FunctionJar("predictor").path(), "dev.dropfit.predictor.PredictFunction", environment)) {
            predicted = send(HttpRequest.newBuilder(predictor.uri("/heart-disease"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(ROW))
                    .build());
            described = send(HttpRequest.newBuilder(predictor.uri("/version")).build());
        }

        assertThat(trained.statusCode()).as(trained.body()).isEqualTo(200);
        assertThat(predicted.statusCode()).as(predicted.body()).isEqualTo(200);
        assertThat(predicted.body()).contains("\"diagnosis\":\"heart-disease\"");
        assertThat(described.body()).doesNotContain("development");
    }

    /** In its image, the framework of functions is not on the class path. */
    @Test
    void theJobTrainsADatasetFromTheTrainerJarAlone() throws Exception {
        String data = home.resolve("data").toUri().toString();
        String models = home.resolve("models").toUri().toString();
        try (Bucket bucket = Buckets.open(data)) {
            bucket.write(
                    "heart-disease/dropfit.json",
                    "{\"learner\": \"logistic-regression\"}".getBytes(StandardCharsets.UTF_8),
                    Bucket.ABSENT);
        }
        ObjectInfo dataset = drop(data, "dataset.csv");
        ProcessBuilder job = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        new FunctionJar("trainer").path().toString(),
                        "dev.dropfit.trainer.TrainJob",
                        "heart-disease",
                        Long.toString(dataset.generation()))
                .redirectErrorStream(true);
        job.environment().putAll(Map.of("DROPFIT_DATA", data, "DROPFIT_MODELS", models));

        Process process = job.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        try (Bucket bucket = Buckets.open(models)) {
            assertThat(bucket.find("heart-disease/models/latest.zip"))
                    .as(output)
                    .isPresent();
        }
    }

    @Test
    void theAlertFunctionStartsAndIgnoresObjectsThatAreNoRecords() throws Exception {
        Map<String, String> environment = Map.of(
                "DROPFIT_MODELS", home.resolve("models").toUri().toString(), "DROPFIT_WEBHOOK", "http://localhost:9/");
        ObjectInfo other = drop(home.resolve("data").toUri().toString(), "dataset.csv");

        HttpResponse<String> answered;
        try (FunctionProcess alert = FunctionProcess.start(
                new FunctionJar("monitor").path(), "dev.dropfit.monitor.AlertFunction", environment)) {
            answered = send(event(alert, other));
        }

        assertThat(answered.statusCode()).as(answered.body()).isEqualTo(200);
    }

    private static ObjectInfo drop(String data, String file) throws IOException {
        try (Bucket bucket = Buckets.open(data)) {
            return bucket.write("heart-disease/" + file, Files.readAllBytes(SAMPLE.resolve(file)), Bucket.ABSENT);
        }
    }

    /** The request of Eventarc when an object was written. */
    private static HttpRequest event(FunctionProcess trainer, ObjectInfo object) {
        return HttpRequest.newBuilder(trainer.uri("/"))
                .header("ce-id", "1")
                .header("ce-source", "//storage.googleapis.com/projects/_/buckets/data")
                .header("ce-specversion", "1.0")
                .header("ce-type", "google.cloud.storage.object.v1.finalized")
                .header("ce-subject", "objects/" + object.name())
                .header("ce-time", object.created().toString())
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"bucket\":\"data\",\"name\":\"%s\",\"generation\":\"%d\",\"size\":\"%d\"}"
                                .formatted(object.name(), object.generation(), object.size())))
                .build();
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
