package dev.dropfit.predictor.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Reads strict JSON (RFC 8259) value by value; only {@code NaN}, {@code Infinity} and {@code -Infinity}, which Python writes for numbers that
 * are none, count as {@code null}. A name, string or number is a range of {@link #chars}, so that reading the rows of a body
 * makes no object for each of their values.
 *
 * <p>Read an object as {@code beginObject(); while (nextField()) …}, an array as {@code beginArray(); while (nextItem()) …}; each round must
 * read one value. Every method throws an {@link InvalidJsonException} with the place when the body is not JSON or exceeds a limit.
 *
 * <p>Not thread-safe.
 */
public final class JsonInput {
    /** What to do about JSON that is in a string: the most frequent mistake of Python's clients. */
    public static final String ENCODED_TWICE =
            ". If the string is JSON, send the text itself (with Python's requests data=, not json=)";

    private static final char[] NOTHING = new char[0];
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int HEX = 16;

    private char[] chars;
    private final int end;
    private final JsonLimits limits;
    private int at;
    private int depth;
    /** Whether an object or an array has begun, and nothing of it has been read. */
    private boolean first;

    private long line = 1;
    private int lineStart;
    private int start;
    private int length;

    /** @throws InvalidJsonException when the body is not UTF-8 */
    public JsonInput(byte[] body, JsonLimits limits) throws InvalidJsonException {
        this(body, body.length, limits);
    }

    /**
     * Reads the beginning of a body.
     *
     * @throws InvalidJsonException when it is not UTF-8
     */
    public JsonInput(byte[] body, int bodyLength, JsonLimits limits) throws InvalidJsonException {
        this.limits = limits;
        chars = new char[bodyLength];
        int ascii = 0;
        while (ascii < bodyLength && body[ascii] >= 0) {
            chars[ascii] = (char) body[ascii];
            ascii++;
        }
        // Most bodies need no decoder, which is several objects for each.
        end = ascii == bodyLength ? ascii : decode(body, ascii, bodyLength, chars);
        if (end > 0 && chars[0] == BYTE_ORDER_MARK) {
            at = 1;
        }
    }

    /** Decodes the rest of a body into the same places, and returns where it ends: a character has a byte at least. */
    private static int decode(byte[] body, int from, int to, char[] chars) throws InvalidJsonException {
        CharBuffer decoded = CharBuffer.wrap(chars).position(from);
        CoderResult result =
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body, from, to - from), decoded, true);
        if (result.isError()) {
            throw new InvalidJsonException("The body is not UTF-8; a compressed one needs the header Content-Encoding");
        }
        return decoded.position();
    }

    /** Counts lines from this one on, for messages: the text is a line of a longer one. */
    public void startAtLine(long number) {
        line = number;
    }

    /** The type of the next value. */
    public JsonType type() throws InvalidJsonException {
        skipSpace();
        return switch (at == end ? '\0' : chars[at]) {
            case '{' -> JsonType.OBJECT;
            case '[' -> JsonType.ARRAY;
            case '"' -> JsonType.STRING;
            case 't', 'f' -> JsonType.BOOLEAN;
            case 'n', 'N', 'I' -> JsonType.NULL;
            case '-' -> at + 1 < end && chars[at + 1] == 'I' ? JsonType.NULL : JsonType.NUMBER;
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> JsonType.NUMBER;
            default -> throw malformed();
        };
    }

    /**
     * Checks the type of the next value.
     *
     * @param what the value, for the message
     * @throws InvalidJsonException when it is of another type
     */
    public void require(JsonType type, String what) throws InvalidJsonException {
        JsonType found = type();
        if (found != type) {
            if (found != JsonType.OBJECT && found != JsonType.ARRAY) {
                skip(); // Only its first character has been read: "this" is no boolean, and no JSON.
            }
            throw new InvalidJsonException(Character.toUpperCase(what.charAt(0)) + what.substring(1) + " is "
                    + found.description() + "; accepted is " + type.description()
                    + (found == JsonType.STRING && depth == 0 ? ENCODED_TWICE : ""));
        }
    }

    /**
     * Reads a string.
     *
     * @param what the string, for the message
     * @throws InvalidJsonException when the next value is something else
     */
    public String readString(String what) throws InvalidJsonException {
        require(JsonType.STRING, what);
        readString();
        return text();
    }

    public void beginObject() throws InvalidJsonException {
        begin('{');
    }

    public void beginArray() throws InvalidJsonException {
        begin('[');
    }

    private void begin(char opening) throws InvalidJsonException {
        expect(opening);
        if (++depth > limits.depth()) {
            throw new InvalidJsonException(
                    "The body is nested deeper than " + limits.depth() + " objects and arrays, the limit");
        }
        first = true;
    }

    /** Goes to the next field of an object, and reads its name; past the object's end when there is none. */
    public boolean nextField() throws InvalidJsonException {
        if (!next('}')) {
            return false;
        }
        readString();
        expect(':');
        return true;
    }

    /** Goes to the next item of an array; past the array's end when there is none. */
    public boolean nextItem() throws InvalidJsonException {
        return next(']');
    }

    private boolean next(char closing) throws InvalidJsonException {
        skipSpace();
        if (at < end && chars[at] == closing) {
            at++;
            depth--;
            first = false;
            return false;
        }
        if (!first) {
            expect(',');
        }
        first = false;
        return true;
    }

    /** Reads a string, without its quotes and with its escapes resolved. */
    public void readString() throws InvalidJsonException {
        expect('"');
        start = at;
        while (at < end) {
            char c = chars[at];
            if (c == '"') {
                length = at - start;
                at++;
                checkLength("a string");
                return;
            }
            if (c == '\\') {
                readEscaped();
                return;
            }
            if (c < ' ') {
                throw malformed();
            }
            at++;
        }
        throw malformed();
    }

    /** Continues a string from its first escape. Resolves it in place: an escape is longer than its character. */
    private void readEscaped() throws InvalidJsonException {
        int to = at;
        while (at < end) {
            char c = chars[at];
            if (c == '"') {
                length = to - start;
                at++;
                checkLength("a string");
                return;
            }
            if (c < ' ') {
                throw malformed();
            }
            at++;
            chars[to++] = c == '\\' ? escape() : c;
        }
        throw malformed();
    }

    private char escape() throws InvalidJsonException {
        char c = at < end ? chars[at++] : '\0';
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = at < end && chars[at] < 128 ? Character.digit(chars[at], HEX) : -1;
                    if (digit < 0) {
                        throw malformed();
                    }
                    code = code * HEX + digit;
                    at++;
                }
                yield (char) code;
            }
            default -> {
                at--;
                throw malformed();
            }
        };
    }

    private void checkLength(String what) throws InvalidJsonException {
        if (length > limits.stringLength()) {
            throw new InvalidJsonException(
                    "The body has " + what + " of more than " + limits.stringLength() + " characters, the limit");
        }
    }

    /** Reads a number; its text is not changed. */
    public void readNumber() throws InvalidJsonException {
        skipSpace();
        start = at;
        skipIf('-');
        if (!skipIf('0')) {
            skipDigits();
        }
        if (skipIf('.')) {
            skipDigits();
        }
        if (skipIf('e') || skipIf('E')) {
            if (!skipIf('+')) {
                skipIf('-');
            }
            skipDigits();
        }
        length = at - start;
        checkLength("a number");
    }

    private boolean skipIf(char c) {
        if (at < end && chars[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipDigits() throws InvalidJsonException {
        int before = at;
        while (at < end && chars[at] >= '0' && chars[at] <= '9') {
            at++;
        }
        if (at == before) {
            throw malformed();
        }
    }

    public boolean readBoolean() throws InvalidJsonException {
        boolean value = type() == JsonType.BOOLEAN && chars[at] == 't';
        readWord(value ? "true" : "false");
        return value;
    }

    /** Reads null, or a word that counts as null. */
    public void readNull() throws InvalidJsonException {
        skipSpace();
        readWord(
                switch (at == end ? '\0' : chars[at]) {
                    case 'N' -> "NaN";
                    case 'I' -> "Infinity";
                    case '-' -> "-Infinity";
                    default -> "null";
                });
    }

    private void readWord(String word) throws InvalidJsonException {
        for (int i = 0; i < word.length(); i++) {
            if (!skipIf(word.charAt(i))) {
                throw malformed();
            }
        }
    }

    /** Skips a value of any type. */
    public void skip() throws InvalidJsonException {
        switch (type()) {
            case OBJECT -> {
                beginObject();
                while (nextField()) {
                    skip();
                }
            }
            case ARRAY -> {
                beginArray();
                while (nextItem()) {
                    skip();
                }
            }
            case STRING -> readString();
            case NUMBER -> readNumber();
            case BOOLEAN -> readBoolean();
            case NULL -> readNull();
        }
    }

    /** Goes back to the beginning. Strings with escapes have been resolved in place, so only names without escapes can be read again. */
    public void restart() {
        at = end > 0 && chars[0] == BYTE_ORDER_MARK ? 1 : 0;
        depth = 0;
        first = false;
        line = 1;
        lineStart = 0;
    }

    /** Whether the body, a sequence of values, continues after the last value. */
    public boolean hasMore() {
        skipSpace();
        return at < end;
    }

    /**
     * Checks that the body has ended.
     *
     * @throws InvalidJsonException when the body continues after its value
     */
    public void finish() throws InvalidJsonException {
        skipSpace();
        if (at < end) {
            throw new InvalidJsonException("The body continues after its JSON value" + place());
        }
    }

    /** Drops the characters of the body, after all has been read. */
    public void drop() {
        chars = NOTHING;
    }

    /** The characters of the body; the last name, string or number begins at {@link #start} and has {@link #length}. Not to be changed. */
    public char[] chars() {
        return chars;
    }

    public int start() {
        return start;
    }

    public int length() {
        return length;
    }

    /** The last name, string or number. */
    public String text() {
        return new String(chars, start, length);
    }

    /** Whether the last name, string or number is this text. */
    public boolean textEquals(char[] text) {
        if (length != text.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (chars[start + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    private void expect(char c) throws InvalidJsonException {
        skipSpace();
        if (!skipIf(c)) {
            throw malformed();
        }
    }

    private void skipSpace() {
        while (at < end && chars[at] <= ' ') {
            switch (chars[at]) {
                case ' ', '\t', '\r' -> at++;
                case '\n' -> {
                    at++;
                    line++;
                    lineStart = at;
                }
                default -> {
                    return;
                }
            }
        }
    }

    private InvalidJsonException malformed() {
        boolean empty = new String(chars, 0, end).isBlank();
        return new InvalidJsonException((empty ? "The body is empty" : "The body is not JSON" + place())
                + "; accepted is strict JSON (RFC 8259)");
    }

    private String place() {
        return " at line " + line + " column " + (at - lineStart + 1);
    }
}
