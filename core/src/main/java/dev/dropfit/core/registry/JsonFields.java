package dev.dropfit.core.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Fields of a JSON object that another release may have written: one that is absent or of another type reads as nothing. The static
 * methods write fields and arrays. */
final class JsonFields {
    private final JsonObject json;

    JsonFields(JsonObject json) {
        this.json = json;
    }

    boolean has(String key) {
        return json.has(key);
    }

    @Nullable
    JsonElement get(String key) {
        return json.get(key);
    }

    /** A string, or a number or boolean as text; empty when there is none. */
    String text(String key) {
        @Nullable JsonElement value = json.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    /** A number; NaN when there is none. */
    double number(String key) {
        return number(json.get(key));
    }

    static double number(@Nullable JsonElement value) {
        return value != null
                        && value.isJsonPrimitive()
                        && value.getAsJsonPrimitive().isNumber()
                ? value.getAsDouble()
                : Double.NaN;
    }

    OptionalDouble optionalNumber(String key) {
        double number = number(key);
        return Double.isNaN(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    /** A whole number, or a string of one, as generations are written. */
    OptionalLong whole(String key) {
        try {
            return OptionalLong.of(Long.parseLong(text(key)));
        } catch (NumberFormatException e) {
            double number = number(key);
            return Double.isNaN(number) ? OptionalLong.empty() : OptionalLong.of((long) number);
        }
    }

    Optional<Boolean> flag(String key) {
        @Nullable JsonElement value = json.get(key);
        return value instanceof JsonPrimitive primitive && primitive.isBoolean()
                ? Optional.of(primitive.getAsBoolean())
                : Optional.empty();
    }

    int count(String key) {
        return (int) number(key);
    }

    JsonFields object(String key) {
        return new JsonFields(json.get(key) instanceof JsonObject object ? object : new JsonObject());
    }

    List<JsonElement> array(String key) {
        return elements(json.get(key));
    }

    static List<JsonElement> elements(@Nullable JsonElement value) {
        return value instanceof JsonArray array ? array.asList() : List.of();
    }

    /** The objects of an array. */
    List<JsonFields> objects(String key) {
        return array(key).stream()
                .filter(JsonElement::isJsonObject)
                .map(element -> new JsonFields(element.getAsJsonObject()))
                .toList();
    }

    /** The strings, numbers and booleans of an array, as text. */
    List<String> texts(String key) {
        return array(key).stream()
                .filter(JsonElement::isJsonPrimitive)
                .map(JsonElement::getAsString)
                .toList();
    }

    Iterable<String> keys() {
        return json.keySet();
    }

    static OptionalInt optionalInt(OptionalLong value) {
        return value.isPresent()
                ? OptionalInt.of((int) Math.max(Integer.MIN_VALUE, Math.min(value.getAsLong(), Integer.MAX_VALUE)))
                : OptionalInt.empty();
    }

    static void addText(JsonObject json, String key, String text) {
        if (!text.isEmpty()) {
            json.addProperty(key, text);
        }
    }

    static void addFinite(JsonObject json, String key, double value) {
        json.addProperty(key, Double.isFinite(value) ? (Double) value : null);
    }

    static JsonArray strings(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    /** Adds an array of objects, if there are any. */
    static <T> void addObjects(JsonObject json, String key, List<T> facts, Function<T, JsonObject> write) {
        if (!facts.isEmpty()) {
            json.add(key, array(facts.stream().map(write).toList()));
        }
    }

    static JsonArray array(List<JsonObject> objects) {
        JsonArray array = new JsonArray();
        objects.forEach(array::add);
        return array;
    }
}
