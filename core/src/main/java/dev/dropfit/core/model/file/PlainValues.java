package dev.dropfit.core.model.file;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.dropfit.core.BoundedJson;
import dev.dropfit.core.csv.CsvParser;
import dev.dropfit.core.model.ModelTooLargeException;
import dev.dropfit.core.model.RowFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The strings, numbers, booleans and nulls of a record, its intervals, and the smallest and largest number of each column of numbers ({@link
 * RowFormat#RANGES}). What other objects and arrays contain is read, but not kept.
 */
final class PlainValues {
    /** A record of today has about forty. */
    private static final int MAX_VALUES = 1_000;

    /** The maximum length of a value and its name, in characters. */
    private static final int MAX_LENGTH = 10_000;

    private static final String INTERVALS = "intervals";

    /** There are about ten metrics. */
    private static final int MAX_INTERVALS = 30;

    /** The maximum length of the name of a metric, in characters. */
    private static final int MAX_NAME = 50;

    /** The maximum length of the two numbers of an interval, in characters. */
    private static final int MAX_ENDS = 100;

    private static final String COLUMNS = "columns";

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
            if (next == JsonToken.BEGIN_OBJECT && name.equals(INTERVALS)) {
                values.add(name, intervals(json));
            } else if (next == JsonToken.BEGIN_ARRAY && name.equals(COLUMNS)) {
                values.add(RowFormat.RANGES, ranges(json));
            } else if (next == JsonToken.BEGIN_OBJECT || next == JsonToken.BEGIN_ARRAY) {
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

    /** The arrays of two numbers in an object. */
    private static JsonObject intervals(JsonReader json) throws IOException {
        JsonObject intervals = new JsonObject();
        json.beginObject();
        while (json.hasNext()) {
            String metric = json.nextName();
            if (json.peek() != JsonToken.BEGIN_ARRAY) {
                json.skipValue();
                continue;
            }
            JsonArray ends = new JsonArray();
            json.beginArray();
            while (json.hasNext()) {
                if (json.peek() == JsonToken.NUMBER && ends.size() < 2) {
                    ends.add(JsonParser.parseReader(json));
                } else {
                    json.skipValue();
                }
            }
            json.endArray();
            boolean isShort = metric.length() <= MAX_NAME && ends.toString().length() <= MAX_ENDS;
            if (ends.size() == 2 && isShort && intervals.size() < MAX_INTERVALS) {
                intervals.add(metric, ends);
            }
        }
        json.endObject();
        return intervals;
    }

    /** For each column that has them, its smallest and its largest number. */
    private static JsonObject ranges(JsonReader json) throws IOException {
        JsonObject ranges = new JsonObject();
        json.beginArray();
        while (json.hasNext()) {
            if (json.peek() == JsonToken.BEGIN_OBJECT && ranges.size() < CsvParser.MAX_COLUMNS) {
                addRange(json, ranges);
            } else {
                json.skipValue();
            }
        }
        json.endArray();
        return ranges;
    }

    private static void addRange(JsonReader json, JsonObject ranges) throws IOException {
        String column = "";
        JsonArray ends = new JsonArray();
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            if (json.peek() == JsonToken.STRING && name.equals("column")) {
                column = json.nextString();
            } else if (json.peek() == JsonToken.BEGIN_OBJECT && name.equals("profile")) {
                addEnds(json, ends);
            } else {
                json.skipValue();
            }
        }
        json.endObject();
        if (ends.size() == 2 && column.length() <= MAX_LENGTH && ends.toString().length() <= MAX_ENDS) {
            ranges.add(column, ends);
        }
    }

    /** Adds the first and the last quantile of a profile. */
    private static void addEnds(JsonReader json, JsonArray ends) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            if (!json.nextName().equals("quantiles") || json.peek() != JsonToken.BEGIN_OBJECT) {
                json.skipValue();
                continue;
            }
            json.beginObject();
            while (json.hasNext()) {
                String share = json.nextName();
                if ((share.equals("0.0") || share.equals("1.0")) && json.peek() == JsonToken.NUMBER) {
                    ends.add(JsonParser.parseReader(json));
                } else {
                    json.skipValue();
                }
            }
            json.endObject();
        }
        json.endObject();
    }

    private static void check(String name, JsonObject values) throws ModelTooLargeException {
        int length = name.length() + String.valueOf(values.get(name)).length();
        ModelLimits.atMost(length, MAX_LENGTH, "characters in a value of its record");
        ModelLimits.atMost(values.size(), MAX_VALUES, "plain values in its record");
    }
}
