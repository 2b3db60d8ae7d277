package dev.dropfit.predictor.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.FakeGcs;
import dev.dropfit.core.bucket.Fault;
import dev.dropfit.predictor.PredictServer;
import dev.dropfit.predictor.TrainedModels;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests while storage fails, over the real Functions Framework and the real storage library: latest is looked at all the time. */
final class StorageFaultsTest {
    private static final String LATEST = "heart/models/latest.zip";
    private static final String ROW = "{\"age\": 63, \"sex\": 1, \"smoker\": true}";
    private static final int REQUESTS = 200;

    private FakeGcs storage;
    private PredictServer server;

    @BeforeEach
    void startTheFunction() throws Exception {
        storage = new FakeGcs().bucket("models");
        storage.put("models", LATEST, TrainedModels.classes("01"));
        System.setProperty("STORAGE_EMULATOR_HOST", storage.endpoint());
        server = new PredictServer("gs://models", Map.of("DROPFIT_REFRESH_SECONDS", "0"));
        assertThat(ask("/heart").statusCode()).isEqualTo(200);
        assertThat(ask("/").statusCode()).isEqualTo(200);
    }

    @AfterEach
    void stopTheFunction() throws Exception {
        server.stop();
        System.clearProperty("STORAGE_EMULATOR_HOST");
        storage.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("switched off", Fault.DROP_BEFORE),
                Arguments.of("refusing", Fault.status(403)),
                Arguments.of("failing", Fault.status(503)),
                Arguments.of("cutting responses off", Fault.CUT_HALF),
                Arguments.of("slow", Fault.delay(Duration.ofSeconds(30))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void theLastModelStays(String what, Fault fault) throws Exception {
        storage.faults(request -> fault);

        checkResponses("20261122T084101Z-00000000");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void aModelThatIsNotInMemoryIsUnavailable(String what, Fault fault) throws Exception {
        storage.put("models", "other/models/latest.zip", TrainedModels.classes("01"));
        storage.faults(request -> fault);

        for (int i = 0; i < 3; i++) {
            HttpResponse<String> response = ask("/other");
            assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).contains("5");
            checkResponses("20261122T084101Z-00000000");
        }
    }

    @Test
    void aDamagedLatestIsNotUsed() throws Exception {
        storage.put("models", LATEST, new byte[] {1, 2, 3});

        checkResponses("20261122T084101Z-00000000");

        storage.put("models", LATEST, TrainedModels.classes("02"));
        HttpResponse<String> response = ask("/heart");
        while (!response.body().contains("20261122T084102Z-00000000")) {
            response = ask("/heart");
        }
        assertThat(server.send("GET", "/metrics").body())
                .contains("dropfit_reloads_total{model=\"heart\",result=\"refused\"} 1\n");
    }

    @Test
    void anEmptiedBucketChangesNothing() throws Exception {
        try (Bucket bucket = Buckets.open("gs://models")) {
            bucket.delete(LATEST, bucket.find(LATEST).orElseThrow().generation());
        }

        checkResponses("20261122T084101Z-00000000");
    }

    private void checkResponses(String version) throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            HttpResponse<String> response = ask(i % 2 == 0 ? "/heart" : "/");
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(response.headers().firstValue("Dropfit-Version")).contains(version);
        }
    }

    private HttpResponse<String> ask(String path) throws Exception {
        return server.post(path, "application/json", ROW);
    }
}
