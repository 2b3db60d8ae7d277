package dev.dropfit.core.registry;

import com.google.gson.JsonObject;
import java.time.Instant;

/**
 * The note that a model was deleted, {@code _deleted/{model}.json}. It stays until a newer dataset is trained, or a person serves a version again.
 *
 * @param time when it was deleted
 * @param who the person
 * @param dataset the newest generation of the dataset at that time: runs of it and of older ones are not served any more
 */
public record Deletion(Instant time, String who, long dataset) {
    static Deletion read(JsonObject object) {
        JsonFields json = new JsonFields(object);
        // A damaged note still says that the model is deleted, for every dataset.
        return new Deletion(
                Instant.EPOCH, json.text("who"), json.whole("dataset").orElse(Long.MAX_VALUE));
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("time", time.toString());
        json.addProperty("who", who);
        json.addProperty("dataset", Long.toString(dataset));
        return json;
    }

    /** Whether a run on these inputs is not served: its dataset was there when the model was deleted. */
    public boolean covers(Inputs inputs) {
        return inputs.dataset() <= dataset;
    }
}
