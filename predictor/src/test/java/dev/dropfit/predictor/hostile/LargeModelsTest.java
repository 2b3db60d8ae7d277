package dev.dropfit.predictor.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.Buckets;
import dev.dropfit.predictor.TrainedModels;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The predictor as a process with the deployed heap, with 50 models of 250 levels of 880 characters. */
final class LargeModelsTest {
    private static final int MODELS = 50;

    @TempDir
    private Path folder;

    @Test
    void eightDescriptionsOfFiftyLargeModelsAtOnceDoNotEndTheProcess() throws Exception {
        Bucket models = Buckets.open(folder.resolve("models").toUri().toString());
        byte[] model = TrainedModels.longLevels("01");
        for (int i = 0; i < MODELS; i++) {
            TrainedModels.publish(models, "model-" + i, model);
        }
        try (PredictorProcess predictor = new PredictorProcess(folder, Map.of("DROPFIT_MODELS", models.url()))) {
            for (int i = 0; i < MODELS; i++) {
                assertThat(predictor.post("/model-" + i, "{\"text\":\"a\"}").statusCode())
                        .isEqualTo(200);
            }

            List<CompletableFuture<HttpResponse<String>>> responses = Stream.generate(
                            () -> predictor.get("/openapi.json"))
                    .limit(8)
                    .toList();

            for (CompletableFuture<HttpResponse<String>> response : responses) {
                assertThat(response.get().statusCode()).isIn(200, 503);
            }
            assertThat(predictor.post("/model-0", "{\"text\":\"a\"}").statusCode())
                    .isEqualTo(200);
            assertThat(predictor.isAlive()).isTrue();
        }
    }
}
