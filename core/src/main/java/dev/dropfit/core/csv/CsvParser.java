package dev.dropfit.core.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.dropfit.core.Text;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses CSV (RFC 4180) in UTF-8, with or without a byte order mark. Lines end with LF, CRLF or CR. Cells are separated by comma, semicolon
 * or tab, detected from the first line. Skips empty lines and trims white space around cells. Names a column without a name {@code
 * column_n} after its position. Keeps only one row in memory at a time.
 */
public final class CsvParser {
    /** The maximum number of columns. */
    public static final int MAX_COLUMNS = 10_000;
    /** The maximum length of a cell, in characters. */
    public static final int MAX_CELL_LENGTH = 1 << 20;

    private static final int MAX_PROBLEMS = 10;
    private static final int SHOWN_LENGTH = 40;
    private static final char REPLACEMENT = '\uFFFD';

    private CsvParser() {}

    /**
     * Parses the whole stream; does not close it.
     *
     * @return the number of rows without the header
     * @throws InvalidTableException when the text is not a table, or when the sink ends the parse; lists the problems so far, with line
     *     numbers
     * @throws IOException when the stream fails
     */
    public static long parse(InputStream in, RowSink sink) throws IOException, InvalidTableException {
        BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
        CsvFormat format = CsvFormat.sniff(buffered);
        Handler handler = new Handler(sink, format.separator());
        // A decoder that fails on malformed bytes can't report the position; a replacement character has a line and a
        // column.
        InputStreamReader text = new InputStreamReader(buffered, StandardCharsets.UTF_8);
        try (CloseableIterator<Handler> rows = CsvReader.builder()
                .fieldSeparator(format.separator())
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .maxBufferSize(MAX_CELL_LENGTH)
                .build(handler, text)
                .iterator()) {
            while (rows.hasNext()) {
                rows.next().finishRow();
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            handler.problems.add(new Problem(handler.line, null, reason(e)));
        }
        return handler.finish();
    }

    private static String reason(CsvParseException e) {
        Throwable cause = e;
        while (cause.getCause() instanceof CsvParseException inner) {
            cause = inner;
        }
        String message = String.valueOf(cause.getMessage());
        if (message.contains("buffer size")) {
            return "a cell is longer than " + MAX_CELL_LENGTH
                    + " characters; look for an unclosed quote or a missing line break after this line";
        }
        return "not a table: " + message;
    }

    /** Translates the callbacks of the reader to those of the sink, and counts cells. Drops the extra cells of rows that are too long. */
    private static final class Handler extends AbstractBaseCsvCallbackHandler<Handler> {
        final Problems problems = new Problems(MAX_PROBLEMS);
        private final RowSink sink;
        private final char separator;
        private final List<String> header = new ArrayList<>();
        private boolean headerDone;
        private long line = 1;
        private int cells;
        private boolean decoded = true;
        private long rows;

        Handler(RowSink sink, char separator) {
            this.sink = sink;
            this.separator = separator;
        }

        @Override
        protected void handleBegin(long startingLineNumber) {
            line = startingLineNumber;
            cells = 0;
            decoded = true;
        }

        @Override
        protected void handleField(int fieldIndex, char[] buffer, int offset, int length, boolean quoted) {
            int from = offset;
            int to = offset + length;
            while (from < to && isSpace(buffer[from])) {
                from++;
            }
            while (to > from && isSpace(buffer[to - 1])) {
                to--;
            }
            cells++;
            if (cells > MAX_COLUMNS) {
                throw new CsvParseException("more than " + MAX_COLUMNS
                        + (headerDone ? " cells in a row, the header has " + header.size() : " columns"));
            }
            if (!headerDone) {
                header.add(new String(buffer, from, to - from));
            } else if (fieldIndex < header.size()) {
                if (fieldIndex == 0) {
                    sink.beginRow(line);
                }
                checkDecoded(fieldIndex, buffer, from, to);
                sink.cell(fieldIndex, buffer, from, to - from);
            }
        }

        private void checkDecoded(int column, char[] buffer, int from, int to) {
            for (int i = from; i < to; i++) {
                if (buffer[i] == REPLACEMENT && decoded) {
                    decoded = false;
                    problems.add(new Problem(
                            line,
                            header.get(column),
                            "bytes that are not UTF-8 (found '"
                                    + Text.truncate(CharBuffer.wrap(buffer, from, to - from), SHOWN_LENGTH)
                                    + "'); save the file in UTF-8"));
                }
            }
        }

        @Override
        protected Handler buildRecord() {
            return this;
        }

        void finishRow() throws InvalidTableException {
            if (!headerDone) {
                headerDone = true;
                sink.header(names(), separator);
                return;
            }
            if (cells != header.size()) {
                problems.add(new Problem(
                        line,
                        null,
                        "found " + cells + (cells == 1 ? " cell" : " cells") + ", the header has " + header.size()));
            } else if (decoded) {
                rows++;
                sink.endRow();
            }
        }

        private List<String> names() throws InvalidTableException {
            Map<String, Integer> seen = new HashMap<>();
            for (int i = 0; i < header.size(); i++) {
                String name = header.get(i).isEmpty() ? "column_" + (i + 1) : header.get(i);
                header.set(i, name);
                if (name.indexOf(REPLACEMENT) >= 0) {
                    problems.add(
                            new Problem(line, null, "the name of column " + (i + 1) + " has bytes that are not UTF-8"));
                }
                Integer before = seen.putIfAbsent(name, i + 1);
                if (before != null) {
                    problems.add(
                            new Problem(line, name, "columns " + before + " and " + (i + 1) + " have the same name"));
                }
            }
            problems.throwIfAny();
            return List.copyOf(header);
        }

        long finish() throws InvalidTableException {
            if (!headerDone && problems.isEmpty()) {
                throw new InvalidTableException(
                        "The file is empty; a dataset needs a header line and at least one row");
            }
            problems.throwIfAny();
            return rows;
        }

        private static boolean isSpace(char c) {
            return c == ' ' || c == '\t' || c == '\u00A0';
        }
    }
}
