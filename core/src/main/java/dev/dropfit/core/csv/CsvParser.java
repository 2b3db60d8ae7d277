package dev.dropfit.core.csv;

import dev.dropfit.core.csv.CsvScanner.ScanException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.Optional;
import java.util.Set;

/**
 * Parses CSV as people write it. Plain is: UTF-8, cells separated by commas, a header in the first line, RFC 4180. Its first bytes show
 * how a file differs from that ({@link LayoutSniffer}): its encoding, its separator, lines before the header, comments, names of rows, no
 * header. Trims white space around cells. Keeps only one row in memory at a time, and the first 64 KiB while it examines them.
 */
public final class CsvParser {
    /** The maximum number of columns. */
    public static final int MAX_COLUMNS = 10_000;
    /** The maximum length of a cell, in characters. */
    public static final int MAX_CELL_LENGTH = 1 << 20;

    /** How many bytes to examine: more if they have no complete lines. */
    private static final int[] SAMPLE_BYTES = {1 << 16, 1 << 20, 1 << 22};

    private static final int MIN_SAMPLE_LINES = 3;
    private static final int MIN_BUFFER_BYTES = 1 << 10;
    private static final int HEAD_BYTES = 1 << 13;

    private CsvParser() {}

    /**
     * Parses the whole stream; does not close it.
     *
     * @throws InvalidTableException when the text is not a table, or when the sink ends the parse; lists the problems so far, with line
     *     numbers
     * @throws IOException when the stream fails
     */
    public static CsvSummary parse(InputStream in, RowSink sink) throws IOException, InvalidTableException {
        return parse(in, sink, Set.of());
    }

    /**
     * As above, for a table whose columns are known.
     *
     * @param expected the columns that the table must have: a line with all of them is the header
     */
    public static CsvSummary parse(InputStream in, RowSink sink, Set<String> expected)
            throws IOException, InvalidTableException {
        try {
            return parsed(in, sink, expected);
        } catch (DamagedFileException e) {
            throw new InvalidTableException(String.valueOf(e.getMessage()));
        }
    }

    private static CsvSummary parsed(InputStream in, RowSink sink, Set<String> expected)
            throws IOException, InvalidTableException {
        BufferedInputStream buffered = new BufferedInputStream(in, bufferBytes(in));
        byte[] start = start(buffered);
        FileKinds.check(start);
        TextEncoding encoding = TextEncoding.of(start);
        boolean whole = isWhole(buffered, start.length);
        CsvLayout layout = sink.givenNames().isEmpty()
                ? layout(start, encoding, whole, expected, sink.knownName())
                : CsvLayout.withoutHeader(sink.givenNames());
        buffered.skipNBytes(encoding.markBytes());
        CsvText text = new CsvText(buffered, encoding.charset(), start.length);
        Reader lines = layout.form() == LineForm.PLAIN ? text : new PlainLines(text, layout.form());
        CsvScanner scanner = new CsvScanner(lines, layout.dialect(), MAX_COLUMNS);
        RowAssembler rows = new RowAssembler(sink, layout, scanner, !expected.isEmpty());
        try {
            scanner.skipLines(layout.skippedLines());
            rows.begin();
            long read = 0;
            while (scanner.next(rows)) {
                rows.endRow();
                if (text.decodedBytes() != read) {
                    read = text.decodedBytes();
                    sink.bytesRead(read);
                }
            }
        } catch (ScanException e) {
            rows.fail(reason(e.limit(), rows.columns()));
        }
        return rows.finish(encoding, text);
    }

    /** A request is an array of bytes, mostly a small one. */
    static int bufferBytes(InputStream in) throws IOException {
        return in instanceof ByteArrayInputStream
                ? Math.max(MIN_BUFFER_BYTES, Math.min(SAMPLE_BYTES[0], in.available()))
                : SAMPLE_BYTES[0];
    }

    /** How a text is laid out that begins with these bytes. */
    static CsvLayout layout(byte[] start, TextEncoding encoding, boolean whole, Set<String> expected, String knownName)
            throws IOException, InvalidTableException {
        if (!expected.isEmpty()) {
            // The first lines of a request mostly decide.
            int length = Math.min(start.length, HEAD_BYTES);
            CsvSample head = sample(start, length, encoding, whole && length == start.length);
            Optional<CsvLayout> plain =
                    LineForm.of(head.text()) == LineForm.PLAIN ? LayoutSniffer.plain(head, expected) : Optional.empty();
            if (plain.isPresent()) {
                return plain.get();
            }
        }
        // Without complete lines there is a limit that the scanner finds.
        if (!whole && !hasLines(start)) {
            return CsvLayout.plain(',');
        }
        CsvSample sample = sample(start, start.length, encoding, whole);
        LineForm form = LineForm.of(sample.text());
        return LayoutSniffer.sniff(sample.plain(form), form, expected, knownName);
    }

    /** The first bytes, up to those of some lines. Leaves the stream where it was. */
    static byte[] start(BufferedInputStream in) throws IOException {
        byte[] start = {};
        for (int size : SAMPLE_BYTES) {
            in.mark(size + 1);
            start = in.readNBytes(size);
            in.reset();
            if (start.length < size || hasLines(start)) {
                return start;
            }
        }
        return start;
    }

    private static boolean hasLines(byte[] bytes) {
        int lines = 0;
        for (byte b : bytes) {
            lines += b == '\n' || b == '\r' ? 1 : 0;
            if (lines == MIN_SAMPLE_LINES) {
                return true;
            }
        }
        return false;
    }

    /** Whether the stream has no more than its first bytes. Leaves the stream where it was. */
    static boolean isWhole(BufferedInputStream in, int length) throws IOException {
        if (length < SAMPLE_BYTES[0]) {
            return true;
        }
        in.mark(length + 1);
        in.skipNBytes(length);
        boolean whole = in.read() < 0;
        in.reset();
        return whole;
    }

    private static CsvSample sample(byte[] start, int length, TextEncoding encoding, boolean whole) throws IOException {
        int mark = encoding.markBytes();
        Reader text = new CsvText(new ByteArrayInputStream(start, mark, length - mark), encoding.charset(), length);
        StringBuilder characters = new StringBuilder(length);
        char[] piece = new char[Math.max(1, Math.min(length, 1 << 13))];
        for (int count = text.read(piece); count >= 0; count = text.read(piece)) {
            characters.append(piece, 0, count);
        }
        return CsvSample.of(characters.toString(), whole);
    }

    private static String reason(CsvScanner.Limit limit, int columns) {
        return switch (limit) {
            case CELLS ->
                "not a table: more than " + MAX_COLUMNS
                        + (columns > 0 ? " cells in a row, the header has " + columns : " columns")
                        + "; look for a missing line break in this line";
            case LENGTH ->
                "a cell is longer than " + MAX_CELL_LENGTH
                        + " characters; look for an unclosed quote or a missing line break after this line";
        };
    }
}
