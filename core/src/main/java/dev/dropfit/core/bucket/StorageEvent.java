package dev.dropfit.core.bucket;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The event of Cloud Storage that an object was written: the data of a CloudEvent of type {@value #FINALIZED}, as Eventarc sends it
 * (google.events.cloud.storage.v1.StorageObjectData in JSON, where 64-bit numbers are strings).
 *
 * @param bucket the bucket's name
 * @param name the object's name
 * @param generation the object's generation
 * @param size in bytes
 */
public record StorageEvent(String bucket, String name, long generation, long size) {
    public static final String FINALIZED = "google.cloud.storage.object.v1.finalized";

    private static final Gson GSON = new Gson();

    /**
     * Reads an event; empty when it has another type.
     *
     * @param type the type of the CloudEvent
     * @param data the data of the CloudEvent; null if it has none
     * @throws IllegalArgumentException when the type is right, but the data is invalid
     */
    public static Optional<StorageEvent> of(String type, byte @Nullable [] data) {
        if (!FINALIZED.equals(type)) {
            return Optional.empty();
        }
        if (data == null) {
            throw new IllegalArgumentException("the event has no data");
        }
        try {
            JsonObject object = GSON.fromJson(new String(data, StandardCharsets.UTF_8), JsonObject.class);
            if (object == null) {
                throw new IllegalArgumentException("the event's data is empty");
            }
            return Optional.of(new StorageEvent(
                    field(object, "bucket").getAsString(),
                    field(object, "name").getAsString(),
                    field(object, "generation").getAsLong(),
                    object.has("size") ? object.get("size").getAsLong() : 0));
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the event's data is not that of a storage object: " + e.getMessage(), e);
        }
    }

    private static JsonElement field(JsonObject object, String name) {
        JsonElement value = object.get(name);
        if (value == null || !value.isJsonPrimitive()) {
            throw new IllegalArgumentException("the event's data has no " + name);
        }
        return value;
    }

    /** Whether the object is in this bucket. For a local folder this is always so: events contain no folder names. */
    public boolean isIn(Bucket expected) {
        return !expected.url().startsWith("gs://") || expected.url().equals("gs://" + bucket);
    }

    /** Whether the object has no content. */
    public boolean isEmpty() {
        return size == 0;
    }
}
