package dev.dropfit.trainer.settings;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.dropfit.core.bucket.Bucket;
import dev.dropfit.core.bucket.PreconditionFailedException;
import dev.dropfit.core.bucket.StoredObject;
import dev.dropfit.core.registry.ModelName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** Changes some of the settings of a model in the data bucket and keeps the others. */
public final class StoredSettings {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private StoredSettings() {}

    /**
     * Reads the settings, changes them and writes them.
     *
     * @return the settings that were written
     * @throws InvalidSettingsException when they can't be read as they are; nothing is written
     * @throws PreconditionFailedException when they were changed at the same time; nothing is written
     */
    public static JsonObject change(Bucket data, ModelName model, Consumer<JsonObject> change)
            throws IOException, InvalidSettingsException {
        Optional<StoredObject> stored = data.read(model.settings());
        long expected = stored.map(object -> object.info().generation()).orElse(Bucket.ABSENT);
        JsonObject settings = read(stored);
        change.accept(settings);
        data.write(model.settings(), (GSON.toJson(settings) + "\n").getBytes(StandardCharsets.UTF_8), expected);
        return settings;
    }

    private static JsonObject read(Optional<StoredObject> stored) throws IOException, InvalidSettingsException {
        if (stored.isEmpty()) {
            return new JsonObject();
        }
        try (StoredObject object = stored.get()) {
            String text = new String(object.readAllBytes(SettingsReader.MAX_BYTES), StandardCharsets.UTF_8);
            SettingsReader.read(text);
            return JsonParser.parseString(text.startsWith("\uFEFF") ? text.substring(1) : text)
                    .getAsJsonObject();
        }
    }
}
