package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server around a function, spoken to through a socket: which requests reach the function. */
class FunctionServerTest {
    private static final List<String> REACHED = new CopyOnWriteArrayList<>();

    private FunctionServer server;
    private int port;

    /** Records the paths of its requests. */
    public static final class Recorder implements HttpFunction {
        @Override
        public void service(HttpRequest request, HttpResponse response) throws IOException {
            REACHED.add(request.getPath());
            request.getInputStream().readAllBytes();
            response.getOutputStream().write("reached".getBytes(StandardCharsets.UTF_8));
        }
    }

    @BeforeEach
    void start() throws Exception {
        REACHED.clear();
        server = FunctionServer.onLoopback(Recorder.class.getName(), FunctionServer.Signature.HTTP);
        port = server.port();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private String send(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(60));
            socket.getOutputStream()
                    .write(request.replace("PORT", Integer.toString(port)).getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private String get(String host) throws IOException {
        return send("GET /model HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:PORT", "127.0.0.1:PORT", "[::1]:PORT", "LocalHost:PORT"})
    void aRequestForThisMachineReachesTheFunction(String host) throws IOException {
        assertThat(get("Host: " + host + "\r\n")).startsWith("HTTP/1.1 200").endsWith("reached");
        assertThat(REACHED).containsExactly("/model");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example:PORT",
                "evil.example",
                "localhost",
                "localhost:1",
                "localhost:PORT.evil.example",
                "localhost.evil.example:PORT",
                "127.0.0.1.evil.example:PORT",
                "192.168.0.7:PORT",
                "0.0.0.0:PORT",
                "[::2]:PORT",
                "localhost.:PORT"
            })
    void aRequestForAnotherHostIsRefused(String host) throws IOException {
        assertThat(get("Host: " + host + "\r\n")).doesNotStartWith("HTTP/1.1 200");
        assertThat(REACHED).isEmpty();
    }

    @Test
    void aRefusalNamesTheAcceptedHosts() throws IOException {
        assertThat(get("Host: evil.example:PORT\r\n"))
                .startsWith("HTTP/1.1 421")
                .contains("Content-Type: application/json")
                .endsWith("{\"error\":\"the request has the host 'evil.example:" + port
                        + "'; accepted are localhost, 127.0.0.1, [::1], with port " + port
                        + "; 'dropfit up --host' accepts another name\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Host: localhost:PORT\r\nHost: evil.example\r\n", "Host:\r\n"})
    void aRequestWithoutExactlyOneHostIsRefused(String headers) throws IOException {
        assertThat(get(headers)).startsWith("HTTP/1.1 4");
        assertThat(REACHED).isEmpty();
    }

    @Test
    void aTargetThatNamesAnotherHostIsRefused() throws IOException {
        assertThat(send("GET http://evil.example/model HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
        assertThat(REACHED).isEmpty();
    }

    @Test
    void otherAddressesOfThisMachineAreNotServed() throws IOException {
        // On Linux, all of 127.0.0.0/8 is this machine: a server on all addresses would respond.
        assertThatThrownBy(() -> new Socket(InetAddress.getByName("127.0.0.2"), port).close())
                .isInstanceOf(ConnectException.class);
    }

    @ParameterizedTest
    @CsvSource({"'1;a=\"b'", "'1;a=\"'", "'1;a=\"b\\'"})
    void aChunkExtensionWithALineBreakInQuotesIsOneRequest(String chunk) throws IOException {
        String response = send(
                "POST /first HTTP/1.1\r\nHost: localhost:PORT\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk
                        + "\r\nX\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: close\r\n\r\n");

        assertThat(REACHED).doesNotContain("/smuggled");
        assertThat(response).doesNotContain("HTTP/1.1 200");
    }

    @Test
    void anErrorOfTheServerIsJsonAndRepeatsNothing() throws IOException {
        String response = send("GET /\u0001<script> HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: close\r\n\r\n");

        assertThat(response)
                .startsWith("HTTP/1.1 400")
                .contains("Content-Type: application/json", "X-Content-Type-Options: nosniff")
                .endsWith("{\"error\":\"bad request\"}")
                .doesNotContain("script", "Jetty");
    }
}
