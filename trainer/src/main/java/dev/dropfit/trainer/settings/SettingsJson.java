package dev.dropfit.trainer.settings;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.dropfit.core.Spelling;
import dev.dropfit.core.Text;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The values of {@code dropfit.json}, one after the other. A value that is not accepted is an exception that says where, what was found, and what is accepted. */
final class SettingsJson implements AutoCloseable {
    private final JsonReader json;

    /** Strict JSON. */
    SettingsJson(Reader text) {
        json = new JsonReader(text);
        json.setStrictness(Strictness.STRICT);
    }

    @Override
    public void close() throws IOException {
        json.close();
    }

    boolean hasNext() throws IOException {
        return json.hasNext();
    }

    /** Whether nothing follows. */
    boolean isAtEnd() throws IOException {
        return json.peek() == JsonToken.END_DOCUMENT;
    }

    String key(String parent, List<String> accepted, Set<String> seen) throws IOException, InvalidSettingsException {
        String key = json.nextName();
        if (!accepted.contains(key)) {
            throw new InvalidSettingsException("dropfit.json: unknown key '" + parent + key + "'; accepted are "
                    + String.join(", ", accepted) + Spelling.suggestion(key, accepted));
        }
        if (!seen.add(key)) {
            throw new InvalidSettingsException("dropfit.json: the key '" + parent + key + "' occurs twice");
        }
        return key;
    }

    void beginObject(String key) throws IOException, InvalidSettingsException {
        expect(key, "an object", JsonToken.BEGIN_OBJECT);
        json.beginObject();
    }

    void endObject() throws IOException {
        json.endObject();
    }

    /** @param accepted what the array may have, such as "an array of numbers" */
    void beginArray(String key, String accepted) throws IOException, InvalidSettingsException {
        expect(key, accepted, JsonToken.BEGIN_ARRAY);
        json.beginArray();
    }

    void endArray() throws IOException {
        json.endArray();
    }

    String string(String key) throws IOException, InvalidSettingsException {
        expect(key, "a string", JsonToken.STRING);
        return json.nextString();
    }

    /** A value of the label: users write {@code 1} or {@code "1"}. */
    String value(String key) throws IOException, InvalidSettingsException {
        expect(key, "a string, a number or a boolean", JsonToken.STRING, JsonToken.NUMBER, JsonToken.BOOLEAN);
        return json.peek() == JsonToken.BOOLEAN ? Boolean.toString(json.nextBoolean()) : json.nextString();
    }

    /** A string or a number, as it is written. */
    String stringOrNumber(String key) throws IOException, InvalidSettingsException {
        expect(key, "a string or a number", JsonToken.STRING, JsonToken.NUMBER);
        return json.nextString();
    }

    /** An object of strings. */
    Map<String, String> strings(String key) throws IOException, InvalidSettingsException {
        return object(key, this::string);
    }

    /** An object of choices. */
    <E> Map<String, E> choices(String key, E[] values, Function<E, String> text)
            throws IOException, InvalidSettingsException {
        return object(key, place -> choice(place, values, text));
    }

    private interface Value<E> {
        E read(String key) throws IOException, InvalidSettingsException;
    }

    private <E> Map<String, E> object(String key, Value<E> value) throws IOException, InvalidSettingsException {
        Map<String, E> object = new LinkedHashMap<>();
        beginObject(key);
        while (json.hasNext()) {
            String name = json.nextName();
            if (object.put(name, value.read(key + "." + name)) != null) {
                throw new InvalidSettingsException("dropfit.json: " + key + " contains '" + name + "' twice");
            }
        }
        json.endObject();
        return object;
    }

    /**
     * A number.
     *
     * @param accepted of which numbers the test is true, as a message names them
     */
    double number(String key, DoublePredicate isAccepted, String accepted)
            throws IOException, InvalidSettingsException {
        expect(key, "a number", JsonToken.NUMBER);
        // As text first: the reader says of a number that no double can hold that it is not JSON.
        String written = json.nextString();
        double number = Double.parseDouble(written);
        boolean finite = Double.isFinite(number);
        if (!finite || !isAccepted.test(number)) {
            throw new InvalidSettingsException("dropfit.json: " + key + " is " + Text.truncate(written, 40)
                    + "; accepted are " + (finite ? accepted : "numbers up to " + Double.MAX_VALUE));
        }
        return number;
    }

    /** Any number. */
    double number(String key) throws IOException, InvalidSettingsException {
        return number(key, number -> true, "numbers");
    }

    double atLeastZero(String key) throws IOException, InvalidSettingsException {
        return number(key, number -> number >= 0, "0 and above");
    }

    double moreThanZero(String key) throws IOException, InvalidSettingsException {
        return number(key, number -> number > 0, "numbers of more than 0");
    }

    /** A whole number. */
    int atLeast(int minimum, String key) throws IOException, InvalidSettingsException {
        return whole(key, minimum, Integer.MAX_VALUE, "whole numbers from " + minimum);
    }

    /** A whole number in a range. */
    int whole(String key, int minimum, int maximum, String accepted) throws IOException, InvalidSettingsException {
        return (int)
                number(key, number -> number >= minimum && number <= maximum && number == Math.rint(number), accepted);
    }

    boolean flag(String key) throws IOException, InvalidSettingsException {
        expect(key, "true or false", JsonToken.BOOLEAN);
        return json.nextBoolean();
    }

    <E> E choice(String key, E[] values, Function<E, String> text) throws IOException, InvalidSettingsException {
        String found = string(key);
        for (E value : values) {
            if (text.apply(value).equals(found)) {
                return value;
            }
        }
        throw new InvalidSettingsException("dropfit.json: " + key + " is '" + found + "'; accepted are "
                + Arrays.stream(values).map(text).collect(Collectors.joining(", ")));
    }

    private void expect(String key, String accepted, JsonToken... tokens) throws IOException, InvalidSettingsException {
        JsonToken found = json.peek();
        if (!List.of(tokens).contains(found)) {
            throw new InvalidSettingsException("dropfit.json: " + key + " is "
                    + switch (found) {
                        case BEGIN_OBJECT -> "an object";
                        case BEGIN_ARRAY -> "an array";
                        case STRING -> "a string";
                        case NUMBER -> "a number";
                        case BOOLEAN -> "a boolean";
                        case NULL -> "null";
                        default -> "nothing";
                    }
                    + "; accepted is " + accepted);
        }
    }
}
