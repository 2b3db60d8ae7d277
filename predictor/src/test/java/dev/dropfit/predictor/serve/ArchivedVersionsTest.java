package dev.dropfit.predictor.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.core.registry.Version;
import dev.dropfit.predictor.PredictServer;
import dev.dropfit.predictor.TrainedModels;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Predictions from versions of the archive, over HTTP. */
final class ArchivedVersionsTest {
    private static final String JSON = "application/json";
    private static final String FIRST = "20261122T084101Z-00000000";
    private static final String SECOND = "20261122T084102Z-00000000";
    private static final ModelName FLAT = new ModelName("flat");

    @TempDir
    private Path folder;

    private PredictServer server;

    @BeforeEach
    void startTheFunction() throws Exception {
        server = new PredictServer(folder, Map.of());
        TrainedModels.publish(server.models(), "flat", TrainedModels.quantity("02"));
        archive("01");
        archive("02");
    }

    private void archive(String seconds) throws Exception {
        new Registry(server.models())
                .archive(FLAT, new Version("20261122T0841" + seconds + "Z-00000000"), TrainedModels.quantity(seconds));
    }

    @AfterEach
    void stopTheFunction() throws Exception {
        server.stop();
    }

    @Test
    void anArchivedVersionPredicts() throws Exception {
        HttpResponse<String> first = server.post("/flat/versions/" + FIRST, JSON, "{\"area\": 50}");
        HttpResponse<String> second = server.post("/flat/versions/" + SECOND, JSON, "{\"area\": 50}");

        assertThat(json(200, first).get("version").getAsString()).isEqualTo(FIRST);
        assertThat(first.headers().firstValue("dropfit-version")).contains(FIRST);
        assertThat(json(200, second).get("version").getAsString()).isEqualTo(SECOND);
    }

    @Test
    void anArchivedVersionHasADescriptionWithoutATimeOfPromotion() throws Exception {
        assertThat(json(200, server.send("GET", "/flat/versions/" + FIRST)).keySet())
                .containsExactly("model", "version", "predicts", "schema", "metrics", "intervals");
        assertThat(json(200, server.send("GET", "/flat/versions/" + SECOND)).keySet())
                .contains("promoted");
    }

    @Test
    void aVersionMayBeGivenByItsNumber() throws Exception {
        server.models()
                .write(
                        "flat/versions.json",
                        ("{\"versions\": [\"" + FIRST + "\", \"" + SECOND + "\"]}").getBytes(StandardCharsets.UTF_8),
                        Bucket.ABSENT);

        assertThat(json(200, server.post("/flat/versions/v1", JSON, "{\"area\": 50}"))
                        .get("version")
                        .getAsString())
                .isEqualTo(FIRST);
        assertThat(json(200, server.send("GET", "/flat/versions/V2")).keySet()).contains("promoted");
        assertThat(json(404, server.send("GET", "/flat/versions/v3"))
                        .get("error")
                        .getAsString())
                .contains("There is no version 'v3'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/flat/versions/20261122T084103Z-00000000",
                "/flat/versions/1",
                "/flat/versions/..%2flatest",
                "/other/versions/20261122T084101Z-00000000",
                "/flat/versions/20261122T084101Z-00000000/x",
                "/flat/version/20261122T084101Z-00000000"
            })
    void anUnknownVersionIsNotFound(String path) throws Exception {
        assertThat(server.post(path, JSON, "{\"area\": 50}").statusCode()).isIn(404, 400);
        assertThat(server.send("GET", path).statusCode()).isIn(404, 400);
    }

    @Test
    void aDamagedVersionIsUnavailable() throws Exception {
        String version = "20261122T084104Z-00000000";
        server.models()
                .write("flat/models/" + version + ".zip", "not a zip".getBytes(StandardCharsets.UTF_8), Bucket.ABSENT);

        assertThat(json(503, server.post("/flat/versions/" + version, JSON, "{\"area\": 50}"))
                        .get("error")
                        .getAsString())
                .contains("can't be loaded");
    }

    @Test
    void theVersionsThatWereUsedLastStayInMemory() throws Exception {
        for (int i = 0; i < ArchivedModels.MAX_MODELS; i++) {
            archive("1" + i);
        }
        server.post("/flat/versions/" + FIRST, JSON, "{\"area\": 50}");
        for (int i = 0; i < ArchivedModels.MAX_MODELS; i++) {
            server.post("/flat/versions/20261122T08411" + i + "Z-00000000", JSON, "{\"area\": 50}");
        }

        Files.delete(folder.resolve("flat/models/" + FIRST + ".zip"));
        Files.delete(folder.resolve("flat/models/20261122T084110Z-00000000.zip"));

        assertThat(server.post("/flat/versions/" + FIRST, JSON, "{\"area\": 50}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.post("/flat/versions/20261122T084110Z-00000000", JSON, "{\"area\": 50}")
                        .statusCode())
                .isEqualTo(200);
    }

    private static JsonObject json(int status, HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }
}
