package dev.dropfit.predictor.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.core.bucket.FakeGcs;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Registry;
import dev.dropfit.predictor.PredictServer;
import dev.dropfit.predictor.TrainedModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelBucketTest {
    private static final ModelName HEART = new ModelName("heart");

    @TempDir
    private Path folder;

    @AfterEach
    void clearTheEnvironment() {
        List.of("DROPFIT_MODELS", "AIP_STORAGE_URI", "STORAGE_EMULATOR_HOST").forEach(System::clearProperty);
    }

    private String publish(String name) throws IOException {
        try (Bucket bucket = Buckets.open(folder.toUri().toString())) {
            TrainedModels.publish(bucket, name, TrainedModels.quantity("01"));
        }
        return folder.resolve(name).toUri().toString();
    }

    @Test
    void artifactsOfVertexAiAreTheFolderOfTheDefaultModel() throws IOException {
        System.setProperty("AIP_STORAGE_URI", publish("artifacts"));

        Registry registry = new Registry(ModelBucket.open(Optional.of(HEART)));

        assertThat(registry.models()).containsExactly(HEART);
        assertThat(registry.readLatest(HEART)).isPresent();
    }

    /** What Vertex AI gives to a container: a port, two paths, and a copy of the folder of the model in a bucket of its own. */
    @Test
    void aContainerOfVertexAiServesArtifactsInCloudStorage() throws Exception {
        try (FakeGcs storage = new FakeGcs().bucket("vertex-staging")) {
            System.setProperty("STORAGE_EMULATOR_HOST", storage.endpoint());
            storage.put("vertex-staging", "models/123/artifacts/models/latest.zip", TrainedModels.quantity("01"));
            PredictServer server = new PredictServer(
                    folder,
                    Map.of(
                            "DROPFIT_MODELS", "",
                            "AIP_STORAGE_URI", "gs://vertex-staging/models/123/artifacts",
                            "AIP_PREDICT_ROUTE", "/v1/endpoints/42/deployedModels/7:predict",
                            "AIP_HEALTH_ROUTE", "/v1/endpoints/42/deployedModels/7",
                            "DROPFIT_DEFAULT_MODEL", "heart",
                            "DROPFIT_REFRESH_SECONDS", "0"));
            try {
                assertThat(server.send("GET", "/v1/endpoints/42/deployedModels/7")
                                .statusCode())
                        .isEqualTo(200);
                assertThat(predict(server))
                        .startsWith("{\"predictions\":[{\"price\":20.")
                        .contains(":\"heart\",");
                storage.put("vertex-staging", "models/123/artifacts/models/latest.zip", TrainedModels.quantity("02"));
                predict(server);

                assertThat(predict(server)).contains("\"modelVersionId\":\"20261122T084102Z-00000000\"");
            } finally {
                server.stop();
            }
        }
    }

    private static String predict(PredictServer server) throws Exception {
        return server.post("/v1/endpoints/42/deployedModels/7:predict", "application/json", "{\"instances\": [[5]]}")
                .body();
    }

    @Test
    void theModelBucketComesBeforeArtifacts() throws IOException {
        System.setProperty("AIP_STORAGE_URI", publish("artifacts"));
        System.setProperty("DROPFIT_MODELS", folder.toUri().toString());

        assertThat(new Registry(ModelBucket.open(Optional.of(HEART))).models())
                .containsExactly(new ModelName("artifacts"));
    }

    @Test
    void artifactsOfSomethingElseAreRefused() {
        System.setProperty("AIP_STORAGE_URI", folder.toUri().toString());

        assertThatIllegalStateException()
                .isThrownBy(() -> ModelBucket.open(Optional.of(HEART)))
                .withMessageContaining("There is no models/latest.zip in AIP_STORAGE_URI")
                .withMessageContaining("the folder heart of the model bucket");
    }

    @Test
    void withoutAnyModelsTheMessageNamesTheVariable() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ModelBucket.open(Optional.empty()))
                .withMessageContaining("DROPFIT_MODELS is not set");
    }

    @Test
    void artifactsNeedTheNameOfTheirModel() throws IOException {
        System.setProperty("AIP_STORAGE_URI", publish("artifacts"));

        assertThatIllegalStateException()
                .isThrownBy(() -> ModelBucket.open(Optional.empty()))
                .withMessageContaining("DROPFIT_DEFAULT_MODEL is not set");
    }
}
