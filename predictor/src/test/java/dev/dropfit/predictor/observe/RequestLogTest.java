package dev.dropfit.predictor.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.predictor.PredictServer;
import dev.dropfit.predictor.TrainedModels;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines about requests on standard error, over the real Functions Framework. */
final class RequestLogTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String GOOD = "{\"age\": 63.125, \"sex\": 1, \"smoker\": true}";
    private static final String REFUSED = "{\"age\": \"secret value\", \"sex\": 1, \"smoker\": true}";

    @TempDir
    private Path folder;

    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @BeforeEach
    void readStandardError() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restoreStandardError() {
        System.setErr(standardError);
    }

    @Test
    void aRequestIsOneLineWithItsTraceAndWithoutItsValues() throws Exception {
        List<JsonObject> lines = lines(Map.of("DROPFIT_LOG_REQUESTS", "all", "GOOGLE_CLOUD_PROJECT", "shop"));

        assertThat(lines).hasSize(2);
        JsonObject good = lines.get(0);
        assertThat(good.get("severity").getAsString()).isEqualTo("INFO");
        assertThat(good.get("message").getAsString()).isEqualTo("POST /heart 200");
        assertThat(good.get("logging.googleapis.com/trace").getAsString()).isEqualTo("projects/shop/traces/" + TRACE);
        assertThat(good.get("logging.googleapis.com/spanId").getAsString()).isEqualTo("00f067aa0ba902b7");
        assertThat(good.get("logging.googleapis.com/trace_sampled").getAsBoolean())
                .isTrue();
        assertThat(good.getAsJsonObject("httpRequest").get("status").getAsInt()).isEqualTo(200);
        assertThat(good.get("rows").getAsInt()).isEqualTo(1);
        assertThat(lines.get(1).get("severity").getAsString()).isEqualTo("WARNING");
        assertThat(lines.toString()).doesNotContain("63.125", "secret value");
    }

    @Test
    void onlyFailuresAreLoggedByDefault() throws Exception {
        assertThat(lines(Map.of())).isEmpty();
    }

    @Test
    void valuesAreLoggedIfTheSettingSaysSo() throws Exception {
        assertThat(lines(Map.of("DROPFIT_LOG_REQUESTS", "values"))
                        .get(1)
                        .get("message")
                        .getAsString())
                .contains("secret value");
    }

    @Test
    void anUnexpectedExceptionIsAnErrorWithItsStackTrace() {
        Tally tally = new Tally();
        tally.dialect("plain");
        tally.failed(new IllegalStateException("the cause"));

        JsonObject line = line(RequestLog.Scope.ERRORS, 500, tally);

        assertThat(line.get("severity").getAsString()).isEqualTo("ERROR");
        assertThat(line.get("message").getAsString())
                .startsWith("POST /heart 500\njava.lang.IllegalStateException: the cause")
                .contains("at " + RequestLogTest.class.getName());
        assertThat(line.getAsJsonObject("httpRequest").get("status").getAsInt()).isEqualTo(500);
    }

    @Test
    void aModelThatIsNotThereYetIsAWarningWithItsReason() {
        JsonObject line = line(RequestLog.Scope.ERRORS, 503, new Tally());

        assertThat(line.get("severity").getAsString()).isEqualTo("WARNING");
        assertThat(line.get("message").getAsString()).isEqualTo("POST /heart 503: the reason");
    }

    @Test
    void anErrorOfTheClientHasItsReasonOnlyWhenValuesAreLogged() {
        assertThat(line(RequestLog.Scope.ALL, 400, new Tally()).get("message").getAsString())
                .isEqualTo("POST /heart 400");
        assertThat(line(RequestLog.Scope.VALUES, 400, new Tally())
                        .get("message")
                        .getAsString())
                .isEqualTo("POST /heart 400: the reason");
    }

    private static JsonObject line(RequestLog.Scope scope, int status, Tally tally) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RequestLog log = new RequestLog(scope, Optional.empty(), new PrintStream(out, true, StandardCharsets.UTF_8));

        ByteBuffer body = StandardCharsets.UTF_8.encode("the reason");
        log.log(request(), status, body.remaining(), body, tally, 1_000_000);

        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("\n").doesNotContain("\n{");
        return JsonParser.parseString(out.toString(StandardCharsets.UTF_8)).getAsJsonObject();
    }

    /** A request to {@code /heart} without headers. */
    private static com.google.cloud.functions.HttpRequest request() {
        return (com.google.cloud.functions.HttpRequest) Proxy.newProxyInstance(
                RequestLogTest.class.getClassLoader(),
                new Class<?>[] {com.google.cloud.functions.HttpRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getMethod" -> "POST";
                    case "getPath" -> "/heart";
                    case "getContentLength" -> 12L;
                    case "getFirstHeader" -> Optional.empty();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** The lines about a request that succeeds and one that fails. */
    private List<JsonObject> lines(Map<String, String> settings) throws Exception {
        PredictServer server = new PredictServer(folder, settings);
        try {
            TrainedModels.publish(server.models(), "heart", TrainedModels.classes("01"));
            post(server, GOOD, "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01");
            post(server, REFUSED, "X-Cloud-Trace-Context", TRACE + "/67667974448284343;o=0");
        } finally {
            server.stop();
        }
        return written.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .filter(line -> line.has("httpRequest"))
                .toList();
    }

    private static void post(PredictServer server, String body, String header, String value) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url("/heart")))
                .header("Content-Type", "application/json")
                .header(header, value)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    }
}
