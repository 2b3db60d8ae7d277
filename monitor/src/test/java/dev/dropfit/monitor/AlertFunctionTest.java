package dev.dropfit.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.functions.invoker.runner.Invoker;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.Retries;
import dev.dropfit.core.registry.Latest;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Pulse;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.monitor.dashboard.TrainedBuckets;
import dev.dropfit.trainer.TrainingRun;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real function under the real Functions Framework, with events as Eventarc sends them, after real runs. */
final class AlertFunctionTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String FINALIZED = "google.cloud.storage.object.v1.finalized";
    private static final ModelName HEART = new ModelName("heart");

    @TempDir
    private Path folder;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private HttpServer receiver;
    private Bucket data;
    private Bucket models;
    private Invoker invoker;
    private URI url;

    @BeforeEach
    void startTheFunction() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        data = Buckets.open(folder.resolve("data").toUri().toString());
        models = Buckets.open(folder.resolve("models").toUri().toString());
        System.setProperty("DROPFIT_MODELS", models.url());
        System.setProperty("DROPFIT_LIVE", folder.resolve("live").toUri().toString());
        System.setProperty(
                "DROPFIT_WEBHOOK", "http://localhost:" + receiver.getAddress().getPort() + "/hook");
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        url = URI.create("http://localhost:" + port);
        invoker = new Invoker(port, AlertFunction.class.getName(), "cloudevent", AlertFunction.class.getClassLoader());
        invoker.startTestServer();
    }

    @AfterEach
    void stopTheFunction() throws Exception {
        invoker.stopServer();
        receiver.stop(0);
        System.clearProperty("DROPFIT_MODELS");
        System.clearProperty("DROPFIT_WEBHOOK");
        System.clearProperty("DROPFIT_LIVE");
    }

    @Test
    void aScheduledCheckSendsWhatChangedInLiveTraffic() throws Exception {
        run(TrainedBuckets.classes(1000));
        Registry registry = new Registry(models);
        try (Bucket live = Buckets.open(folder.resolve("live").toUri().toString())) {
            new LiveTraffic(registry, live)
                    .count(
                            HEART.value(),
                            Latest.read(registry, HEART).version().orElseThrow(),
                            Instant.now(),
                            500,
                            row -> row[0] *= 1000);
        }

        assertThat(post("dev.dropfit.live.check", "{}")).isEqualTo(200);
        assertThat(post("dev.dropfit.live.check", "{}")).isEqualTo(200);

        assertThat(received).singleElement().asString().contains("'age' is above ", "its unit may have changed");
    }

    @Test
    void aRunWithAnInvalidDatasetCausesAnAlert() throws Exception {
        ObjectInfo record = run("a,target\n1,0\n2\n");

        assertThat(post(FINALIZED, storageObject(record))).isEqualTo(200);

        assertThat(received)
                .singleElement()
                .satisfies(body -> assertThat(JsonParser.parseString(body)
                                .getAsJsonObject()
                                .get("sentence")
                                .getAsString())
                        .startsWith("The dataset of heart, uploaded at ")
                        .endsWith(", can't be used. No model is served yet."));
        assertThat(received.get(0))
                .contains("\"reasons\":[\"line 3: found 1 cell, the header has 2; add the missing cells, empty where a"
                        + " value is not known\"]");
    }

    @Test
    void aRunThatEndedTheProcessThreeTimesCausesAnAlert() throws Exception {
        data.write(HEART.dataset(), "a,target\n1,0\n2,1\n".getBytes(UTF_8), Bucket.ABSENT);
        for (int start = 0; start < 3; start++) {
            assertThatThrownBy(() -> train(endingWithTheDataset(data))).isInstanceOf(IllegalStateException.class);
        }
        train(data);

        assertThat(post(FINALIZED, storageObject(models.list("heart/metrics/").get(0))))
                .isEqualTo(200);

        assertThat(received).singleElement().asString().contains("training ended the process three times");
    }

    @Test
    void settingsDecideOnAlerts() throws Exception {
        data.write(HEART.settings(), "{\"alert\": {\"on\": []}}".getBytes(UTF_8), Bucket.ABSENT);

        assertThat(post(FINALIZED, storageObject(run("a,target\n1,0\n2\n")))).isEqualTo(200);

        assertThat(received).isEmpty();
    }

    @Test
    void duplicateEventsSendOneMessage() throws Exception {
        String event = storageObject(run("a,target\n1,0\n2\n"));

        List<CompletableFuture<Integer>> answers =
                IntStream.range(0, 50).mapToObj(i -> posting(FINALIZED, event)).toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
        assertThat(received).hasSize(1);
    }

    @Test
    void storedStateCausesNoAlert() throws Exception {
        post(FINALIZED, storageObject(run("a,target\n1,0\n2\n")));
        List<ObjectInfo> written = models.list("_alerts/");

        for (ObjectInfo object : written) {
            assertThat(post(FINALIZED, storageObject(object))).isEqualTo(200);
        }

        assertThat(written).hasSize(3);
        assertThat(models.list("_alerts/")).isEqualTo(written);
        assertThat(received).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "heart/models/latest.zip",
                "heart/metrics/latest.json",
                "heart/metrics/20261122T084133Z-1f0c2a9b.json.bak",
                "heart/promotions/20261122T084133000Z-20261122T084133Z-1f0c2a9b.json",
                "Heart/metrics/20261122T084133Z-1f0c2a9b.json",
                "_alerts/metrics/20261122T084133Z-1f0c2a9b.json",
                "x/heart/metrics/20261122T084133Z-1f0c2a9b.json"
            })
    void otherObjectsAreIgnored(String name) throws Exception {
        ObjectInfo object = models.write(name, "{\"verdict\": \"invalid\"}".getBytes(UTF_8), Bucket.ABSENT);

        assertThat(post(FINALIZED, storageObject(object))).isEqualTo(200);

        assertThat(received).isEmpty();
        assertThat(models.list("")).containsExactly(object);
    }

    @ParameterizedTest
    @ValueSource(strings = {"google.cloud.storage.object.v1.deleted", "other"})
    void otherEventsAreIgnored(String type) throws Exception {
        assertThat(post(type, storageObject(run("a,target\n1,0\n2\n")))).isEqualTo(200);

        assertThat(received).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "[]", "null", "{\"bucket\":\"b\",\"name\":\"heart/metrics/x.json\",\"generation\":\"x\"}"})
    void anInvalidEventIsAcknowledged(String body) throws Exception {
        assertThat(post(FINALIZED, body)).isEqualTo(200);
    }

    /** Trains a dataset; the run's record. */
    private ObjectInfo run(String csv) throws IOException {
        data.write(HEART.dataset(), csv.getBytes(UTF_8), Bucket.ABSENT);
        train(data);
        return models.list("heart/metrics/").get(0);
    }

    private void train(Bucket from) throws IOException {
        new TrainingRun(
                        from,
                        new Registry(models),
                        "test",
                        Clock.systemUTC(),
                        Retries.within(Duration.ZERO),
                        Pulse.NONE)
                .run(HEART, OptionalLong.empty());
    }

    /** A run does not get beyond reading the dataset, as if its process had ended. */
    private static Bucket endingWithTheDataset(Bucket bucket) {
        return (Bucket) Proxy.newProxyInstance(
                Bucket.class.getClassLoader(), new Class<?>[] {Bucket.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("read") && arguments[0].equals(HEART.dataset())) {
                        throw new IllegalStateException("the process ends");
                    }
                    return method.invoke(bucket, arguments);
                });
    }

    private static String storageObject(ObjectInfo object) {
        return "{\"bucket\":\"models\",\"name\":\"%s\",\"generation\":\"%d\",\"size\":\"%d\"}"
                .formatted(object.name(), object.generation(), object.size());
    }

    private int post(String type, String body) {
        return posting(type, body).join();
    }

    private CompletableFuture<Integer> posting(String type, String body) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("ce-id", "1")
                .header("ce-source", "//storage.googleapis.com/projects/_/buckets/models")
                .header("ce-specversion", "1.0")
                .header("ce-type", type)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return CLIENT.sendAsync(request, BodyHandlers.discarding()).thenApply(answer -> answer.statusCode());
    }
}
