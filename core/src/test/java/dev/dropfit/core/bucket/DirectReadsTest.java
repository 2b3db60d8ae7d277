package dev.dropfit.core.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DirectReadsTest extends BucketContract {
    private static final String NAME = "heart/models/latest.zip";

    private final FakeGcs gcs = new FakeGcs().bucket("data");

    DirectReadsTest() throws IOException {}

    @Override
    protected Bucket open() {
        return open(AccessToken.NONE);
    }

    private Bucket open(AccessToken token) {
        return new DirectReads(
                GcsBucket.open("data", gcs.endpoint(), GcsBucket.aboutAMinute()), "data", gcs.endpoint(), token);
    }

    @AfterEach
    void stop() {
        gcs.close();
    }

    @Test
    void anObjectIsReadInTwoRequests() throws IOException {
        gcs.put("data", NAME, "content".getBytes(UTF_8));
        gcs.record();

        try (Bucket bucket = open();
                StoredObject object = bucket.read(NAME).orElseThrow()) {
            assertThat(object.readAllBytes()).asString(UTF_8).isEqualTo("content");
        }

        assertThat(gcs.requests()).hasSize(2);
    }

    @Test
    void aTruncatedResponseIsReadAgain() throws IOException {
        gcs.put("data", NAME, "content".getBytes(UTF_8));
        AtomicInteger cuts = new AtomicInteger();
        gcs.faults(request ->
                request.query().containsKey("alt") && cuts.getAndIncrement() == 0 ? Fault.CUT_HALF : Fault.NONE);

        try (Bucket bucket = open();
                StoredObject object = bucket.read(NAME).orElseThrow()) {
            assertThat(object.readAllBytes()).asString(UTF_8).isEqualTo("content");
        }

        assertThat(cuts.get()).isGreaterThan(1);
    }

    @Test
    void contentThatDoesNotHaveItsChecksumIsReadAgain() throws IOException {
        gcs.put("data", NAME, "content".getBytes(UTF_8));
        AtomicInteger changed = new AtomicInteger();
        gcs.faults(request -> request.isDownload() && changed.getAndIncrement() == 0 ? Fault.FLIP_BIT : Fault.NONE);

        try (Bucket bucket = open();
                StoredObject object = bucket.read(NAME).orElseThrow()) {
            assertThat(object.readAllBytes()).asString(UTF_8).isEqualTo("content");
        }

        assertThat(changed.get()).isGreaterThan(1);
    }

    @Test
    void aTemporaryErrorIsRetried() throws IOException {
        gcs.put("data", NAME, "content".getBytes(UTF_8));
        AtomicInteger faults = new AtomicInteger();
        gcs.faults(request -> faults.getAndIncrement() == 0 ? Fault.status(503) : Fault.NONE);

        try (Bucket bucket = open()) {
            assertThat(bucket.find(NAME)).isPresent();
        }
    }

    @Test
    void everyRequestHasTheToken() throws IOException {
        gcs.put("data", NAME, "content".getBytes(UTF_8));
        gcs.record();

        try (Bucket bucket = open(() -> Optional.of("secret"))) {
            bucket.find(NAME);
            bucket.read(NAME).orElseThrow().close();
            bucket.folders();
        }

        assertThat(gcs.requests())
                .hasSize(4)
                .allSatisfy(
                        request -> assertThat(request.header("Authorization")).isEqualTo("Bearer secret"));
    }

    @Test
    void aTokenIsRequestedOnceUntilItExpires() throws Exception {
        List<String> flavours = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            flavours.add(exchange.getRequestHeaders().getFirst("Metadata-Flavor"));
            byte[] response =
                    ("{\"access_token\":\"token-" + flavours.size() + "\",\"expires_in\":3600}").getBytes(UTF_8);
            exchange.sendResponseHeaders(200, response.length);
            exchange.getResponseBody().write(response);
            exchange.close();
        });
        server.start();
        try {
            AtomicLong nanoTime = new AtomicLong();
            AccessToken token =
                    new MetadataServer("http://127.0.0.1:" + server.getAddress().getPort(), nanoTime::get);

            assertThat(token.get()).isEqualTo(Optional.of("token-1"));
            nanoTime.addAndGet(Duration.ofMinutes(55).toNanos());
            assertThat(token.get()).isEqualTo(Optional.of("token-1"));
            nanoTime.addAndGet(Duration.ofMinutes(2).toNanos());
            assertThat(token.get()).isEqualTo(Optional.of("token-2"));
            assertThat(flavours).containsOnly("Google");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void withoutAMetadataServerTheLibraryAuthenticates() throws IOException {
        gcs.put("data", NAME, "content".getBytes(UTF_8));

        try (Bucket bucket = open(new MetadataServer("http://127.0.0.1:1", System::nanoTime))) {
            assertThat(bucket.find(NAME)).isPresent();
            assertThat(bucket.folders()).containsExactly("heart");
        }
    }
}
