package dev.dropfit.core.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * Sizes on the heap of a 64-bit Java with compressed references: a header of 12 bytes, 16 for an array, references of 4 bytes, and every
 * object a multiple of 8.
 */
public final class HeapSize {
    private static final int HEADER = 12;
    private static final int ARRAY_HEADER = 16;
    private static final int REFERENCE = 4;

    /** An entry of a hash map: its node, and its part of the table, which is between a third and three quarters full. */
    private static final int MAP_ENTRY = 40;

    /** A feature, and its place in the lists, arrays and maps of a row's format. */
    private static final int FEATURE = 240;

    /** A term of a text, and its places in an encoder. */
    private static final int TERM = 120;

    /** How the cells of a column are written, and its entry in a map. */
    private static final int FORMAT = 240;

    /** The map and the codes of a category. */
    private static final int CATEGORY = 380;

    /** An entry of a JSON object: its node, its primitive and its number, without strings. */
    private static final int JSON_ENTRY = 96;

    /** The smallest whole numbers are objects that all share. */
    private static final int CACHED_INTEGERS = 128;

    private HeapSize() {}

    /** An object whose fields take this many bytes. */
    public static long object(long fields) {
        return rounded(HEADER + fields);
    }

    public static long array(long length, int elementBytes) {
        return rounded(ARRAY_HEADER + length * elementBytes);
    }

    /** A string: one byte per character, or two when one of them is not in Latin-1. */
    public static long string(String text) {
        boolean wide = false;
        for (int i = 0; i < text.length() && !wide; i++) {
            wide = text.charAt(i) > 0xff;
        }
        return object(REFERENCE + Integer.BYTES + 2) + array(text.length(), wide ? 2 : 1);
    }

    /** A list that can't be changed, and its strings. */
    static long strings(List<String> texts) {
        long bytes = object(REFERENCE) + array(texts.size(), REFERENCE);
        for (String text : texts) {
            bytes += string(text);
        }
        return bytes;
    }

    static long json(JsonElement json) {
        long bytes = JSON_ENTRY;
        if (json instanceof JsonObject object) {
            for (var entry : object.entrySet()) {
                bytes += string(entry.getKey()) + json(entry.getValue());
            }
        } else if (json instanceof JsonArray array) {
            for (JsonElement element : array) {
                bytes += json(element);
            }
        } else if (json.isJsonPrimitive()) {
            bytes += string(json.getAsString());
        }
        return bytes;
    }

    /** A pipeline, and the {@link RowFormat} that is made from it. */
    static long pipeline(Pipeline pipeline) {
        long bytes = strings(pipeline.ignored()) + (long) pipeline.ignored().size() * MAP_ENTRY;
        bytes += strings(pipeline.positions()) + (long) pipeline.positions().size() * Integer.BYTES;
        bytes += strings(pipeline.optional()) + string(pipeline.label()) + string(pipeline.output());
        for (Feature feature : pipeline.features()) {
            // The name is in the format once more, as characters.
            bytes += FEATURE + string(feature.column()) + array(feature.column().length(), Character.BYTES);
            if (feature instanceof Feature.Categorical categorical) {
                bytes += levels(categorical);
            } else if (feature instanceof Feature.Numeric numeric
                    && numeric.text().isPresent()) {
                bytes += TERM + string(numeric.text().get().term());
            }
        }
        for (var format : pipeline.formats().entrySet()) {
            bytes +=
                    FORMAT + string(format.getKey()) + strings(format.getValue().missing());
        }
        if (pipeline.target() instanceof Target.Classes classes) {
            bytes += strings(classes.values());
            for (String name : classes.names().values()) {
                bytes += string(name) + MAP_ENTRY;
            }
        }
        return bytes;
    }

    private static long levels(Feature.Categorical categorical) {
        int count = categorical.levels().size();
        return CATEGORY
                + strings(categorical.levels())
                + (long) count * MAP_ENTRY
                + (categorical.isOrdered() ? array(categorical.width(), Integer.BYTES) : 0)
                + Math.max(0L, count - CACHED_INTEGERS) * object(Integer.BYTES);
    }

    private static long rounded(long bytes) {
        return (bytes + 7) / 8 * 8;
    }
}
