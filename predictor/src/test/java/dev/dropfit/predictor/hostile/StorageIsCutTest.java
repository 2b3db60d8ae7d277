package dev.dropfit.predictor.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.bucket.FakeGcs;
import dev.dropfit.core.bucket.Fault;
import dev.dropfit.predictor.TrainedModels;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The predictor as a process, with models in memory, while storage is cut for some seconds: every model in memory responds, all others are
 * unavailable at once. {@code -Ddropfit.cut=60} cuts it for a minute, and prints the longest responses.
 */
final class StorageIsCutTest {
    private static final int SECONDS = Integer.getInteger("dropfit.cut", 4);
    private static final String ROW = "{\"age\": 63, \"sex\": 1, \"smoker\": true}";
    private static final List<String> IN_MEMORY =
            IntStream.range(0, 8).mapToObj(i -> "model-" + i).toList();

    @TempDir
    private Path folder;

    static Stream<Arguments> cuts() {
        return Stream.of(
                Arguments.of("connections end", Fault.DROP_BEFORE),
                Arguments.of("connections hang", Fault.delay(Duration.ofSeconds(90))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cuts")
    void modelsInMemoryRespondAndOthersAreUnavailable(String what, Fault cut) throws Exception {
        try (FakeGcs storage = new FakeGcs().bucket("models")) {
            byte[] model = TrainedModels.classes("01");
            IN_MEMORY.forEach(name -> storage.put("models", name + "/models/latest.zip", model));
            storage.put("models", "other/models/latest.zip", model);
            try (PredictorProcess predictor = new PredictorProcess(
                    folder,
                    Map.of(
                            "STORAGE_EMULATOR_HOST",
                            storage.endpoint(),
                            "DROPFIT_MODELS",
                            "gs://models",
                            "DROPFIT_REFRESH_SECONDS",
                            "1"))) {
                for (String name : IN_MEMORY) {
                    assertThat(predictor.post("/" + name, ROW).statusCode()).isEqualTo(200);
                }

                storage.faults(request -> cut);
                long slowest = 0;
                long slowestOther = 0;
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
                while (System.nanoTime() < end) {
                    for (String name : IN_MEMORY) {
                        slowest = Math.max(slowest, nanos(predictor, name, 200));
                    }
                    slowestOther = Math.max(slowestOther, nanos(predictor, "other", 503));
                    Thread.sleep(50);
                }
                System.out.printf(
                        "storage cut for %d s, %s: the slowest response of a model in memory %d ms, of another model %d ms%n",
                        SECONDS,
                        what,
                        TimeUnit.NANOSECONDS.toMillis(slowest),
                        TimeUnit.NANOSECONDS.toMillis(slowestOther));

                storage.faults(request -> Fault.NONE);
                while (predictor.post("/other", ROW).statusCode() != 200) {
                    Thread.sleep(100);
                }
            }
        }
    }

    private static long nanos(PredictorProcess predictor, String model, int status)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<String> response = predictor.post("/" + model, ROW);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return System.nanoTime() - start;
    }
}
