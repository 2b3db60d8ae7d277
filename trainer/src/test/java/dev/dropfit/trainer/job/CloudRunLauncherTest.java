package dev.dropfit.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that responds as the metadata server and the API of Cloud Run do. */
final class CloudRunLauncherTest {
    private static final ModelName SALES = new ModelName("sales");
    private static final String JOB = "projects/my-project/locations/us-central1/jobs/dropfit-trainer-job";

    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private int status = 200;
    private String response =
            "{\"name\": \"projects/my-project/locations/us-central1/operations/1\", \"metadata\": {\"name\": \"" + JOB
                    + "/executions/dropfit-trainer-job-x7k2p\"}}";
    private HttpServer server;

    @BeforeEach
    void startTheServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/computeMetadata/v1/instance/service-accounts/default/token", this::token);
        server.createContext("/v2/", this::run);
        server.start();
    }

    @AfterEach
    void stopTheServer() {
        server.stop(0);
    }

    @Test
    void anExecutionGetsTheModelAndTheGenerationAsArguments() throws Exception {
        Launcher.Execution execution = launcher().launch(SALES, 1_764_150_000_123_456L);

        execution.await();
        assertThat(execution.name()).isEqualTo("dropfit-trainer-job-x7k2p");
        assertThat(requests)
                .containsExactly("POST /v2/" + JOB + ":run Bearer secret "
                        + JsonParser.parseString("{\"overrides\": {\"containerOverrides\": [{\"args\": [\"sales\","
                                + " \"1764150000123456\"]}]}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | the account of the trainer may not run"
                        + " projects/my-project/locations/us-central1/jobs/dropfit-trainer-job; ./deploy.sh grants it:"
                        + " because",
                "403 | the account of the trainer may not run"
                        + " projects/my-project/locations/us-central1/jobs/dropfit-trainer-job; ./deploy.sh grants it:"
                        + " because",
                "404 | there is no job projects/my-project/locations/us-central1/jobs/dropfit-trainer-job; ./deploy.sh"
                        + " creates it: because",
                "400 | Cloud Run refuses to run projects/my-project/locations/us-central1/jobs/dropfit-trainer-job"
                        + " with status 400: because"
            })
    void aRefusalSaysWhatToDo(int refused, String message) {
        status = refused;
        response = "{\"error\": {\"code\": " + refused + ", \"message\": \"because\"}}";

        assertThatThrownBy(() -> launcher().launch(SALES, 7))
                .isInstanceOf(LaunchRefusedException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void aFaultOfTheServiceIsTransient(int fault) {
        status = fault;
        response = "no JSON";

        assertThatThrownBy(() -> launcher().launch(SALES, 7))
                .isInstanceOf(TransientException.class)
                .hasMessage("Cloud Run responds with status " + fault);
    }

    @Test
    void aServiceThatDoesNotRespondIsTransient() throws IOException {
        CloudRunLauncher launcher = new CloudRunLauncher(JOB, "http://localhost:1", new ServiceAccountToken(url()));

        assertThatThrownBy(() -> launcher.launch(SALES, 7))
                .isInstanceOf(TransientException.class)
                .hasMessageStartingWith("Cloud Run does not respond: ");
    }

    @Test
    void withoutATokenNothingIsSent() {
        CloudRunLauncher launcher = new CloudRunLauncher(JOB, url(), new ServiceAccountToken(url() + "/nothing-there"));

        assertThatThrownBy(() -> launcher.launch(SALES, 7))
                .isInstanceOf(TransientException.class)
                .hasMessage("Google's metadata server gives no access token");
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dropfit-trainer",
                "projects/p/locations/l/jobs/../x",
                "projects/p/locations/l/jobs/j:run",
                "process "
            })
    void aNameThatIsNoJobIsRefusedWithAnExample(String name) {
        assertThatThrownBy(() -> new CloudRunLauncher(name))
                .hasMessage("The job is '" + name
                        + "'; accepted are names like projects/my-project/locations/us-central1/jobs/dropfit-trainer");
    }

    private CloudRunLauncher launcher() {
        return new CloudRunLauncher(JOB, url(), new ServiceAccountToken(url()));
    }

    private String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void token(HttpExchange exchange) throws IOException {
        boolean asked = "Google".equals(exchange.getRequestHeaders().getFirst("Metadata-Flavor"));
        respond(exchange, asked ? 200 : 403, "{\"access_token\": \"secret\", \"expires_in\": 3599}");
    }

    private void run(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + " "
                + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        respond(exchange, status, response);
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
