package dev.dropfit.monitor.dashboard.read;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields of records, which an older release may have written: what is absent or of another kind reads as nothing. */
public final class Json {
    private Json() {}

    /** A text; empty when there is none. */
    public static String text(JsonObject json, String key) {
        @Nullable JsonElement value = json.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    /** A number; NaN when there is none. */
    public static double number(JsonObject json, String key) {
        return number(json.get(key));
    }

    public static double number(@Nullable JsonElement value) {
        return value != null
                        && value.isJsonPrimitive()
                        && value.getAsJsonPrimitive().isNumber()
                ? value.getAsDouble()
                : Double.NaN;
    }

    public static JsonObject object(JsonObject json, String key) {
        return json.get(key) instanceof JsonObject object ? object : new JsonObject();
    }

    public static JsonArray array(JsonObject json, String key) {
        return json.get(key) instanceof JsonArray array ? array : new JsonArray();
    }

    public static List<JsonObject> objects(JsonObject json, String key) {
        return array(json, key).asList().stream()
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    public static List<String> texts(JsonObject json, String key) {
        return array(json, key).asList().stream()
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString)
                .toList();
    }
}
