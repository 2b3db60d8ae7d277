package dev.dropfit.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.dropfit.core.bucket.ObjectInfo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EventSenderTest {
    private static final ObjectInfo OBJECT =
            new ObjectInfo("churn/dataset.csv", 1795627676064332L, 4940, Instant.parse("2026-11-22T08:41:33Z"));

    @Test
    void anEventHasTheHeadersAndTheDataOfEventarc() throws Exception {
        AtomicReference<Headers> headers = new AtomicReference<>();
        AtomicReference<String> body = new AtomicReference<>();
        HttpServer function = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        function.createContext("/", exchange -> {
            headers.set(exchange.getRequestHeaders());
            body.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        function.start();
        int status;
        try {
            URI uri = URI.create("http://localhost:" + function.getAddress().getPort() + "/");
            status = new EventSender(uri, "data").send(OBJECT);
        } finally {
            function.stop(0);
        }

        assertThat(status).isEqualTo(503);
        Headers sent = Objects.requireNonNull(headers.get());
        assertThat(sent.getFirst("ce-id")).isEqualTo("1795627676064332");
        assertThat(sent.getFirst("ce-source")).isEqualTo("//storage.googleapis.com/projects/_/buckets/data");
        assertThat(sent.getFirst("ce-specversion")).isEqualTo("1.0");
        assertThat(sent.getFirst("ce-type")).isEqualTo("google.cloud.storage.object.v1.finalized");
        assertThat(sent.getFirst("ce-subject")).isEqualTo("objects/churn/dataset.csv");
        assertThat(sent.getFirst("ce-time")).isEqualTo("2026-11-22T08:41:33Z");
        assertThat(sent.getFirst("content-type")).isEqualTo("application/json");
        JsonObject data = JsonParser.parseString(body.get()).getAsJsonObject();
        assertThat(data.get("bucket").getAsString()).isEqualTo("data");
        assertThat(data.get("name").getAsString()).isEqualTo("churn/dataset.csv");
        assertThat(data.getAsJsonPrimitive("generation").isString()).isTrue();
        assertThat(data.get("generation").getAsString()).isEqualTo("1795627676064332");
        assertThat(data.get("size").getAsString()).isEqualTo("4940");
        assertThat(data.get("contentType").getAsString()).isEqualTo("text/csv");
        assertThat(data.get("timeCreated").getAsString()).isEqualTo("2026-11-22T08:41:33Z");
    }
}
