package dev.dropfit.core.model.file;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.dropfit.core.BoundedJson;
import dev.dropfit.core.model.ModelTooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The strings, numbers, booleans and nulls of a JSON object. What its objects and arrays contain is read, but not kept. */
final class PlainValues {
    /** A record of today has about forty. */
    private static final int MAX_VALUES = 1_000;

    /** The maximum length of a value and its name, in characters. */
    private static final int MAX_LENGTH = 10_000;

    private PlainValues() {}

    /**
     * Reads an object to the end of its stream.
     *
     * @throws IllegalStateException when it is not an object
     */
    static JsonObject read(InputStream in) throws IOException {
        JsonReader json = new JsonReader(new BoundedJson(
                new InputStreamReader(in, StandardCharsets.UTF_8), Integer.MAX_VALUE, ModelLimits.MAX_JSON_STRING));
        json.setStrictness(Strictness.STRICT);
        JsonObject values = new JsonObject();
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            JsonToken next = json.peek();
            if (next == JsonToken.BEGIN_OBJECT || next == JsonToken.BEGIN_ARRAY) {
                json.skipValue();
            } else {
                values.add(name, JsonParser.parseReader(json));
                check(name, values);
            }
        }
        json.endObject();
        if (json.peek() != JsonToken.END_DOCUMENT) {
            throw new IllegalStateException("There is text after the object");
        }
        return values;
    }

    private static void check(String name, JsonObject values) throws ModelTooLargeException {
        int length = name.length() + String.valueOf(values.get(name)).length();
        ModelLimits.atMost(length, MAX_LENGTH, "characters in a value of its record");
        ModelLimits.atMost(values.size(), MAX_VALUES, "plain values in its record");
    }
}
