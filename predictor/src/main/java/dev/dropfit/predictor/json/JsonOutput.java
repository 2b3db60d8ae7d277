package dev.dropfit.predictor.json;

import dev.dropfit.core.ShortestDecimal;
import dev.dropfit.predictor.memory.RequestMemory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes compact JSON in UTF-8, with the commas between values. A long text is kept in pieces, which are reserved before they are made. Not
 * thread-safe.
 */
public final class JsonOutput {
    private static final int SMALL = 512;
    /** From this size on, a new piece is begun. */
    private static final int PIECE = 64 << 10;

    private static final String HEX = "0123456789abcdef";

    private final @Nullable RequestMemory memory;
    /** The pieces before {@link #bytes}, null for none. */
    private @Nullable List<ByteBuffer> full;

    private long fullBytes;
    private byte[] bytes = new byte[SMALL];
    private int size;
    /** Whether a value has ended, so that the next one needs a comma before it. */
    private boolean ended;

    /** Without limits. */
    public JsonOutput() {
        memory = null;
    }

    /** Reserves the memory of a response. */
    public JsonOutput(RequestMemory memory) {
        this.memory = memory;
        memory.reserve(SMALL);
    }

    /**
     * Checks the length of the text before it is written, and reserves its memory.
     *
     * @param least the bytes that it will have at least
     * @param likely the bytes that it will have, about
     */
    public void expect(long least, long likely) {
        if (memory != null) {
            memory.checkResponse(least);
            memory.prepay(likely);
        }
    }

    /**
     * Reserves the time of explanations that will be written.
     *
     * @param stepsOfRow the number of steps of a row
     */
    public void expectExplanations(long rows, long stepsOfRow) {
        if (memory != null) {
            memory.reserveExplanations(rows, stepsOfRow);
        }
    }

    /** Reserves memory that is needed while the text is written. */
    public void reserveAlso(long more) {
        if (memory != null) {
            memory.reserve(more);
        }
    }

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

    /** Ends the line, after a value of a sequence of values. */
    public JsonOutput endLine() {
        put('\n');
        ended = false;
        return this;
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

    /** Writes what another one has written: names and values, up to a name whose value follows. */
    public JsonOutput names(byte[] written) {
        separate();
        reserve(written.length);
        System.arraycopy(written, 0, bytes, size, written.length);
        size += written.length;
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
            grow(more);
        }
    }

    private void grow(int more) {
        if (memory == null) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, size * 2));
        } else if (size < PIECE) {
            int length = Math.max(size + more, size * 2);
            memory.reserveResponse(length);
            int before = bytes.length;
            bytes = Arrays.copyOf(bytes, length);
            memory.release(before);
        } else {
            memory.checkResponse(endPiece());
            int length = Math.max(PIECE, more);
            memory.reserveResponse(length);
            bytes = new byte[length];
            size = 0;
        }
    }

    /** @return the bytes of all pieces */
    private long endPiece() {
        if (full == null) {
            full = new ArrayList<>();
        }
        full.add(ByteBuffer.wrap(bytes, 0, size));
        fullBytes += size;
        return fullBytes;
    }

    /** The number of bytes so far. Only for one without a {@link RequestMemory}. */
    public int size() {
        return size;
    }

    /** Writes the text and forgets it, after a value has ended. Only for one without a {@link RequestMemory}. */
    public void drainTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
        size = 0;
    }

    /** The text. Only for one without a {@link RequestMemory}. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Ends the text; returns its pieces. */
    public List<ByteBuffer> pieces() {
        if (memory != null) {
            memory.checkResponse(fullBytes + size);
        }
        if (full == null) {
            return List.of(ByteBuffer.wrap(bytes, 0, size));
        }
        endPiece();
        return full;
    }
}
