package dev.dropfit.predictor;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Strict JSON (RFC 8259), read value by value from where it lies: a name, text or number is a stretch of {@link #chars}, so that rows come
 * out of a body without an object for each of their values.
 *
 * <p>An object is read as {@code beginObject(); while (nextField()) …}, a list as {@code beginList(); while (nextItem()) …}; each round must
 * read one value. Every method throws a {@link RequestException} that says where, when the body is not JSON or is beyond a limit.
 *
 * <p>Not thread-safe.
 */
final class JsonInput {
    /** What a value is. */
    enum Kind {
        OBJECT("an object"),
        LIST("a list"),
        TEXT("a text"),
        NUMBER("a number"),
        TRUTH("true or false"),
        NULL("null");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** What it is called in messages. */
        String words() {
            return words;
        }
    }

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int HEX = 16;

    private final char[] chars;
    private final int end;
    private int at;
    private int depth;
    /** Whether an object or a list has begun, and nothing of it has been read. */
    private boolean first;

    private int line = 1;
    private int lineStart;
    private int start;
    private int length;

    /** @throws RequestException when the body is not UTF-8 */
    JsonInput(byte[] body) throws RequestException {
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            chars = decoded.array();
            end = decoded.limit();
        } catch (CharacterCodingException e) {
            throw new RequestException(400, "The body is not UTF-8");
        }
        if (end > 0 && chars[0] == BYTE_ORDER_MARK) {
            at = 1;
        }
    }

    /** What the next value is. */
    Kind kind() throws RequestException {
        skipSpace();
        return switch (at == end ? '\0' : chars[at]) {
            case '{' -> Kind.OBJECT;
            case '[' -> Kind.LIST;
            case '"' -> Kind.TEXT;
            case 't', 'f' -> Kind.TRUTH;
            case 'n' -> Kind.NULL;
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> Kind.NUMBER;
            default -> throw malformed();
        };
    }

    void beginObject() throws RequestException {
        begin('{');
    }

    void beginList() throws RequestException {
        begin('[');
    }

    private void begin(char opening) throws RequestException {
        expect(opening);
        if (++depth > Limits.DEPTH) {
            throw new RequestException(
                    400, "The body is nested deeper than " + Limits.DEPTH + " objects and lists, the limit");
        }
        first = true;
    }

    /** Goes to the next field of an object, and reads its name; past its end, when there is none. */
    boolean nextField() throws RequestException {
        if (!next('}')) {
            return false;
        }
        readText();
        expect(':');
        return true;
    }

    /** Goes to the next item of a list; past its end, when there is none. */
    boolean nextItem() throws RequestException {
        return next(']');
    }

    private boolean next(char closing) throws RequestException {
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

    /** Reads a text, without its quotes and with its escapes resolved. */
    void readText() throws RequestException {
        expect('"');
        start = at;
        while (at < end) {
            char c = chars[at];
            if (c == '"') {
                length = at - start;
                at++;
                checkLength();
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

    /** Goes on with a text from its first escape. It is resolved in its place: what an escape stands for is shorter. */
    private void readEscaped() throws RequestException {
        int to = at;
        while (at < end) {
            char c = chars[at];
            if (c == '"') {
                length = to - start;
                at++;
                checkLength();
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

    private char escape() throws RequestException {
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

    private void checkLength() throws RequestException {
        if (length > Limits.TEXT) {
            throw new RequestException(
                    400, "The body has a text of more than " + Limits.TEXT + " characters, the limit");
        }
    }

    /** Reads a number, as it is written. */
    void readNumber() throws RequestException {
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
    }

    private boolean skipIf(char c) {
        if (at < end && chars[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipDigits() throws RequestException {
        int before = at;
        while (at < end && chars[at] >= '0' && chars[at] <= '9') {
            at++;
        }
        if (at == before) {
            throw malformed();
        }
    }

    boolean readTruth() throws RequestException {
        boolean truth = kind() == Kind.TRUTH && chars[at] == 't';
        readWord(truth ? "true" : "false");
        return truth;
    }

    void readNull() throws RequestException {
        skipSpace();
        readWord("null");
    }

    private void readWord(String word) throws RequestException {
        for (int i = 0; i < word.length(); i++) {
            if (!skipIf(word.charAt(i))) {
                throw malformed();
            }
        }
    }

    /** Reads a value of any kind, and forgets it. */
    void skip() throws RequestException {
        switch (kind()) {
            case OBJECT -> {
                beginObject();
                while (nextField()) {
                    skip();
                }
            }
            case LIST -> {
                beginList();
                while (nextItem()) {
                    skip();
                }
            }
            case TEXT -> readText();
            case NUMBER -> readNumber();
            case TRUTH -> readTruth();
            case NULL -> readNull();
        }
    }

    /** @throws RequestException when something comes after the value */
    void finish() throws RequestException {
        skipSpace();
        if (at < end) {
            throw new RequestException(400, "The body goes on after its JSON value" + place());
        }
    }

    /** Where the last name, text or number lies, from {@link #start} on and {@link #length} long. Not to be changed. */
    char[] chars() {
        return chars;
    }

    int start() {
        return start;
    }

    int length() {
        return length;
    }

    /** The last name, text or number. */
    String text() {
        return new String(chars, start, length);
    }

    /** Whether the last name, text or number is this one. */
    boolean isText(char[] text) {
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

    private void expect(char c) throws RequestException {
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

    private RequestException malformed() {
        return new RequestException(400, "The body is not JSON" + place() + "; accepted is strict JSON (RFC 8259)");
    }

    private String place() {
        return " at line " + line + " column " + (at - lineStart + 1);
    }
}
