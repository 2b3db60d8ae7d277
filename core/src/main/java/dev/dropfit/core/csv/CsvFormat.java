package dev.dropfit.core.csv;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What the first bytes of a file tell of it.
 *
 * @param separator the character between cells: comma, semicolon or tab, whichever the first line has most of outside quotes
 */
record CsvFormat(char separator) {
    /** How far the first line is looked at, in bytes. */
    private static final int SNIFFED = 1 << 16;

    private static final char[] SEPARATORS = {',', ';', '\t'};

    /**
     * Looks at the beginning of a stream without taking it away. A UTF-8 byte order mark is skipped.
     *
     * @throws InvalidTableException when this is no UTF-8 text: it says what it seems to be
     */
    static CsvFormat sniff(BufferedInputStream in) throws IOException, InvalidTableException {
        in.mark(SNIFFED);
        byte[] bytes = in.readNBytes(SNIFFED);
        in.reset();
        refuseOtherFormats(bytes);
        boolean mark = startsWith(bytes, 0xEF, 0xBB, 0xBF);
        if (mark) {
            in.skipNBytes(3);
        }
        return new CsvFormat(
                separator(new String(bytes, mark ? 3 : 0, bytes.length - (mark ? 3 : 0), StandardCharsets.UTF_8)));
    }

    private static void refuseOtherFormats(byte[] bytes) throws InvalidTableException {
        if (startsWith(bytes, 0x1F, 0x8B)) {
            throw new InvalidTableException(
                    "The file is compressed with gzip; accepted is CSV text, or a file whose name ends in .csv.gz"
                            + " where a command takes a file");
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
