package dev.dropfit.core.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Fields of a JSON object that another release may have written: one that is absent or of another type reads as nothing. */
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
}
