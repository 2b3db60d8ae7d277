package dev.dropfit.core.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract, tested on the emulator in the environment variable {@code STORAGE_EMULATOR_HOST}, or else on the fake of this project. Uses
 * only documented features of the JSON API.
 */
final class EmulatorBucketTest extends BucketContract {
    private static @Nullable FakeGcs fake;
    private static String endpoint = "";

    private final String name = "dropfit-" + UUID.randomUUID();
    private boolean made;

    @BeforeAll
    static void findAnEndpoint() throws IOException {
        @Nullable String host = System.getenv(GcsBucket.EMULATOR_HOST);
        if (host == null || host.isBlank()) {
            fake = new FakeGcs();
            endpoint = fake.endpoint();
        } else {
            endpoint = host.contains("://") ? host : "http://" + host;
        }
    }

    @AfterAll
    static void stopTheFake() {
        if (fake != null) {
            fake.close();
        }
    }

    @Override
    protected synchronized Bucket open() throws IOException {
        if (!made) {
            make();
            made = true;
        }
        return GcsBucket.open(name, endpoint, GcsBucket.aboutAMinute());
    }

    private void make() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint + "/storage/v1/b?project=test"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\":\"" + name + "\"}"))
                .build();
        try {
            HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
