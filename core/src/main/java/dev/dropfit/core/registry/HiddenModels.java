package dev.dropfit.core.registry;

import com.google.gson.JsonObject;
import dev.dropfit.core.bucket.Bucket;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The models that people do not want to see in lists, in the object {@code _hidden/models.json}. Nothing else depends on it: a hidden model is
 * trained, served and watched like any other. A damaged object hides nothing. Changes are compare-and-swaps. Thread-safe, and safe between
 * processes.
 */
public final class HiddenModels {
    /** No model can have the name of this folder. */
    private static final String NAME = "_hidden/models.json";

    private static final String KEY = "models";

    private final SharedJson object;

    HiddenModels(Bucket bucket) {
        this.object = SharedJson.replaceable(bucket, NAME);
    }

    /** The hidden models; deleted ones may be among them. */
    public Set<ModelName> read() throws IOException {
        return StreamSupport.stream(new JsonFields(models(object.read())).keys().spliterator(), false)
                .flatMap(name -> ModelName.parse(name).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Hides a model, unless it is hidden.
     *
     * @param who hides it; may be empty
     */
    public void hide(ModelName model, Instant time, String who) throws IOException {
        object.change(content -> {
            JsonObject models = models(content);
            if (models.has(model.value())) {
                return Optional.empty();
            }
            JsonObject entry = new JsonObject();
            entry.addProperty("time", time.toString());
            JsonFields.addText(entry, "who", who);
            models.add(model.value(), entry);
            return Optional.of(json(models));
        });
    }

    /** Shows a model again, if it is hidden. */
    public void show(ModelName model) throws IOException {
        object.change(content -> {
            JsonObject models = models(content);
            return models.remove(model.value()) == null ? Optional.empty() : Optional.of(json(models));
        });
    }

    private static JsonObject models(Optional<JsonObject> content) {
        return content.map(json -> json.get(KEY)).orElse(null) instanceof JsonObject models
                ? models.deepCopy()
                : new JsonObject();
    }

    private static JsonObject json(JsonObject models) {
        JsonObject json = new JsonObject();
        json.add(KEY, models);
        return json;
    }
}
