package dev.dropfit.core.csv;

import dev.dropfit.core.csv.CsvScanner.ScanException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How a CSV begins: its encoding, layout and header. With it, rows can be read from the middle of the file, by several processes at once. The
 * file must have been parsed from its first byte before, which shows that it is a table. Immutable.
 */
public final class CsvBeginning {
    private final byte[] bytes;
    private final boolean whole;
    private final String knownName;
    private final TextEncoding encoding;
    private final CsvLayout layout;

    /**
     * A beginning that was read before.
     *
     * @param bytes the first bytes of the file; not to be changed
     * @param whole whether they are the whole file
     * @param knownName as {@link RowSink#knownName} of the parse before
     * @throws InvalidTableException when it is no table
     */
    public CsvBeginning(byte[] bytes, boolean whole, String knownName) throws IOException, InvalidTableException {
        this.bytes = bytes;
        this.whole = whole;
        this.knownName = knownName;
        encoding = TextEncoding.of(bytes);
        layout = CsvParser.layout(bytes, encoding, whole, Set.of(), knownName);
    }

    /** Reads the first bytes of a file; does not close the stream. */
    public static CsvBeginning read(InputStream in, String knownName) throws IOException, InvalidTableException {
        BufferedInputStream buffered = new BufferedInputStream(in, CsvParser.bufferBytes(in));
        byte[] start = CsvParser.start(buffered);
        return new CsvBeginning(start, CsvParser.isWhole(buffered, start.length), knownName);
    }

    /** The first bytes of the file; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Whether they are the whole file. */
    public boolean whole() {
        return whole;
    }

    /** The name that the parse before knew. */
    public String knownName() {
        return knownName;
    }

    /** The length of the byte order mark. */
    public int markBytes() {
        return encoding.markBytes();
    }

    /** Whether rows can be read from the middle. A file in UTF-16 or with frames around its rows is read from its first byte only. */
    public boolean divisible() {
        return layout.form() == LineForm.PLAIN && !encoding.isWide();
    }

    /**
     * Parses the rows from a line on, to the end of the stream or until the sink ends the parse. Rows with a wrong number of cells are left out. So
     * is nothing after the last row: totals are rows.
     *
     * @param rest from the first byte of the line if the file is {@link #divisible}, else from the first byte of the file
     * @param line the number of the line, from 1, on which a row begins; the sink gets the numbers of lines of the whole file
     */
    public void parse(InputStream rest, long line, RowSink sink) throws IOException, InvalidTableException {
        if (!divisible()) {
            CsvParser.parse(rest, sink);
            return;
        }
        CsvText text = new CsvText(rest, encoding.charset(), Integer.MAX_VALUE);
        CsvScanner scanner = new CsvScanner(text, layout.dialect(), CsvParser.MAX_COLUMNS, line);
        RowAssembler rows = new RowAssembler(sink, layout.ofRows(header()), scanner, true);
        rows.begin();
        try {
            while (scanner.next(rows)) {
                rows.endRow();
            }
        } catch (ScanException e) {
            throw new InvalidTableException("The row on line " + scanner.rowLine() + " can't be read any more");
        }
    }

    /** The cells of the header as they are written. */
    private List<String> header() throws IOException, InvalidTableException {
        if (layout.names().isPresent()) {
            return layout.names().get();
        }
        int mark = encoding.markBytes();
        CsvText text = new CsvText(
                new ByteArrayInputStream(bytes, mark, bytes.length - mark), encoding.charset(), bytes.length);
        CsvScanner scanner = new CsvScanner(text, layout.dialect(), CsvParser.MAX_COLUMNS);
        List<String> header = new ArrayList<>();
        try {
            scanner.skipLines(layout.skippedLines());
            boolean found = scanner.next((index, buffer, from, to) -> header.add(ExcelText.content(buffer, from, to)));
            if (!found) {
                throw new InvalidTableException("The file has no header");
            }
        } catch (ScanException e) {
            throw new InvalidTableException("The header can't be read");
        }
        return header;
    }
}
