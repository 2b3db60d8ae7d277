package dev.dropfit.core.scoring;

import dev.dropfit.core.ShortestDecimal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Rows of a CSV as bytes: UTF-8, lines that end with LF, and quotes around cells only where they are needed, as {@code dropfit predict} writes
 * them. Not thread-safe.
 */
public final class CsvBytes {
    private static final char QUOTE = '"';
    private static final char COMMENT = '#';
    private static final int MAX_ASCII = 0x7F;
    /** The part of the bytes that may stay unused. */
    private static final int MAX_SPARE = 8;

    private final char separator;
    private byte[] bytes;
    private int length;
    private boolean atLineStart = true;

    /**
     * No rows yet.
     *
     * @param capacity about how many bytes there will be
     */
    CsvBytes(char separator, int capacity) {
        this.separator = separator;
        bytes = new byte[capacity];
    }

    /** The number of bytes. */
    public int length() {
        return length;
    }

    /** Writes all bytes. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    /** The bytes as a stream. Nothing may be added any more. */
    public InputStream stream() {
        return new ByteArrayInputStream(bytes, 0, length);
    }

    void cells(Iterable<String> cells) {
        cells.forEach(this::cell);
    }

    void cell(String text) {
        cell(text.toCharArray(), 0, text.length());
    }

    /** Adds a cell of the row. */
    void cell(char[] text, int offset, int count) {
        // Each character takes up to three bytes, or is a quote that is doubled.
        reserve(3L * count + 3);
        if (!atLineStart) {
            bytes[length++] = (byte) separator;
        }
        if (!copyPlain(text, offset, count)) {
            text(quoted(text, offset, count));
        }
        atLineStart = false;
    }

    /** Copies a cell that is ASCII and needs no quotes; does nothing if it is another one. */
    private boolean copyPlain(char[] text, int offset, int count) {
        if (atLineStart && count > 0 && text[offset] == COMMENT) {
            return false;
        }
        int at = length;
        for (int i = offset; i < offset + count; i++) {
            char c = text[i];
            if (c > MAX_ASCII || c == QUOTE || c == separator || c == '\n' || c == '\r') {
                return false;
            }
            bytes[at++] = (byte) c;
        }
        length = at;
        return true;
    }

    /** Adds a cell of ASCII characters without any that need quotes. */
    @SuppressWarnings("deprecation") // The high bytes of ASCII characters are zero.
    void plainCell(String text) {
        reserve(text.length() + 1L);
        if (!atLineStart) {
            bytes[length++] = (byte) separator;
        }
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
        atLineStart = false;
    }

    /** Adds a cell of a finite number. */
    void cell(double number) {
        reserve(ShortestDecimal.MAX_LENGTH + 1L);
        int start = length;
        if (!atLineStart) {
            bytes[length++] = (byte) separator;
        }
        int end = ShortestDecimal.write(number, bytes, length);
        if (end < 0) {
            length = start;
            plainCell(Double.toString(number));
            return;
        }
        length = end;
        atLineStart = false;
    }

    /** Releases the memory for more rows, unless it is small in comparison. */
    CsvBytes trimmed() {
        if (bytes.length - length > length / MAX_SPARE) {
            bytes = Arrays.copyOf(bytes, length);
        }
        return this;
    }

    /** Ends the row. */
    void endRow() {
        reserve(1);
        bytes[length++] = '\n';
        atLineStart = true;
    }

    private String quoted(char[] text, int offset, int count) {
        String cell = new String(text, offset, count);
        boolean quotes = (atLineStart && cell.charAt(0) == COMMENT)
                || cell.chars().anyMatch(c -> c == QUOTE || c == separator || c == '\n' || c == '\r');
        return quotes ? QUOTE + cell.replace("\"", "\"\"") + QUOTE : cell;
    }

    private void text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        reserve(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
    }

    private void reserve(long more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(
                    bytes,
                    Math.toIntExact(Math.min(Integer.MAX_VALUE - 8, Math.max(length + more, 2L * bytes.length))));
        }
    }
}
