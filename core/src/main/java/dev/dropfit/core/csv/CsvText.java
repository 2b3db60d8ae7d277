package dev.dropfit.core.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes text. A byte that is not UTF-8 is read as Windows-1252: such bytes may come late in a file, which is a stream and can't be read
 * twice. Removes NUL characters and the end mark of DOS files. Counts what it changes. Not thread-safe.
 */
final class CsvText extends Reader {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MIN_BUFFER_BYTES = 64;
    private static final byte END_MARK = 0x1A;

    /** The characters of the bytes 0x80 to 0x9F in Windows-1252; 0 for none. The other bytes have the same character as in Latin 1. */
    private static final char[] WINDOWS = {
        '\u20AC', 0, '\u201A', '\u0192', '\u201E', '\u2026', '\u2020', '\u2021', '\u02C6', '\u2030', '\u0160', '\u2039',
        '\u0152', 0, '\u017D', 0, 0, '\u2018', '\u2019', '\u201C', '\u201D', '\u2022', '\u2013', '\u2014', '\u02DC',
        '\u2122', '\u0161', '\u203A', '\u0153', 0, '\u017E', '\u0178'
    };

    private final InputStream in;
    private final CharsetDecoder decoder;
    private final boolean utf8;
    private final ByteBuffer bytes;
    private boolean ended;
    private long decoded;
    private long taken;
    private long windows;
    private long unknown;
    private long removed;

    /**
     * A reader of a text.
     *
     * @param charset of the text; for UTF-8 with the fallback
     * @param length of the text in bytes, or a large number: a short text needs no large buffer
     */
    CsvText(InputStream in, Charset charset, int length) {
        bytes = ByteBuffer.allocate(Math.max(MIN_BUFFER_BYTES, Math.min(length, BUFFER_BYTES)))
                .limit(0);
        this.in = in;
        utf8 = charset.equals(StandardCharsets.UTF_8);
        decoder = charset.newDecoder()
                .onMalformedInput(utf8 ? CodingErrorAction.REPORT : CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
    }

    /** The character of a byte from 0x80 in Windows-1252; 0 if there is none. */
    static char windows(int value) {
        return value < 0xA0 ? WINDOWS[value - 0x80] : (char) value;
    }

    /** The number of bytes that were decoded completely before the last ones were taken from the stream. */
    long decodedBytes() {
        return decoded;
    }

    /** The number of bytes that were read as Windows-1252. */
    long windowsBytes() {
        return windows;
    }

    /** The number of bytes that are neither UTF-8 nor Windows-1252. */
    long unknownBytes() {
        return unknown;
    }

    /** The number of NUL characters that were removed. */
    long removed() {
        return removed;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        CharBuffer out = CharBuffer.wrap(target, offset, length);
        while (true) {
            CoderResult result = decoder.decode(bytes, out, ended);
            if (result.isMalformed() && out.hasRemaining()) {
                for (int i = result.length(); i > 0 && out.hasRemaining(); i--) {
                    out.put(fallback(bytes.get() & 0xFF));
                }
            } else if (result.isError() || result.isOverflow() || ended) {
                // Bytes that are no UTF-8 wait for the next buffer, too.
                break;
            } else if (out.position() > offset) {
                // What there is comes first: the stream may wait for more.
                break;
            } else {
                fill();
            }
        }
        int count = out.position() - offset;
        if (!utf8) {
            count = withoutNuls(target, offset, count);
            return count == 0 && length > 0 && !(ended && !bytes.hasRemaining())
                    ? read(target, offset, length)
                    : end(count);
        }
        return end(count);
    }

    private int end(int count) {
        return count == 0 && ended ? -1 : count;
    }

    private char fallback(int value) {
        char c = windows(value);
        if (c == 0) {
            unknown++;
            return '\uFFFD';
        }
        windows++;
        return c;
    }

    private void fill() throws IOException {
        bytes.compact();
        int from = bytes.position();
        int count = in.read(bytes.array(), from, bytes.remaining());
        decoded = taken - from;
        taken += Math.max(0, count);
        if (count < 0) {
            ended = true;
        } else {
            bytes.position(from + (utf8 ? clean(bytes.array(), from, count) : count));
        }
        bytes.flip();
    }

    /** Removes NUL and the end mark; returns the number of bytes that stay. */
    private int clean(byte[] buffer, int from, int count) {
        int end = from + count;
        int at = from;
        while (at < end && buffer[at] != 0 && buffer[at] != END_MARK) {
            at++;
        }
        int to = at;
        for (; at < end; at++) {
            if (buffer[at] == 0) {
                removed++;
            } else if (buffer[at] != END_MARK) {
                buffer[to++] = buffer[at];
            }
        }
        return to - from;
    }

    private int withoutNuls(char[] target, int offset, int count) {
        int to = offset;
        for (int at = offset; at < offset + count; at++) {
            if (target[at] == 0) {
                removed++;
            } else if (target[at] != END_MARK) {
                target[to++] = target[at];
            }
        }
        return to - offset;
    }

    @Override
    public void close() {
        // The stream belongs to the caller.
    }
}
