package dev.dropfit.core;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.nio.charset.StandardCharsets;

/**
 * JSON as people read it in files and terminals: indented, with its nulls and without escapes for HTML. What only reads JSON does not need this class:
 * Gson's adapters are 130 classes. Thread-safe.
 */
public final class IndentedJson {
    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create();

    private IndentedJson() {}

    /** The lines of a document, without a line break at the end. */
    public static String text(JsonElement json) {
        return GSON.toJson(json);
    }

    /** A file of a document: its lines in UTF-8. */
    public static byte[] bytes(JsonElement json) {
        return (text(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
