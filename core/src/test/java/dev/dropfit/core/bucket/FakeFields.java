package dev.dropfit.core.bucket;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Partial responses: {@code fields=nextPageToken,items(name,size)}, or {@code items/name,items/size}. */
final class FakeFields {
    private static final Pattern NESTED = Pattern.compile("([^/(]+)(?:\\((.*)\\)|/(.*))");

    private FakeFields() {}

    static JsonObject select(JsonObject json, String fields) {
        JsonObject selected = new JsonObject();
        Map<String, List<String>> within = new LinkedHashMap<>();
        for (String field : split(fields)) {
            Matcher nested = NESTED.matcher(field);
            if (nested.matches()) {
                String inner = nested.group(2) == null ? nested.group(3) : nested.group(2);
                within.computeIfAbsent(nested.group(1), key -> new ArrayList<>())
                        .add(inner);
            } else if (json.has(field)) {
                selected.add(field, json.get(field));
            }
        }
        within.forEach((key, inner) -> {
            if (json.has(key)) {
                selected.add(key, within(json.get(key), String.join(",", inner)));
            }
        });
        return selected;
    }

    private static JsonElement within(JsonElement value, String fields) {
        if (value instanceof JsonArray array) {
            JsonArray selected = new JsonArray();
            array.forEach(element -> selected.add(select(element.getAsJsonObject(), fields)));
            return selected;
        }
        return select(value.getAsJsonObject(), fields);
    }

    /** Splits at the commas outside parentheses. */
    private static List<String> split(String fields) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < fields.length(); i++) {
            switch (fields.charAt(i)) {
                case '(' -> depth++;
                case ')' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        parts.add(fields.substring(start, i));
                        start = i + 1;
                    }
                }
                default -> {}
            }
        }
        parts.add(fields.substring(start));
        return parts;
    }
}
