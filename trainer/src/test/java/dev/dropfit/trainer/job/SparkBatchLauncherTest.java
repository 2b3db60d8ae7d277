package dev.dropfit.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dropfit.core.bucket.ServiceAccountToken;
import dev.dropfit.core.bucket.TransientException;
import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that keeps batches as the API does: a second batch of a name is refused with status 409. */
final class SparkBatchLauncherTest {
    private static final ModelName SALES = new ModelName("sales");
    private static final String LOCATION = "projects/my-project/locations/us-central1";
    private static final SparkBatch BATCH = new SparkBatch(
            LOCATION, "gs://my-models/_spark/1.jar", "dropfit-trainer@my-project.iam.gserviceaccount.com", 3_600);

    private final Map<String, String> states = new ConcurrentHashMap<>();
    private final List<JsonObject> created = Collections.synchronizedList(new ArrayList<>());
    private int refused;
    private HttpServer server;

    @BeforeEach
    void startTheServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(5));
        server.createContext(
                "/computeMetadata/v1/instance/service-accounts/default/token",
                exchange -> respond(exchange, 200, "{\"access_token\": \"secret\", \"expires_in\": 3599}"));
        server.createContext("/v1/" + LOCATION + "/batches", this::batches);
        server.start();
    }

    @AfterEach
    void stopTheServer() {
        server.stop(0);
        ((ExecutorService) server.getExecutor()).shutdown();
    }

    @Test
    void aBatchHasTheModelTheGenerationAndTheBuckets() throws Exception {
        Launcher.Execution execution = launcher().launch(SALES, 7);

        execution.await();
        assertThat(execution.name()).matches("batch dropfit-[0-9a-f]{40}");
        assertThat(created).containsExactly(JsonParser.parseString("""
            {"sparkBatch": {"mainClass": "dev.dropfit.spark.SparkJob",
                "jarFileUris": ["gs://my-models/_spark/1.jar"], "args": ["sales", "7"]},
             "runtimeConfig": {"version": "2.3", "properties": {
                "spark.dataproc.driverEnv.DROPFIT_DATA": "gs://my-data",
                "spark.dataproc.driverEnv.DROPFIT_MODELS": "gs://my-models"}},
             "environmentConfig": {"executionConfig": {
                "serviceAccount": "dropfit-trainer@my-project.iam.gserviceaccount.com", "ttl": "3600s"}},
             "labels": {"dropfit-model": "sales"}}\
            """).getAsJsonObject());
    }

    @Test
    void fiveRequestsAtOnceMakeOneBatch() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(5);
        Set<String> names = new HashSet<>();
        try {
            Callable<String> start = () -> launcher().launch(SALES, 7).name();
            for (Future<String> name : threads.invokeAll(Collections.nCopies(5, start))) {
                names.add(name.get());
            }
        } finally {
            threads.shutdown();
        }

        assertThat(created).hasSize(1);
        assertThat(names).hasSize(1);
    }

    @Test
    void anotherGenerationOrOtherCodeIsAnotherBatch() throws Exception {
        SparkBatch other = new SparkBatch(LOCATION, "gs://my-models/_spark/2.jar", BATCH.account(), 3_600);

        Set<String> names = Set.of(
                launcher().launch(SALES, 7).name(),
                launcher().launch(SALES, 8).name(),
                launcher(other).launch(SALES, 7).name());

        assertThat(names).hasSize(3);
    }

    @Test
    void aBatchThatFailedIsFollowedByAnotherOneAFewTimes() throws Exception {
        String first = launcher().launch(SALES, 7).name();
        for (int batch = 2; batch <= 4; batch++) {
            states.replaceAll((id, state) -> "FAILED");
            assertThat(launcher().hasEnded(first)).isTrue();
            assertThat(launcher().launch(SALES, 7).name()).isEqualTo(first + "-" + batch);
        }
        states.replaceAll((id, state) -> "FAILED");

        assertThatThrownBy(() -> launcher().launch(SALES, 7))
                .isInstanceOf(LaunchRefusedException.class)
                .hasMessage(first + " of Spark and those after it failed 4 times; their logs say why: gcloud dataproc"
                        + " batches list --filter=" + first.substring("batch ".length()));
    }

    @Test
    void aBatchAtWorkHasNotEnded() throws Exception {
        assertThat(launcher().hasEnded(launcher().launch(SALES, 7).name())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | the account of the trainer may not start batches of Spark in"
                        + " projects/my-project/locations/us-central1; ./deploy.sh grants it: because",
                "404 | there is no Spark in projects/my-project/locations/us-central1; enable dataproc.googleapis.com,"
                        + " or deploy to a region that has it: because",
                "400 | Managed Service for Apache Spark refuses the batch with status 400: because"
            })
    void aRefusalSaysWhatToDo(int status, String message) {
        refused = status;

        assertThatThrownBy(() -> launcher().launch(SALES, 7))
                .isInstanceOf(LaunchRefusedException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void aFaultOfTheServiceIsTransient(int status) {
        refused = status;

        assertThatThrownBy(() -> launcher().launch(SALES, 7))
                .isInstanceOf(TransientException.class)
                .hasMessage("Managed Service for Apache Spark responds with status " + status + ": because");
    }

    @Test
    void aPlaceThatIsNoLocationIsRefusedWithAnExample() {
        assertThatThrownBy(() -> new SparkBatch("us-central1", "gs://a/b.jar", "x", 1))
                .hasMessage("DROPFIT_SPARK is 'us-central1'; accepted are process, and a location like"
                        + " projects/my-project/locations/us-central1");
    }

    private SparkBatchLauncher launcher() {
        return launcher(BATCH);
    }

    private SparkBatchLauncher launcher(SparkBatch batch) {
        String url = "http://localhost:" + server.getAddress().getPort();
        Map<String, String> environment = Map.of("DROPFIT_DATA", "gs://my-data", "DROPFIT_MODELS", "gs://my-models");
        return new SparkBatchLauncher(batch, environment, url, new ServiceAccountToken(url));
    }

    private void batches(HttpExchange exchange) throws IOException {
        assertThat(exchange.getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer secret");
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("GET")) {
            String state = states.get(path.substring(path.lastIndexOf('/') + 1));
            respond(exchange, state == null ? 404 : 200, "{\"state\": \"" + state + "\"}");
            return;
        }
        String id = exchange.getRequestURI().getQuery().substring("batchId=".length());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (refused > 0) {
            respond(exchange, refused, "{\"error\": {\"message\": \"because\"}}");
        } else if (states.putIfAbsent(id, "RUNNING") == null) {
            created.add(JsonParser.parseString(body).getAsJsonObject());
            respond(exchange, 200, "{}");
        } else {
            respond(exchange, 409, "{\"error\": {\"message\": \"Already exists\"}}");
        }
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
