package dev.dropfit.predictor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients do with HTTP, over the real Functions Framework: packed bodies, content types, other origins. */
final class HttpTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int MAX_BODY = 100_000;
    private static final String ROW = "{\"age\": 71, \"sex\": 1, \"smoker\": true}";
    private static final String JSON = "application/json";

    @TempDir
    private static Path folder;

    private static PredictServer server;

    @BeforeAll
    static void startTheFunction() throws Exception {
        server = new PredictServer(
                folder,
                Map.of(
                        "DROPFIT_DEFAULT_MODEL", "heart",
                        "DROPFIT_MAX_BODY_BYTES", Integer.toString(MAX_BODY),
                        "DROPFIT_MAX_ROWS", "50",
                        "DROPFIT_STRICT", "careful, other",
                        "AIP_PREDICT_ROUTE", "/v1/endpoints/42/deployedModels/7:predict",
                        "AIP_HEALTH_ROUTE", "/v1/endpoints/42/deployedModels/7",
                        "DROPFIT_CORS_ORIGINS", "https://shop.example, http://localhost:3000"));
        TrainedModels.publish(server.models(), "heart", TrainedModels.classes("01"));
        TrainedModels.publish(server.models(), "careful", TrainedModels.classes("02"));
    }

    @Test
    void aModelMayBeStrictForEveryClient() throws Exception {
        String unseen = "{\"age\": 71, \"sex\": 3, \"smoker\": true}";

        assertThat(server.post("/careful", JSON, unseen).statusCode()).isEqualTo(400);
        assertThat(server.post("/careful", JSON, ROW).statusCode()).isEqualTo(200);
        assertThat(server.post("/heart", JSON, unseen).statusCode()).isEqualTo(200);
    }

    @Test
    void vertexAiCallsTheDefaultModelAtItsOwnPaths() throws Exception {
        assertThat(server.send("GET", "/v1/endpoints/42/deployedModels/7").statusCode())
                .isEqualTo(200);
        assertThat(server.post("/v1/endpoints/42/deployedModels/7:predict", JSON, "{\"instances\": [" + ROW + "]}")
                        .body())
                .startsWith("{\"predictions\":[{\"diagnosis\":\"heart disease\"")
                .contains("\"modelVersionId\":\"20261122T084101Z-00000000\"");
        assertThat(server.send("GET", "/v1/endpoints/42/deployedModels/8").statusCode())
                .isEqualTo(404);
    }

    private static final String LINES = "application/x-ndjson";

    @Test
    void eachLineGetsItsPredictionOrAnErrorWithItsNumber() throws Exception {
        var response = server.post(
                "/heart",
                LINES,
                ROW + "\n\n{\"age\": 71\n{\"age\": \"x\", \"sex\": 1, \"smoker\": true}\r\n[71, 1, true]");

        List<String> lines = response.body().lines().toList();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains(LINES);
        assertThat(response.headers().firstValue("dropfit-version")).contains("20261122T084101Z-00000000");
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).startsWith("{\"diagnosis\":\"heart disease\"").endsWith("\"warnings\":[]}");
        assertThat(lines.get(1))
                .isEqualTo(
                        "{\"error\":\"The body is not JSON at line 3 column 11; accepted is strict JSON (RFC 8259)\",\"line\":3,\"warnings\":[]}");
        assertThat(lines.get(2))
                .isEqualTo(
                        "{\"error\":\"'age': found the string \\\"x\\\"; accepted is a number\",\"line\":4,\"warnings\":[]}");
        assertThat(lines.get(3)).isEqualTo(lines.get(0));
    }

    @Test
    void aBadLineFailsTheWholeRequestIfTheClientAsksForIt() throws Exception {
        assertThat(server.post("/heart?on_error=fail", LINES, ROW + "\n{}\n").statusCode())
                .isEqualTo(400);
        assertThat(server.post("/heart?on_error=what", LINES, ROW).statusCode()).isEqualTo(400);
    }

    @Test
    void aClientCanWaitForEachPredictionBeforeItSendsTheNextLine() throws Exception {
        try (Socket socket = new Socket("localhost", URI.create(server.url("/")).getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            out.write(("POST /heart HTTP/1.1\r\nHost: x\r\nContent-Type: " + LINES
                            + "\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            // More than the limits of a body and of rows.
            for (int i = 0; i < 3; i++) {
                sendChunk(out, ROW + "\n" + "\n".repeat(MAX_BODY / 2));
                String line = in.readLine();
                while (!line.startsWith("{")) {
                    line = in.readLine();
                }
                assertThat(line).startsWith("{\"diagnosis\":\"heart disease\"");
            }
            sendChunk(out, "x");
            out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            String line = in.readLine();
            while (!line.startsWith("{")) {
                line = in.readLine();
            }
            assertThat(line).contains("\"line\":" + (4 + 3 * MAX_BODY / 2));
        }
    }

    private static void sendChunk(OutputStream out, String text) throws IOException {
        out.write((Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Test
    void aLineOfAStreamHasALimit() throws Exception {
        var response = CLIENT.send(
                HttpRequest.newBuilder(URI.create(server.url("/heart")))
                        .header("Content-Type", LINES)
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(
                                (ROW + "\n\"" + "x".repeat(2 * MAX_BODY)).getBytes(StandardCharsets.UTF_8))))
                        .build(),
                BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body().lines().toList().get(1))
                .startsWith("{\"error\":\"The line is longer than " + MAX_BODY + " bytes")
                .contains("\"line\":2");
    }

    @Test
    void aClientThatAsksBeforeItSendsTooMuchGetsA413AndIsNotWaitedFor() throws Exception {
        try (Socket socket = new Socket("localhost", URI.create(server.url("/")).getPort())) {
            // The server's own wait for a silent client is 30 seconds.
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("POST /heart HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                                    + (MAX_BODY + 1) + "\r\nExpect: 100-continue\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));

            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(response).startsWith("HTTP/1.1 413 ").contains("DROPFIT_MAX_BODY_BYTES");
        }
    }

    @AfterAll
    static void stopTheFunction() throws Exception {
        server.stop();
    }

    private interface Packing {
        OutputStream around(OutputStream out) throws IOException;
    }

    private static byte[] packed(String text, Packing packing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = packing.around(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(String text) throws IOException {
        return packed(text, GZIPOutputStream::new);
    }

    private static HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url(path)))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static HttpResponse<byte[]> post(String path, byte[] body, String... headers) throws Exception {
        return send("POST", path, body, headers);
    }

    private static HttpResponse<byte[]> post(String body, String... headers) throws Exception {
        return post("/heart", body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void aPackedBodyIsUnpacked() throws Exception {
        String plain = text(post(ROW, "Content-Type", JSON));
        byte[] raw = packed(ROW, out -> new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED, true)));

        assertThat(text(post("/heart", gzip(ROW), "Content-Encoding", "gzip"))).isEqualTo(plain);
        assertThat(text(post("/heart", gzip(ROW), "Content-Encoding", "X-GZIP")))
                .isEqualTo(plain);
        assertThat(text(post("/heart", packed(ROW, DeflaterOutputStream::new), "Content-Encoding", "deflate")))
                .isEqualTo(plain);
        assertThat(text(post("/heart", raw, "Content-Encoding", "deflate"))).isEqualTo(plain);
        assertThat(text(post(ROW, "Content-Encoding", "identity"))).isEqualTo(plain);
        byte[] csv = gzip("age,sex,smoker\n71,1,True\n");
        assertThat(text(post("/heart", csv, "Content-Encoding", "gzip", "Content-Type", "text/csv")))
                .startsWith("age,sex,smoker,diagnosis,");
    }

    @Test
    void aBodyThatUnpacksToMoreThanTheLimitIsRefused() throws Exception {
        for (byte[] bomb : List.of(gzip(" ".repeat(50_000_000)), gzip(" ".repeat(MAX_BODY + 1)))) {
            HttpResponse<byte[]> response = post("/heart", bomb, "Content-Encoding", "gzip");

            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(text(response))
                    .contains("longer than 100000 bytes when it is unpacked, the limit (DROPFIT_MAX_BODY_BYTES)");
        }
    }

    @Test
    void aBodyThatIsNotPackedAsItSaysIsRefused() throws Exception {
        byte[] whole = gzip(ROW);
        for (byte[] body : List.of(Arrays.copyOf(whole, whole.length - 9), ROW.getBytes(StandardCharsets.UTF_8))) {
            HttpResponse<byte[]> response = post("/heart", body, "Content-Encoding", "gzip");

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(text(response)).contains("The body is not complete gzip data, as its Content-Encoding says");
        }
        HttpResponse<byte[]> other = post(ROW, "Content-Encoding", "br");
        assertThat(other.statusCode()).isEqualTo(415);
        assertThat(text(other)).contains("The Content-Encoding is 'br'; accepted are gzip, deflate and none");
        assertThat(other.headers().firstValue("accept-encoding")).hasValue("gzip, deflate");
    }

    @Test
    void aLongResponseIsPackedForAClientThatAcceptsIt() throws Exception {
        String rows = "[" + (ROW + ",").repeat(40) + ROW + "]";
        String plain = text(post(rows));

        HttpResponse<byte[]> response = post(rows, "Accept-Encoding", "br;q=1.0, gzip;q=0.8, *;q=0.1");

        assertThat(response.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(response.headers().firstValue("vary")).hasValue("Accept-Encoding, Origin");
        assertThat(response.body().length).isLessThan(plain.length() / 3);
        byte[] unpacked = new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes();
        assertThat(new String(unpacked, StandardCharsets.UTF_8)).isEqualTo(plain);
    }

    @Test
    void aShortResponseIsNotPackedNorOneForAClientThatDoesNotAcceptIt() throws Exception {
        String rows = "[" + (ROW + ",").repeat(40) + ROW + "]";

        assertThat(post(ROW, "Accept-Encoding", "gzip").headers().map()).doesNotContainKey("content-encoding");
        assertThat(post(rows, "Accept-Encoding", "identity, gzip;q=0").headers().map())
                .doesNotContainKey("content-encoding");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/json",
                "application/vnd.api+json",
                "application/json; charset=UTF-8",
                "application/json;charset=\"utf-8\";",
                "APPLICATION/JSON"
            })
    void otherNamesOfJsonAreJson(String type) throws Exception {
        assertThat(text(post(ROW, "Content-Type", type))).isEqualTo(text(post(ROW)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/csv",
                "text/csv; header=present",
                "text/csv;charset=us-ascii",
                "text/csv; charset=ISO-8859-1; header=present"
            })
    void otherNamesOfCsvAreCsv(String type) throws Exception {
        assertThat(text(post("age,sex,smoker\n71,1,True\n", "Content-Type", type)))
                .startsWith("age,sex,smoker,diagnosis,");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=iso-8859-1",
                "application/json; charset=nonsense",
                "application/json; format=pandas-split",
                "text/csv; charset=shift_jis",
                "text/csv; delimiter=x",
                "application/cloudevents+json",
                "application/xml"
            })
    void anUnknownParameterOrCharsetIsUnsupported(String type) throws Exception {
        HttpResponse<byte[]> response = post(ROW, "Content-Type", type);

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(text(response)).contains("The body is '" + type + "'; accepted are the content types ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*                                                | application/json",
                "application/json                                   | application/json",
                "text/html, image/gif, *; q=.2, */*; q=.2           | application/json",
                "text/csv                                           | text/csv; charset=utf-8",
                "text/csv, application/json;q=0.5                   | text/csv; charset=utf-8",
                "application/json, text/csv                         | application/json",
                "text/*                                             | text/csv; charset=utf-8",
                "application/jsonlines                              | application/jsonlines",
                "application/x-ndjson                               | application/x-ndjson"
            })
    void theResponseHasTheTypeThatTheClientPrefers(String accept, String type) throws Exception {
        HttpResponse<byte[]> response = post("[" + ROW + "]", "Accept", accept.strip());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue(type);
    }

    @Test
    void rowsOfEachTypeGetTheSamePredictionsInEachType() throws Exception {
        String csv = "age,sex,smoker\n71,1,True\n21,2,\n";
        String json = "[" + ROW + ",{\"age\":21,\"sex\":2,\"smoker\":null}]";
        String lines = ROW + "\n{\"age\":21,\"sex\":2,\"smoker\":null}\n";
        String expectedCsv = text(post(json, "Accept", "text/csv"));
        String expectedJson = text(post(json));
        String expectedLines = text(post(json, "Accept", "application/x-ndjson"));

        assertThat(expectedCsv.lines())
                .hasSize(3)
                .first()
                .isEqualTo("diagnosis,probability_clear,probability_heart disease");
        assertThat(expectedLines.lines())
                .hasSize(2)
                .allMatch(line -> JsonParser.parseString(line).getAsJsonObject().has("diagnosis"));
        String copied = text(post(csv, "Content-Type", "text/csv"));
        assertThat(copied.lines()
                        .map(line ->
                                line.substring(line.indexOf(',', line.indexOf(',', line.indexOf(',') + 1) + 1) + 1)))
                .containsExactlyElementsOf(expectedCsv.lines().toList());
        assertThat(text(post(csv, "Content-Type", "text/csv", "Accept", JSON))).isEqualTo(expectedJson);
        assertThat(text(post(csv, "Content-Type", "text/csv", "Accept", "application/x-ndjson")))
                .isEqualTo(expectedLines);
        assertThat(text(post(lines, "Content-Type", "application/x-ndjson"))).isEqualTo(expectedLines);
        assertThat(text(post(lines, "Content-Type", "application/jsonlines", "Accept", JSON)))
                .isEqualTo(expectedJson);
        assertThat(text(post(lines, "Content-Type", "application/jsonl", "Accept", "text/csv")))
                .isEqualTo(expectedCsv);
    }

    @Test
    void aColumnThatTheCsvHasAlreadyIsNotRepeated() throws Exception {
        String csv = "age,diagnosis,sex,smoker,diagnosis_2\n71,clear,1,True,x\n";

        assertThat(text(post(csv, "Content-Type", "text/csv")))
                .startsWith("age,diagnosis,sex,smoker,diagnosis_2,diagnosis_3,probability_clear,"
                        + "probability_heart disease\n71,clear,1,True,x,heart disease,");
    }

    @Test
    void aTypeThatIsNotPossibleIsNotAcceptable() throws Exception {
        HttpResponse<byte[]> response = post(ROW, "Accept", "application/xml");

        assertThat(response.statusCode()).isEqualTo(406);
        assertThat(text(response)).contains("possible are application/json, text/csv and application/x-ndjson");
    }

    @Test
    void tooManyRowsAreTheSameInEveryType() throws Exception {
        String message = "The request has more than 50 rows, the limit (DROPFIT_MAX_ROWS); send several requests";
        for (HttpResponse<byte[]> response : List.of(
                post("[" + (ROW + ",").repeat(50) + ROW + "]"),
                post((ROW + "\n").repeat(51), "Content-Type", "application/x-ndjson"),
                post("age,sex,smoker\n" + "71,1,True\n".repeat(51), "Content-Type", "text/csv"))) {
            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(text(response)).contains(message);
        }
    }

    @Test
    void aPageOfAnAllowedOriginMayCall() throws Exception {
        HttpResponse<byte[]> preflight = send(
                "OPTIONS",
                "/heart",
                new byte[0],
                "Origin",
                "https://shop.example",
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "content-type, authorization");
        HttpResponse<byte[]> response = post(ROW, "Origin", "https://shop.example");

        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().map())
                .containsEntry("access-control-allow-origin", List.of("https://shop.example"))
                .containsEntry("access-control-allow-methods", List.of("GET, HEAD, POST"))
                .containsEntry("access-control-allow-headers", List.of("content-type, authorization"))
                .containsEntry("vary", List.of("Origin"));
        assertThat(response.headers().map())
                .containsEntry("access-control-allow-origin", List.of("https://shop.example"))
                .containsEntry("vary", List.of("Origin"));
        assertThat(post("{", "Origin", "http://localhost:3000").headers().map())
                .containsEntry("access-control-allow-origin", List.of("http://localhost:3000"));
    }

    @Test
    void aPageOfAnotherOriginMayNot() throws Exception {
        HttpResponse<byte[]> preflight = send(
                "OPTIONS",
                "/heart",
                new byte[0],
                "Origin",
                "https://shop.example.evil",
                "Access-Control-Request-Method",
                "POST");

        assertThat(preflight.statusCode()).isEqualTo(405);
        assertThat(preflight.headers().map()).doesNotContainKey("access-control-allow-origin");
        assertThat(post(ROW, "Origin", "null").headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void aClientThatExpectsToContinueLearnsAtOnceThatItsBodyIsTooLarge() throws Exception {
        try (Socket socket = new Socket("localhost", URI.create(server.url("/")).getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(String.join(
                                    "\r\n",
                                    "POST /heart HTTP/1.1",
                                    "Host: x",
                                    "Expect: 100-continue",
                                    "Content-Length: 200000",
                                    "Content-Type: application/json",
                                    "",
                                    "")
                            .getBytes(StandardCharsets.UTF_8));

            String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);

            assertThat(head).isEqualTo("HTTP/1.1 413");
        }
    }
}
