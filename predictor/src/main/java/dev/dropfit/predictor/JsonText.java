package dev.dropfit.predictor;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.dropfit.core.JsonPlace;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** A body of strict JSON (RFC 8259) within the limits, and how its objects and lists are walked. */
final class JsonText {
    private JsonText() {}

    /** Reads a value. */
    interface Parser {
        void read(JsonReader in) throws IOException, RequestException;
    }

    /** Reads the value of a field. */
    interface FieldParser {
        void read(String name) throws IOException, RequestException;
    }

    /**
     * Reads a body.
     *
     * @throws RequestException when it is not one JSON value in UTF-8, or is beyond a limit
     */
    static void read(byte[] body, Parser parser) throws RequestException {
        String text = decode(body);
        checkLimits(text);
        try (JsonReader in = new JsonReader(new StringReader(text))) {
            in.setStrictness(Strictness.STRICT);
            parser.read(in);
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw new RequestException(400, "The body goes on after its JSON value");
            }
        } catch (MalformedJsonException | EOFException | IllegalStateException | NumberFormatException e) {
            throw new RequestException(
                    400, "The body is not JSON" + JsonPlace.of(e) + "; accepted is strict JSON (RFC 8259)");
        } catch (IOException e) {
            throw new RequestException(400, "The body can't be read: " + e.getMessage());
        }
    }

    private static String decode(byte[] body) throws RequestException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new RequestException(400, "The body is not UTF-8");
        }
    }

    /** Before anything is parsed, so that it holds for what a dialect skips too. */
    private static void checkLimits(String text) throws RequestException {
        int depth = 0;
        for (int at = 0; at < text.length(); at++) {
            switch (text.charAt(at)) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> at = endOfText(text, at);
                default -> {}
            }
            if (depth > Limits.DEPTH) {
                throw new RequestException(
                        400, "The body is nested deeper than " + Limits.DEPTH + " objects and lists, the limit");
            }
        }
    }

    /** The index of the quote that ends the text which begins at this one; the end when there is none. */
    private static int endOfText(String text, int start) throws RequestException {
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at - start - 1 > Limits.TEXT) {
            throw new RequestException(
                    400, "The body has a text of more than " + Limits.TEXT + " characters, the limit");
        }
        return at;
    }

    /**
     * Walks an object: the parser gets the known fields and must read their values; others are skipped.
     *
     * @param what what the object is, for messages
     */
    static void readObject(JsonReader in, String what, Set<String> known, FieldParser parser)
            throws IOException, RequestException {
        require(in, JsonToken.BEGIN_OBJECT, what, "an object");
        Set<String> seen = new HashSet<>();
        in.beginObject();
        while (in.hasNext()) {
            String name = in.nextName();
            if (!known.contains(name)) {
                in.skipValue();
                continue;
            }
            if (!seen.add(name)) {
                throw new RequestException(400, "'" + name + "' is twice in " + what + "; accepted is each field once");
            }
            parser.read(name);
        }
        in.endObject();
    }

    /** Walks a list: the parser must read one value each time. */
    static void readList(JsonReader in, String what, Parser parser) throws IOException, RequestException {
        require(in, JsonToken.BEGIN_ARRAY, what, "a list");
        in.beginArray();
        while (in.hasNext()) {
            parser.read(in);
        }
        in.endArray();
    }

    static String readString(JsonReader in, String what) throws IOException, RequestException {
        require(in, JsonToken.STRING, what, "a text");
        return in.nextString();
    }

    /** A field {@code explain} of an object of parameters. */
    static boolean readExplain(JsonReader in, String what) throws IOException, RequestException {
        boolean[] explain = {false};
        if (in.peek() == JsonToken.NULL) {
            in.nextNull();
            return false;
        }
        readObject(in, "'" + what + "'", Set.of("explain"), name -> {
            require(in, JsonToken.BOOLEAN, "'explain'", "true or false");
            explain[0] = in.nextBoolean();
        });
        return explain[0];
    }

    private static void require(JsonReader in, JsonToken token, String what, String accepted)
            throws IOException, RequestException {
        if (in.peek() != token) {
            throw new RequestException(400, sentence(what) + " is " + found(in.peek()) + "; accepted is " + accepted);
        }
    }

    private static String sentence(String what) {
        return Character.toUpperCase(what.charAt(0)) + what.substring(1);
    }

    /** What a value of this kind is called in messages. */
    static String found(JsonToken token) {
        return switch (token) {
            case BEGIN_OBJECT -> "an object";
            case BEGIN_ARRAY -> "a list";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            default -> "nothing";
        };
    }
}
