package dev.dropfit.core.csv;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The format of a file, detected from its first bytes.
 *
 * @param separator the most frequent of comma, semicolon and tab in the first line outside quotes
 */
record CsvFormat(char separator) {
    /** The number of bytes to examine. */
    private static final int SNIFFED_BYTES = 1 << 16;

    private static final char[] SEPARATORS = {',', ';', '\t'};

    /**
     * Examines the beginning of a stream without consuming it. Skips a UTF-8 byte order mark.
     *
     * @throws InvalidTableException when the content is not text in UTF-8; the message names the format if it is known
     */
    static CsvFormat sniff(BufferedInputStream in) throws IOException, InvalidTableException {
        in.mark(SNIFFED_BYTES);
        byte[] bytes = in.readNBytes(SNIFFED_BYTES);
        in.reset();
        rejectOtherFormats(bytes);
        boolean mark = startsWith(bytes, 0xEF, 0xBB, 0xBF);
        if (mark) {
            in.skipNBytes(3);
        }
        return new CsvFormat(
                separator(new String(bytes, mark ? 3 : 0, bytes.length - (mark ? 3 : 0), StandardCharsets.UTF_8)));
    }

    private static void rejectOtherFormats(byte[] bytes) throws InvalidTableException {
        if (startsWith(bytes, 0x1F, 0x8B)) {
            throw new InvalidTableException(
                    "The file is compressed with gzip; accepted is CSV text. A command also accepts a file whose name ends in .csv.gz");
        }
        if (startsWith(bytes, 'P', 'K', 3, 4)) {
            throw new InvalidTableException(
                    "The file is a zip archive or a spreadsheet; accepted is CSV text in UTF-8: save it as CSV");
        }
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            throw new InvalidTableException(
                    "The file is text in UTF-16; accepted is CSV text in UTF-8: save it as UTF-8");
        }
        for (byte b : bytes) {
            if (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r') {
                throw new InvalidTableException(
                        "The file is not text (found byte 0x%02x); accepted is CSV text in UTF-8".formatted(b));
            }
        }
    }

    private static char separator(String text) {
        int[] counts = new int[SEPARATORS.length];
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                if (c == '\n' || c == '\r') {
                    break;
                }
                for (int s = 0; s < SEPARATORS.length; s++) {
                    if (c == SEPARATORS[s]) {
                        counts[s]++;
                    }
                }
            }
        }
        int best = 0;
        for (int s = 1; s < SEPARATORS.length; s++) {
            if (counts[s] > counts[best]) {
                best = s;
            }
        }
        return SEPARATORS[best];
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        if (bytes.length < start.length) {
            return false;
        }
        for (int i = 0; i < start.length; i++) {
            if ((bytes[i] & 0xFF) != start[i]) {
                return false;
            }
        }
        return true;
    }
}
