package dev.dropfit.cli.up;

import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.ObjectInfo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Sends a function the CloudEvent that Eventarc sends when an object was written: HTTP binary mode, data
 * google.events.cloud.storage.v1.StorageObjectData as JSON, in which 64-bit numbers are strings. Thread-safe.
 */
final class EventSender {
    private static final String TYPE = "google.cloud.storage.object.v1.finalized";
    /** On this machine, the trainer waits for its job, which may take a day. */
    private static final Duration MAX_RESPONSE_TIME = Duration.ofDays(1);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final URI function;
    private final String bucket;

    EventSender(URI function, String bucket) {
        this.function = function;
        this.bucket = bucket;
    }

    /**
     * Sends one event and waits for the response.
     *
     * @return the HTTP status of the response
     * @throws IOException when there is no response
     */
    int send(ObjectInfo object) throws IOException, InterruptedException {
        return client.send(request(object), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private HttpRequest request(ObjectInfo object) {
        return HttpRequest.newBuilder(function)
                .timeout(MAX_RESPONSE_TIME)
                .header("ce-id", Long.toString(object.generation()))
                .header("ce-source", "//storage.googleapis.com/projects/_/buckets/" + bucket)
                .header("ce-specversion", "1.0")
                .header("ce-type", TYPE)
                .header("ce-subject", "objects/" + object.name())
                .header("ce-time", object.created().toString())
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(data(object).toString()))
                .build();
    }

    private JsonObject data(ObjectInfo object) {
        String generation = Long.toString(object.generation());
        String time = object.created().toString();
        JsonObject data = new JsonObject();
        data.addProperty("kind", "storage#object");
        data.addProperty("id", bucket + "/" + object.name() + "/" + generation);
        data.addProperty("bucket", bucket);
        data.addProperty("name", object.name());
        data.addProperty("generation", generation);
        data.addProperty("metageneration", "1");
        data.addProperty("contentType", contentType(object.name()));
        data.addProperty("storageClass", "STANDARD");
        data.addProperty("size", Long.toString(object.size()));
        data.addProperty("timeCreated", time);
        data.addProperty("updated", time);
        data.addProperty("timeStorageClassUpdated", time);
        return data;
    }

    private static String contentType(String name) {
        if (name.endsWith(".gz")) {
            return "application/gzip";
        }
        return name.endsWith(".json") ? "application/json" : "text/csv";
    }
}
