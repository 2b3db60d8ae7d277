package dev.dropfit.core;

import com.google.gson.JsonElement;
import com.google.gson.JsonIOException;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/**
 * The text of a JSON document that is read up to limits: a parser that gets its text from here can't build more values, or longer strings,
 * than its caller can afford, however short the text of each is. It does not check the syntax; the parser does. Not thread-safe.
 */
public final class BoundedJson extends FilterReader {
    private final int maxValues;
    private final int maxString;
    private int values = 1;
    private int string = -1;
    private boolean escaped;

    /** The document has too many values, or a string in it is too long. A retry will not help. */
    public static final class TooLargeException extends IOException {
        TooLargeException(String message) {
            super(message);
        }
    }

    /**
     * Bounds a document.
     *
     * @param maxValues the maximum number of values, counting each object, each array, and each name in an object too
     * @param maxString the maximum length of a string or a name, in characters as they are written
     */
    public BoundedJson(Reader in, int maxValues, int maxString) {
        super(in);
        this.maxValues = maxValues;
        this.maxString = maxString;
    }

    /**
     * Reads a document in UTF-8; an empty one is null. Does not close the stream.
     *
     * @throws JsonParseException when it is not JSON
     * @throws TooLargeException when it exceeds a limit
     * @throws IOException when the stream fails
     */
    public static JsonElement parse(InputStream in, int maxValues, int maxString) throws IOException {
        JsonReader json = new JsonReader(
                new BoundedJson(new InputStreamReader(in, StandardCharsets.UTF_8), maxValues, maxString));
        // Other than strict JSON could have strings and separators that are not counted.
        json.setStrictness(Strictness.STRICT);
        try {
            JsonElement document = JsonParser.parseReader(json);
            // Reading to the end also has the stream check itself.
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonSyntaxException("there is text after the document");
            }
            return document;
        } catch (MalformedJsonException e) {
            throw new JsonSyntaxException(e);
        } catch (JsonIOException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
        }
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        for (int i = offset; i < offset + count; i++) {
            see(buffer[i]);
        }
        return count;
    }

    private void see(char c) throws TooLargeException {
        if (string >= 0) {
            seeInString(c);
        } else if (c == '"') {
            string = 0;
        } else if (c == ',' || c == ':' || c == '[' || c == '{') {
            // Every value but the first follows one of these.
            if (++values > maxValues) {
                throw new TooLargeException("it has more than " + Figures.count(maxValues) + " values");
            }
        }
    }

    private void seeInString(char c) throws TooLargeException {
        if (escaped) {
            escaped = false;
        } else if (c == '\\') {
            escaped = true;
        } else if (c == '"') {
            string = -1;
            return;
        }
        if (++string > maxString) {
            throw new TooLargeException("it has a string of more than " + Figures.count(maxString) + " characters");
        }
    }
}
