package dev.dropfit.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.functions.invoker.runner.Invoker;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real function under the real Functions Framework. */
class DashboardFunctionTest {
    @TempDir
    private Path models;

    @Test
    void thePagesAreServedReadOnly() throws Exception {
        System.setProperty("DROPFIT_MODELS", models.toUri().toString());
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Invoker invoker =
                new Invoker(port, DashboardFunction.class.getName(), "http", DashboardFunction.class.getClassLoader());
        invoker.startTestServer();
        try {
            HttpResponse<String> page = send("GET", port, "/");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("No model yet", "read-only").doesNotContain("Choose a file");
            assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
            assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
            assertThat(send("GET", port, "/nope").statusCode()).isEqualTo(404);
            assertThat(send("PUT", port, "/nope/dataset").statusCode()).isEqualTo(404);
            assertThat(send("HEAD", port, "/").body()).isEmpty();
        } finally {
            invoker.stopServer();
            System.clearProperty("DROPFIT_MODELS");
        }
    }

    private static HttpResponse<String> send(String method, int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
    }
}
