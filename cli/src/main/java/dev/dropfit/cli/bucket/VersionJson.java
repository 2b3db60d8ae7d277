package dev.dropfit.cli.bucket;

import com.google.gson.JsonObject;
import dev.dropfit.core.registry.ModelName;
import dev.dropfit.core.registry.Version;
import dev.dropfit.core.registry.VersionNumbers;

/** How the JSON of every command names a version. */
final class VersionJson {
    private VersionJson() {}

    /** The model, the version and its short name; a command adds the rest. */
    static JsonObject of(ModelName model, Version version, VersionNumbers numbers) {
        JsonObject json = new JsonObject();
        json.addProperty("model", model.value());
        json.addProperty("version", version.value());
        json.addProperty("name", numbers.name(version));
        return json;
    }
}
