package dev.dropfit.trainer;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What Cloud Storage says of an object that was written: the data of a CloudEvent of type {@value #FINALIZED}, as Eventarc sends it
 * (google.events.cloud.storage.v1.StorageObjectData in JSON, where 64-bit numbers are texts).
 *
 * @param bucket the bucket's name
 * @param name the object's name
 * @param generation the object's generation
 * @param size in bytes
 */
record StorageEvent(String bucket, String name, long generation, long size) {
    static final String FINALIZED = "google.cloud.storage.object.v1.finalized";

    private static final Gson GSON = new Gson();

    /**
     * Reads an event; empty when it is of another type.
     *
     * @throws IllegalArgumentException when it is of this type, but its data is not
     */
    static Optional<StorageEvent> of(CloudEvent event) {
        if (!FINALIZED.equals(event.getType())) {
            return Optional.empty();
        }
        CloudEventData data = event.getData();
        if (data == null) {
            throw new IllegalArgumentException("the event has no data");
        }
        try {
            JsonObject object = GSON.fromJson(new String(data.toBytes(), StandardCharsets.UTF_8), JsonObject.class);
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
}
