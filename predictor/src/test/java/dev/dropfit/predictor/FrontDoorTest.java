package dev.dropfit.predictor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that are not well-formed, over a socket: each gets a response of Dropfit's, is counted and is logged. */
final class FrontDoorTest {
    private static final String CHUNKED = "POST /flat HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String BODY_ERROR =
            "The body ends early, or its chunks are not valid HTTP; the connection is closed";
    private static final String QUERY_ERROR =
            "The query of the URL can't be read; accepted is UTF-8, with % before two hexadecimal digits";

    @TempDir
    private Path folder;

    private final PrintStream standardError = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private PredictServer server;

    @BeforeEach
    void startTheFunction() throws Exception {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        Map<String, String> settings = Map.of(
                "DROPFIT_DEFAULT_MODEL", "flat",
                "DROPFIT_LOG_REQUESTS", "values",
                "DROPFIT_MAX_RESPONSE_BYTES", "3000");
        server = new PredictServer(folder, settings);
        TrainedModels.publish(server.models(), "flat", TrainedModels.quantity("01"));
    }

    @AfterEach
    void stopTheFunction() throws Exception {
        server.stop();
        System.setErr(standardError);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("GET /?x=% HTTP/1.1\r\nHost: x\r\n\r\n", QUERY_ERROR),
                Arguments.of("GET /?%ff=1 HTTP/1.1\r\nHost: x\r\n\r\n", QUERY_ERROR),
                Arguments.of(CHUNKED + "5\nabcde\n0\n\n", BODY_ERROR),
                Arguments.of(CHUNKED + "zz\r\n", BODY_ERROR),
                Arguments.of(CHUNKED + "5\r\nabc", BODY_ERROR),
                Arguments.of("POST /flat HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{\"a", BODY_ERROR));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedRequestIsRefusedCountedAndLogged(String request, String error) throws Exception {
        String response = send(request);

        assertThat(response).startsWith("HTTP/1.1 400 ").endsWith("{\"error\":\"" + error + "\"}");
        assertThat(server.send("GET", "/metrics").body())
                .contains("dropfit_requests_total{dialect=\"plain\",status=\"400\"} 1\n");
        assertThat(logged())
                .anySatisfy(
                        line -> assertThat(line.get("message").getAsString()).endsWith(error + "\"}"));
    }

    @Test
    void aClientThatGoesAwayDuringItsBodyIsCountedAndLogged() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes("POST /flat HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{\"a"));
            socket.setSoLinger(true, 0);
        }

        while (logged().isEmpty()) {
            Thread.sleep(10);
        }
        assertThat(logged().get(0).getAsJsonObject("httpRequest").get("status").getAsInt())
                .isIn(400, 499);
    }

    @Test
    void aResponseIsSentBeforeTheRestOfTheBodyArrives() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write(bytes("POST /flat HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n{\"a"));

            String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);

            assertThat(head).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void noResponseIsCachedOrGuessed() throws Exception {
        for (String path : List.of("/", "/flat", "/metrics", "/nothing/here")) {
            assertThat(server.send("GET", path).headers().map())
                    .containsEntry("cache-control", List.of("no-store"))
                    .containsEntry("x-content-type-options", List.of("nosniff"));
        }
        // Caches do not keep the answer to a POST, unless a header allows it.
        assertThat(server.send("POST", "/flat").headers().map())
                .doesNotContainKey("cache-control")
                .containsEntry("x-content-type-options", List.of("nosniff"));
    }

    @Test
    void aResponseAboveTheLimitIsA413InEveryDialect() throws Exception {
        String row = "{\"area\":50},";
        String rows = row.repeat(99) + "{\"area\":50}";
        String column = "50,".repeat(999) + "50";
        for (List<String> request : List.of(
                List.of("/flat", "application/json", "[" + rows + "]"),
                List.of("/flat", "text/csv", "area\n" + "50\n".repeat(300)),
                List.of("/v1/models/flat:predict", "application/json", "{\"instances\":[" + rows + "]}"),
                List.of("/invocations", "application/json", "{\"dataframe_records\":[" + rows + "]}"),
                List.of(
                        "/v2/models/flat/infer",
                        "application/json",
                        "{\"inputs\":[{\"name\":\"area\",\"shape\":[1000],\"datatype\":\"FP64\",\"data\":[" + column
                                + "]}]}"))) {
            var response = server.post(request.get(0), request.get(1), request.get(2));

            assertThat(response.statusCode()).as(request.get(0)).isEqualTo(413);
            assertThat(response.body())
                    .contains("The response is longer than 3000 bytes, the limit (DROPFIT_MAX_RESPONSE_BYTES)");
        }
    }

    private String send(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes(request));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Socket connect() throws IOException {
        return new Socket("localhost", URI.create(server.url("/")).getPort());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<JsonObject> logged() {
        return written.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .filter(line -> line.has("httpRequest"))
                .toList();
    }
}
