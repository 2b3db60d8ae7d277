package dev.dropfit.predictor.json;

import java.util.Arrays;

/** Writes compact JSON in UTF-8, with the commas between values. Not thread-safe. */
public final class JsonOutput {
    private static final int SMALL = 512;
    private static final String HEX = "0123456789abcdef";

    private byte[] bytes = new byte[SMALL];
    private int size;
    /** Whether a value has ended, so that the next one needs a comma before it. */
    private boolean ended;

    public JsonOutput beginObject() {
        return begin('{');
    }

    public JsonOutput endObject() {
        return end('}');
    }

    public JsonOutput beginArray() {
        return begin('[');
    }

    public JsonOutput endArray() {
        return end(']');
    }

    private JsonOutput begin(char opening) {
        separate();
        put(opening);
        ended = false;
        return this;
    }

    private JsonOutput end(char closing) {
        put(closing);
        ended = true;
        return this;
    }

    public JsonOutput name(String name) {
        value(name);
        put(':');
        ended = false;
        return this;
    }

    public JsonOutput value(String text) {
        separate();
        int length = text.length();
        reserve(length + 2);
        put('"');
        int plain = putPlain(text);
        for (int i = plain; i < length; i++) {
            i += putSpecial(text, i);
        }
        put('"');
        ended = true;
        return this;
    }

    /** Writes the characters before the first that needs an escape or several bytes; most strings have none. */
    private int putPlain(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7F || c == '"' || c == '\\') {
                size += i;
                return i;
            }
            bytes[size + i] = (byte) c;
        }
        size += length;
        return length;
    }

    /** @return the number of {@code char}s written, less one */
    private int putSpecial(String text, int index) {
        int code = text.codePointAt(index);
        if (code == '"' || code == '\\') {
            put('\\');
            put((char) code);
        } else if (code < ' ' || code == '\u2028' || code == '\u2029') {
            putAscii("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                put(HEX.charAt((code >> shift) & 0xF));
            }
        } else if (code < 0x80) {
            put((char) code);
        } else if (code < 0x800) {
            put((char) (0xC0 | (code >> 6)));
            putTail(code, 0);
        } else if (code >= 0x10000) {
            put((char) (0xF0 | (code >> 18)));
            putTail(code, 12);
            putTail(code, 6);
            putTail(code, 0);
            return 1;
        } else {
            // Half of a surrogate pair is not a character.
            int whole = Character.isSurrogate((char) code) ? '\uFFFD' : code;
            put((char) (0xE0 | (whole >> 12)));
            putTail(whole, 6);
            putTail(whole, 0);
        }
        return 0;
    }

    private void putTail(int code, int shift) {
        put((char) (0x80 | ((code >> shift) & 0x3F)));
    }

    /**
     * Writes a number, in as few digits as read back to it.
     *
     * @param number finite
     */
    public JsonOutput value(double number) {
        separate();
        reserve(ShortestDecimal.MAX_LENGTH);
        int end = ShortestDecimal.write(number, bytes, size);
        if (end < 0) {
            putAscii(Double.toString(number));
        } else {
            size = end;
        }
        ended = true;
        return this;
    }

    public JsonOutput value(long number) {
        return word(Long.toString(number));
    }

    public JsonOutput value(boolean value) {
        return word(value ? "true" : "false");
    }

    public JsonOutput nullValue() {
        return word("null");
    }

    private JsonOutput word(String text) {
        separate();
        putAscii(text);
        ended = true;
        return this;
    }

    private void separate() {
        if (ended) {
            put(',');
        }
    }

    private void putAscii(String text) {
        int length = text.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            bytes[size + i] = (byte) text.charAt(i);
        }
        size += length;
    }

    private void put(char c) {
        reserve(1);
        bytes[size++] = (byte) c;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, size * 2));
        }
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
