package dev.dropfit.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.functions.invoker.runner.Invoker;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.FakeGcs;
import dev.dropfit.core.bucket.ObjectInfo;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.UnreadUpload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real function under the real Functions Framework, with Eventarc's events. */
final class TrainFunctionTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String FINALIZED = "google.cloud.storage.object.v1.finalized";

    @TempDir
    private Path folder;

    private Bucket data;
    private Bucket models;
    private Invoker invoker;
    private URI url;

    @BeforeEach
    void startTheFunction() throws Exception {
        data = Buckets.open(folder.resolve("data").toUri().toString());
        models = Buckets.open(folder.resolve("models").toUri().toString());
        System.setProperty("DROPFIT_DATA", data.url());
        System.setProperty("DROPFIT_MODELS", models.url());
        start();
    }

    private void start() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        url = URI.create("http://localhost:" + port);
        invoker = new Invoker(port, TrainFunction.class.getName(), "cloudevent", TrainFunction.class.getClassLoader());
        invoker.startTestServer();
    }

    @AfterEach
    void stopTheFunction() throws Exception {
        invoker.stopServer();
        System.clearProperty("DROPFIT_DATA");
        System.clearProperty("DROPFIT_MODELS");
    }

    @Test
    void anEventInBinaryModeTrains() throws Exception {
        ObjectInfo dataset = drop("heart/dataset.csv");

        assertThat(binary(FINALIZED, storageObject(dataset))).isEqualTo(200);

        assertThat(models.find("heart/models/latest.zip")).isPresent();
    }

    @Test
    void aCompressedDatasetTrainsAndOfTwoTheNewestCounts() throws Exception {
        ObjectInfo plain = drop("heart/dataset.csv");
        byte[] csv = data.read("heart/dataset.csv").orElseThrow().readAllBytes();
        ObjectInfo compressed = data.write("heart/dataset.csv.gz", gzip(csv), Bucket.ABSENT);

        assertThat(binary(FINALIZED, storageObject(plain))).isEqualTo(200);
        assertThat(models.list("heart/metrics/")).isEmpty();
        assertThat(binary(FINALIZED, storageObject(compressed))).isEqualTo(200);

        String record = new String(
                models.read(models.list("heart/metrics/").get(0).name())
                        .orElseThrow()
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        assertThat(record).contains("\"" + compressed.generation() + "\"", "\"bytes\": " + csv.length);
        assertThat(models.find("heart/models/latest.zip")).isPresent();
    }

    @Test
    void aCompressedDatasetUnderThePlainNameTrains() throws Exception {
        drop("heart/dataset.csv");
        byte[] csv = data.read("heart/dataset.csv").orElseThrow().readAllBytes();
        ObjectInfo compressed = data.write(
                "heart/dataset.csv",
                gzip(csv),
                data.find("heart/dataset.csv").orElseThrow().generation());

        assertThat(binary(FINALIZED, storageObject(compressed))).isEqualTo(200);

        assertThat(models.find("heart/models/latest.zip")).isPresent();
    }

    @Test
    void aDamagedCompressedDatasetIsInvalidAndNotDeliveredAgain() throws Exception {
        drop("heart/dataset.csv");
        byte[] packed = gzip(data.read("heart/dataset.csv").orElseThrow().readAllBytes());
        ObjectInfo cut = data.write("heart/dataset.csv.gz", Arrays.copyOf(packed, packed.length / 2), Bucket.ABSENT);

        assertThat(binary(FINALIZED, storageObject(cut))).isEqualTo(200);

        String record = new String(
                models.read(models.list("heart/metrics/").get(0).name())
                        .orElseThrow()
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        assertThat(record).contains("invalid", "The packed file is damaged");
    }

    @Test
    void partsTrainOnceWhenTheLastObjectSaysThatTheyAreComplete() throws Exception {
        ObjectInfo first = drop("heart/dataset/part-00000.csv");
        ObjectInfo second = drop("heart/dataset/part-00001.csv");
        assertThat(binary(FINALIZED, storageObject(second))).isEqualTo(200);
        assertThat(models.names("")).isEmpty();
        assertThat(binary(FINALIZED, storageObject(first))).isEqualTo(200);
        assertThat(models.names("")).containsExactly("_unread/newest.json");
        assertThat(new Registry(models).unreadUploads().newest().stream().map(UnreadUpload::advice))
                .containsExactly("heart/dataset/ waits: when all parts are there, upload the empty file"
                        + " heart/dataset/_SUCCESS");

        ObjectInfo complete = data.write("heart/dataset/_SUCCESS", new byte[0], Bucket.ABSENT);
        assertThat(binary(FINALIZED, storageObject(complete))).isEqualTo(200);
        assertThat(binary(FINALIZED, storageObject(second))).isEqualTo(200);

        assertThat(models.names("heart/metrics/")).hasSize(1);
        assertThat(models.find("heart/models/latest.zip")).isPresent();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    @Test
    void aFileInTheFolderBatchIsScored() throws Exception {
        assertThat(binary(FINALIZED, storageObject(drop("heart/dataset.csv")))).isEqualTo(200);
        ObjectInfo rows = drop("heart/batch/may.csv");

        assertThat(binary(FINALIZED, storageObject(rows))).isEqualTo(200);
        assertThat(binary(FINALIZED, storageObject(rows))).isEqualTo(200);

        assertThat(models.names("heart/predictions/"))
                .containsExactly("heart/predictions/may.csv", "heart/predictions/may.json");
        assertThat(models.names("heart/metrics/")).hasSize(1);
    }

    @Test
    void aFileToScoreThatWaitsForItsModelIsDeliveredAgain() throws Exception {
        drop("heart/dataset.csv");
        ObjectInfo rows = drop("heart/batch/may.csv");

        assertThat(binary(FINALIZED, storageObject(rows))).isEqualTo(500);

        assertThat(models.names("")).isEmpty();
    }

    @Test
    void anEventInStructuredModeTrains() throws Exception {
        ObjectInfo dataset = drop("heart/dataset.csv");

        int status = post(HttpRequest.newBuilder(url)
                .header("Content-Type", "application/cloudevents+json; charset=utf-8")
                .POST(BodyPublishers.ofString("""
                    {"specversion": "1.0", "id": "1", "type": "%s",
                     "source": "//storage.googleapis.com/projects/_/buckets/data", "subject": "objects/heart/dataset.csv",
                     "time": "2026-11-22T08:41:33Z", "datacontenttype": "application/json", "data": %s}\
                    """.formatted(FINALIZED, storageObject(dataset)))));

        assertThat(status).isEqualTo(200);
        assertThat(models.find("heart/models/latest.zip")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "heart/dataset.csv.bak",
                "heart/my-dataset.csv",
                "dataset.csv",
                "Heart/dataset.csv",
                "heart/sub/dataset.csv",
                "heart/data.csv",
                "heart/batch/may.tsv",
                "heart/batch/may/june.csv",
                "heart/batch/may.errors.csv",
                "heart/dataset/may.csv",
                "heart/dataset/part/part-1.csv",
                "heart/notes.json"
            })
    void otherObjectsStartNoRun(String name) throws Exception {
        ObjectInfo object = drop(name);

        assertThat(binary(FINALIZED, storageObject(object))).isEqualTo(200);

        assertThat(models.names("")).allMatch("_unread/newest.json"::equals);
    }

    @Test
    void anObjectWhoseNameLeadsElsewhereStartsNoRun() throws Exception {
        assertThat(binary(
                        FINALIZED,
                        "{\"bucket\":\"data\",\"name\":\"../dataset.csv\",\"generation\":\"1\",\"size\":\"1\"}"))
                .isEqualTo(200);

        assertThat(models.names("")).containsExactly("_unread/newest.json");
    }

    @Test
    void anObjectOfAnotherBucketIsLeftAlone() throws Exception {
        invoker.stopServer();
        try (FakeGcs gcs = new FakeGcs().bucket("data")) {
            System.setProperty("STORAGE_EMULATOR_HOST", gcs.endpoint());
            System.setProperty("DROPFIT_DATA", "gs://data");
            try (Bucket bucket = Buckets.open("gs://data")) {
                start();
                String event = storageObject(bucket.write("heart/dataset.csv", dataset(), Bucket.ABSENT));

                assertThat(binary(FINALIZED, event.replace("\"bucket\": \"data\"", "\"bucket\": \"other\"")))
                        .isEqualTo(200);
                assertThat(models.list("")).isEmpty();

                assertThat(binary(FINALIZED, event)).isEqualTo(200);
                assertThat(models.find("heart/models/latest.zip")).isPresent();
            }
        } finally {
            System.clearProperty("STORAGE_EMULATOR_HOST");
        }
    }

    @Test
    void anEmptyDatasetIsNotedAndStartsNoRun() throws Exception {
        ObjectInfo empty = data.write("heart/dataset.csv", new byte[0], Bucket.ABSENT);

        assertThat(binary(FINALIZED, storageObject(empty))).isEqualTo(200);

        assertThat(models.names("")).containsExactly("_unread/newest.json");
        assertThat(new Registry(models).unreadUploads().newest().stream().map(UnreadUpload::advice))
                .containsExactly("heart/dataset.csv is empty, so it is not read; upload a file with a header and rows");
    }

    @Test
    void aMisplacedDatasetIsNotedOnceForTheDashboard() throws Exception {
        ObjectInfo workbook = data.write("heart/Data.xlsx", dataset(), Bucket.ABSENT);

        assertThat(binary(FINALIZED, storageObject(workbook))).isEqualTo(200);
        assertThat(binary(FINALIZED, storageObject(workbook))).isEqualTo(200);

        assertThat(models.names("")).containsExactly("_unread/newest.json");
        assertThat(new Registry(models).unreadUploads().newest())
                .singleElement()
                .satisfies(upload -> {
                    assertThat(upload.model()).contains(new ModelName("heart"));
                    assertThat(upload.object()).isEqualTo("heart/Data.xlsx");
                    assertThat(upload.advice()).startsWith("heart/Data.xlsx is not read: ");
                });
    }

    @Test
    void aMisplacedDatasetIsAcknowledgedWhenItsNoteCannotBeWritten() throws Exception {
        ObjectInfo misplaced = data.write("heart/data.csv", dataset(), Bucket.ABSENT);
        Files.createDirectories(folder.resolve("models"));
        Files.writeString(folder.resolve("models/_unread"), "a file where the folder of the note would be");

        assertThat(binary(FINALIZED, storageObject(misplaced))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "google.cloud.storage.object.v1.deleted",
                "google.cloud.storage.object.v1.metadataUpdated",
                "other"
            })
    void otherEventsAreLeftAlone(String type) throws Exception {
        ObjectInfo dataset = drop("heart/dataset.csv");

        assertThat(binary(type, storageObject(dataset))).isEqualTo(200);

        assertThat(models.list("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "[]",
                "{\"name\": 1}",
                "null",
                "{\"bucket\":\"b\",\"name\":\"heart/dataset.csv\",\"generation\":\"x\"}"
            })
    void anEventThatMakesNoSenseIsNotSentAgain(String body) throws Exception {
        assertThat(binary(FINALIZED, body)).isEqualTo(200);
    }

    @Test
    void anEventIsSentAgainWhenStorageFails() throws Exception {
        ObjectInfo dataset = drop("heart/dataset.csv");
        Files.createDirectories(folder.resolve("models/heart"));
        Files.writeString(folder.resolve("models/heart/models"), "a file where the archive's folder would be");

        assertThat(binary(FINALIZED, storageObject(dataset))).isEqualTo(500);
        Files.delete(folder.resolve("models/heart/models"));
        assertThat(binary(FINALIZED, storageObject(dataset))).isEqualTo(200);

        assertThat(models.find("heart/models/latest.zip")).isPresent();
    }

    private ObjectInfo drop(String name) throws IOException {
        return data.write(name, dataset(), Bucket.ABSENT);
    }

    private static byte[] dataset() {
        StringBuilder csv = new StringBuilder("a,b,target\n");
        for (int i = 0; i < 300; i++) {
            csv.append(i % 37 / 10.0)
                    .append(',')
                    .append(i % 11)
                    .append(',')
                    .append(i % 37 > 18 ? 1 : 0)
                    .append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String storageObject(ObjectInfo object) {
        return """
            {"kind": "storage#object", "id": "data/%1$s/%2$d", "name": "%1$s", "bucket": "data", "generation": "%2$d",
             "metageneration": "1", "contentType": "text/csv", "timeCreated": "%4$s", "updated": "%4$s",
             "storageClass": "STANDARD", "size": "%3$d", "md5Hash": "", "crc32c": "", "etag": ""}\
            """.formatted(object.name(), object.generation(), object.size(), object.created());
    }

    private int binary(String type, String body) throws Exception {
        return post(HttpRequest.newBuilder(url)
                .header("ce-id", "1234567890")
                .header("ce-specversion", "1.0")
                .header("ce-type", type)
                .header("ce-source", "//storage.googleapis.com/projects/_/buckets/data")
                .header("ce-subject", "objects/heart/dataset.csv")
                .header("ce-time", "2026-11-22T08:41:33Z")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static int post(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofString()).statusCode();
    }
}
