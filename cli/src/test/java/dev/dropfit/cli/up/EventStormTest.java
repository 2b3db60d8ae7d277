package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.cli.console.CommandFailure;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.FakeGcs;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.model.file.ModelFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A thousand duplicated and shuffled events of twenty datasets, eight trainers at once, and a client that asks all the while. */
final class EventStormTest {
    private static final int GENERATIONS = 20;
    private static final int EVENTS = 1_000;
    private static final int TRAINERS = 8;
    private static final List<String> SETTINGS =
            List.of("STORAGE_EMULATOR_HOST", "DROPFIT_DATA", "DROPFIT_MODELS", "DROPFIT_REFRESH_SECONDS");

    @TempDir
    private Path folder;

    private final List<FunctionServer> servers = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();

    @AfterEach
    void stopTheServers() throws Exception {
        for (FunctionServer server : servers) {
            server.stop();
        }
        SETTINGS.forEach(System::clearProperty);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "gs"})
    void everyGenerationIsTrainedAtMostOnceAndNoneReplacesANewerOne(String store) throws Exception {
        try (FakeGcs cloud = new FakeGcs().bucket("storm-data").bucket("storm-models")) {
            useStore(store, cloud);
            List<EventSender> trainers = new ArrayList<>();
            for (int i = 0; i < TRAINERS; i++) {
                int port = start("dev.dropfit.trainer.TrainFunction", FunctionServer.Signature.CLOUD_EVENT);
                trainers.add(new EventSender(URI.create("http://localhost:" + port + "/"), bucketName(store)));
            }
            int predictor = start("dev.dropfit.predictor.PredictFunction", FunctionServer.Signature.HTTP);
            ExecutorService threads = Executors.newFixedThreadPool(TRAINERS + 1);
            try (Bucket data = Buckets.open(System.getProperty("DROPFIT_DATA"));
                    Bucket models = Buckets.open(System.getProperty("DROPFIT_MODELS"))) {
                Future<List<String>> answers = threads.submit(() -> ask(predictor));

                List<Long> dropped = storm(threads, trainers, data);
                over.set(true);

                check(models, dropped, answers.get());
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private void useStore(String store, FakeGcs cloud) {
        System.setProperty("DROPFIT_REFRESH_SECONDS", "0");
        if (store.equals("gs")) {
            System.setProperty("STORAGE_EMULATOR_HOST", cloud.endpoint());
            System.setProperty("DROPFIT_DATA", "gs://storm-data");
            System.setProperty("DROPFIT_MODELS", "gs://storm-models");
        } else {
            System.setProperty(
                    "DROPFIT_DATA", folder.resolve("storm-data").toUri().toString());
            System.setProperty(
                    "DROPFIT_MODELS", folder.resolve("storm-models").toUri().toString());
        }
    }

    /** What events call the data bucket: a folder's is its last name. */
    private static String bucketName(String store) {
        return store.equals("gs") ? "storm-data" : "data";
    }

    private int start(String function, FunctionServer.Signature signature) throws CommandFailure {
        FunctionServer server = FunctionServer.onLoopback(function, signature);
        servers.add(server);
        return server.port();
    }

    /** Drops datasets, each while events of those before are still on their way; returns their generations. */
    private static List<Long> storm(ExecutorService threads, List<EventSender> trainers, Bucket data) throws Exception {
        SplittableRandom random = new SplittableRandom(5);
        data.write(
                "heart/dropfit.json",
                "{\"learner\": \"logistic-regression\"}".getBytes(StandardCharsets.UTF_8),
                Bucket.ABSENT);
        List<ObjectInfo> objects = new ArrayList<>();
        for (int g = 0; g < GENERATIONS; g++) {
            long present = objects.isEmpty()
                    ? Bucket.ABSENT
                    : objects.get(objects.size() - 1).generation();
            objects.add(data.write("heart/dataset.csv", rows(g), present));
            List<ObjectInfo> events = new ArrayList<>(List.of(objects.get(g)));
            while (events.size() < EVENTS / GENERATIONS) {
                events.add(random.nextInt(events.size() + 1), objects.get(random.nextInt(objects.size())));
            }
            List<Future<?>> sent = new ArrayList<>();
            for (ObjectInfo event : events) {
                EventSender trainer = trainers.get(random.nextInt(trainers.size()));
                sent.add(threads.submit(() -> deliver(trainer, event)));
            }
            // The last events of most generations meet the next dataset.
            int awaited = g == GENERATIONS - 1 ? sent.size() : random.nextInt(sent.size());
            for (Future<?> one : sent.subList(0, awaited)) {
                one.get();
            }
        }
        return objects.stream().map(ObjectInfo::generation).toList();
    }

    /** As Eventarc does: until it is taken. */
    private static Void deliver(EventSender trainer, ObjectInfo event) throws Exception {
        while (!taken(trainer, event)) {
            Thread.sleep(ThreadLocalRandom.current().nextInt(10, 50));
        }
        return null;
    }

    private static boolean taken(EventSender trainer, ObjectInfo event) throws InterruptedException {
        try {
            return trainer.send(event) == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The versions of all answers, in their order. */
    private List<String> ask(int port) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/heart"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"age\":50,\"smoker\":\"yes\"}"))
                .build();
        List<String> versions = new ArrayList<>();
        while (!over.get()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                versions.add(JsonParser.parseString(answer.body())
                        .getAsJsonObject()
                        .get("version")
                        .getAsString());
            } else {
                assertThat(versions)
                        .as("failed after it had answered: %s", answer.body())
                        .isEmpty();
            }
        }
        return versions;
    }

    private static void check(Bucket models, List<Long> dropped, List<String> answers) throws IOException {
        Map<String, Long> generations = new HashMap<>();
        String newestPromoted = "none";
        long newestGeneration = 0;
        for (String name : models.names("heart/metrics/")) {
            JsonObject record = JsonParser.parseString(new String(content(models, name), StandardCharsets.UTF_8))
                    .getAsJsonObject();
            String version = record.get("version").getAsString();
            long generation =
                    record.getAsJsonObject("dataset").get("generation").getAsLong();
            assertThat(generations.put(version, generation)).isNull();
            if (record.get("verdict").getAsString().equals("promoted") && generation > newestGeneration) {
                newestGeneration = generation;
                newestPromoted = version;
            }
        }
        assertThat(generations.values())
                .doesNotHaveDuplicates()
                .isSubsetOf(dropped)
                .contains(dropped.get(dropped.size() - 1));
        assertThat(models.names("heart/models/")).containsExactlyInAnyOrderElementsOf(names(generations.keySet()));
        assertThat(ModelFile.read(content(models, "heart/models/latest.zip")).version())
                .isEqualTo(newestPromoted);
        assertThat(answers).isNotEmpty();
        assertThat(answers.stream().map(generations::get).toList()).isSorted();
    }

    private static List<String> names(Iterable<String> versions) {
        List<String> names = new ArrayList<>(List.of("heart/models/latest.zip"));
        versions.forEach(version -> names.add("heart/models/" + version + ".zip"));
        return names;
    }

    private static byte[] content(Bucket bucket, String name) throws IOException {
        try (StoredObject object = bucket.read(name).orElseThrow()) {
            return object.readAllBytes();
        }
    }

    /** Rows whose label depends on age and smoking. */
    private static byte[] rows(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder csv = new StringBuilder("age,smoker,target\n");
        for (int i = 0; i < 300; i++) {
            int age = random.nextInt(20, 80);
            boolean smoker = random.nextBoolean();
            double margin = 0.15 * (age - 50) + (smoker ? 1 : -1);
            boolean sick = random.nextDouble() < 1 / (1 + Math.exp(-margin));
            csv.append("%d,%s,%d\n".formatted(age, smoker ? "yes" : "no", sick ? 1 : 0));
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }
}
