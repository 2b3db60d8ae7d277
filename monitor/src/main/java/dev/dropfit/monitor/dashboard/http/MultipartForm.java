package dev.dropfit.monitor.dashboard.http;

import dev.dropfit.core.SingleByte;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A form with a file, as browsers send it (RFC 7578). Its parts are read one after another, a file as a stream. Not thread-safe.
 */
public final class MultipartForm {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAX_HEADER_BYTES = 1 << 13;
    private static final int MAX_BOUNDARY = 200;
    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[;\\s]name=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern FILE_NAME = Pattern.compile("[;\\s]filename=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);

    private final InputStream in;
    /** A line break, two hyphens and the boundary: what ends each part. */
    private final byte[] delimiter;

    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;
    /** Up to here the buffer is known to be content of the part. */
    private int known;

    private boolean inPart = true;

    /**
     * A part of a form.
     *
     * @param name the name of its field
     * @param file the name of the file; empty if the part is no file, or none was chosen
     * @param content valid until the next part is asked for; need not be closed
     */
    public record Part(String name, String file, InputStream content) {
        /**
         * The content of a short field.
         *
         * @throws RefusedException when it has more bytes
         */
        public String text(int maxBytes) throws IOException, RefusedException {
            byte[] bytes = content.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new RefusedException(
                        413, "Form too large", "The field " + name + " has more than " + maxBytes + " bytes.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private MultipartForm(InputStream in, String boundary) {
        this.in = in;
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // The first part has no line break before its boundary.
        buffer[0] = '\r';
        buffer[1] = '\n';
        to = 2;
    }

    /**
     * The form in a body of this type.
     *
     * @param body not closed
     * @throws RefusedException when the type is not that of a form with a file
     */
    public static MultipartForm of(String contentType, InputStream body) throws RefusedException {
        Matcher boundary = BOUNDARY.matcher(contentType);
        boolean multipart = contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
        if (!multipart || !boundary.find()) {
            throw new RefusedException(
                    415, "No form", "The request is no form with a file; accepted is multipart/form-data.");
        }
        String value = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        if (value.length() > MAX_BOUNDARY) {
            throw new RefusedException(415, "No form", "The boundary of the form is too long.");
        }
        return new MultipartForm(body, value);
    }

    /** The next part; empty after the last one. Skips what was not read of the part before. */
    public Optional<Part> next() throws IOException, RefusedException {
        while (inPart) {
            readPart(new byte[BUFFER_BYTES], 0, BUFFER_BYTES);
        }
        from += delimiter.length;
        String end = line();
        if (end.startsWith("--")) {
            return Optional.empty();
        }
        String name = "";
        String file = "";
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                name = group(NAME.matcher(header));
                file = group(FILE_NAME.matcher(header));
            }
        }
        inPart = true;
        known = from;
        return Optional.of(new Part(name, file, new Content()));
    }

    private static String group(Matcher matcher) {
        return matcher.find() ? matcher.group(1) : "";
    }

    /** Reads on until so many bytes are in the buffer, or the body ends. */
    private void require(int bytes) throws IOException {
        while (to - from < bytes) {
            if (buffer.length - from < bytes) {
                System.arraycopy(buffer, from, buffer, 0, to - from);
                to -= from;
                from = 0;
            }
            int read = in.read(buffer, to, buffer.length - to);
            if (read < 0) {
                return;
            }
            to += read;
        }
    }

    /** The next line, without its end. */
    private String line() throws IOException, RefusedException {
        int length = 0;
        while (true) {
            require(length + 2);
            if (to - from < length + 2) {
                throw new EOFException("the form ended early");
            }
            if (buffer[from + length] == '\r' && buffer[from + length + 1] == '\n') {
                String line = new String(buffer, from, length, StandardCharsets.UTF_8);
                from += length + 2;
                return line;
            }
            length++;
            if (length > MAX_HEADER_BYTES) {
                throw new RefusedException(400, "No form", "A header of the form is too long.");
            }
        }
    }

    /** Reads from the part; -1 at its end, which is then known to be there. */
    private int readPart(byte[] target, int offset, int count) throws IOException {
        if (!inPart) {
            return -1;
        }
        if (from >= known) {
            require(delimiter.length);
            if (to - from < delimiter.length) {
                throw new EOFException("the form ended early");
            }
            known = from + lengthBeforeDelimiter();
            if (known == from) {
                inPart = false;
                return -1;
            }
        }
        int read = Math.min(known - from, count);
        System.arraycopy(buffer, from, target, offset, read);
        from += read;
        return read;
    }

    /** The number of bytes in the buffer that are no part of the next delimiter. */
    private int lengthBeforeDelimiter() {
        int last = to - delimiter.length;
        for (int i = from; i <= last; i++) {
            if (buffer[i] == '\r' && Arrays.equals(buffer, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
                return i - from;
            }
        }
        return last + 1 - from;
    }

    private final class Content extends InputStream {
        @Override
        public int read() throws IOException {
            return SingleByte.read(this);
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            return count == 0 ? 0 : readPart(target, offset, count);
        }
    }
}
