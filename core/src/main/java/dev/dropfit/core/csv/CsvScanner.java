package dev.dropfit.core.csv;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.List;

/**
 * Splits text into rows and cells, as RFC 4180 and more: lines end with LF, CRLF or CR; blanks around cells and around quotes do not belong
 * to the cells; a quote inside a cell is a character. Keeps one cell in memory. Not thread-safe.
 *
 * <p>A quoted cell ends at the quote before a separator or a line end. After another quote it goes on if such a quote follows on the
 * same line before the next cell begins, as in {@code "a "good" film"}; else the rest up to the separator belongs to the cell, as in
 * {@code "5" disk}.
 */
final class CsvScanner {
    private static final int FIRST_BUFFER = 1 << 15;

    private final Reader in;
    private final char separator;
    private final char otherBlank;
    private final boolean blanks;
    private final char quote;
    private static final List<String> ERRORS =
            List.of("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!");
    private static final int MAX_ERROR = 7;

    private final char comment;
    private final int maxCells;

    private char[] buffer = new char[FIRST_BUFFER];
    private int at;
    private int limit;
    /** The start of the cell; what comes before it is not needed any more. */
    private int start;

    private boolean ended;
    private long line;
    private long rowLine = 1;
    /** The line on which the last cell of several lines ends; else the line of the row. */
    private long lastLine = 1;

    private boolean cellOfLines;
    private int cells;
    private long comments;
    private long firstComment;
    private long unclosed;
    private boolean quotedCell;
    private boolean afterBlank;

    /** Receives the cells of a row in order. */
    interface Cells {
        /** One cell: the characters from {@code from} to before {@code to}, valid only during the call. Trimmed, without quotes. */
        void cell(int index, char[] buffer, int from, int to);
    }

    /** A limit of a row. */
    enum Limit {
        /** The number of its cells. */
        CELLS,
        /** The length of a cell. */
        LENGTH
    }

    /** The text can't be split because a row exceeds a limit. */
    static final class ScanException extends Exception {
        private static final long serialVersionUID = 1L;

        private final Limit limit;

        ScanException(Limit limit) {
            super(limit.name());
            this.limit = limit;
        }

        Limit limit() {
            return limit;
        }
    }

    /**
     * A scanner at the first line of a text.
     *
     * @param dialect how rows are written
     * @param maxCells the maximum number of cells of a row
     */
    CsvScanner(Reader in, Dialect dialect, int maxCells) {
        this(in, dialect, maxCells, 1);
    }

    /** @param line the number of the first line */
    CsvScanner(Reader in, Dialect dialect, int maxCells, long line) {
        this.in = in;
        this.line = line;
        separator = dialect.separator();
        blanks = dialect.blanks();
        otherBlank = blanks ? '\t' : separator;
        quote = dialect.quote();
        comment = dialect.comment();
        this.maxCells = maxCells;
    }

    /**
     * How rows are written.
     *
     * @param separator between cells; a blank for runs of blanks and tabs
     * @param quote around cells that contain separators
     * @param comment the first character of lines to skip; {@link #NO_COMMENT} for none
     */
    record Dialect(char separator, char quote, char comment) {
        static final char NO_COMMENT = '\uFFFF';

        boolean blanks() {
            return separator == ' ';
        }
    }

    /** Skips this many lines, whatever they contain. */
    void skipLines(long lines) throws IOException {
        for (long i = 0; i < lines && (at < limit || fill()); i++) {
            skipLine();
        }
    }

    /**
     * Scans the next row that is not empty.
     *
     * @return whether there was one
     */
    boolean next(Cells out) throws IOException, ScanException {
        cells = 0;
        afterBlank = false;
        while (true) {
            start = at;
            if (at == limit && !fill()) {
                return false;
            }
            char c = buffer[at];
            if (c == '\n' || c == '\r') {
                afterBlank = true;
                endLine();
            } else if (c == comment && !startsWithError()) {
                firstComment = comments++ == 0 ? line : firstComment;
                skipLine();
            } else {
                break;
            }
        }
        rowLine = line;
        lastLine = line;
        boolean more = !blanks || skipBlanks();
        while (more) {
            more = cell(out);
        }
        return true;
    }

    /** Whether the line begins with an error of Excel, which is a cell and no comment. */
    private boolean startsWithError() throws IOException {
        boolean more = true;
        while (more && limit - at < MAX_ERROR) {
            more = fill();
        }
        String begin = new String(buffer, at, Math.min(MAX_ERROR, limit - at));
        return ERRORS.stream().anyMatch(begin::startsWith);
    }

    /** The line on which the last row began, from 1. */
    long rowLine() {
        return rowLine;
    }

    /** The line on which the last cell of several lines ends; else the line of the row. */
    long lastLine() {
        return lastLine;
    }

    /** Whether the cell that is passed on has several lines. */
    boolean isCellOfLines() {
        return cellOfLines;
    }

    /** Whether there was an empty line before the last row. */
    boolean afterBlank() {
        return afterBlank;
    }

    /** The number of cells of the last row. */
    int cells() {
        return cells;
    }

    /** The number of lines that were skipped as comments. */
    long comments() {
        return comments;
    }

    /** The first line that was skipped as a comment. */
    long firstComment() {
        return firstComment;
    }

    /** The line of the row with a quote that is not closed at the end of the text; 0 if there is none. */
    long unclosed() {
        return unclosed;
    }

    /** Whether the cell that is passed on has quotes around it. */
    boolean quotedCell() {
        return quotedCell;
    }

    /** Scans a cell and its separator; returns whether there was a separator. */
    private boolean cell(Cells out) throws IOException, ScanException {
        if (cells == maxCells) {
            throw new ScanException(Limit.CELLS);
        }
        start = at;
        quotedCell = false;
        cellOfLines = false;
        int p = at;
        while (true) {
            if (p == limit) {
                p = refill(p);
                if (p == limit) {
                    break;
                }
            }
            char c = buffer[p];
            if (c == quote) {
                return quoted(out, p + 1);
            }
            if (!isBlank(c) || c == separator || c == otherBlank) {
                break;
            }
            p++;
        }
        at = p;
        p = toEnd(p);
        int from = Math.min(at, p);
        return emit(out, from, p, p);
    }

    /** The position of the separator or line end from here, or the end of the text. Keeps {@link #at} at the same character. */
    private int toEnd(int from) throws IOException, ScanException {
        int p = from;
        while (true) {
            char[] text = buffer;
            int to = limit;
            while (p < to) {
                char c = text[p];
                if (c == separator || c == '\n' || c == '\r' || c == otherBlank) {
                    return p;
                }
                p++;
            }
            p = refill(p);
            if (p == limit) {
                return p;
            }
        }
    }

    /** Passes on the trimmed text from {@code from} to {@code to}; then continues at {@code next}, a separator or a line end. */
    private boolean emit(Cells out, int from, int to, int next) throws IOException {
        int end = to;
        while (end > from && isBlank(buffer[end - 1])) {
            end--;
        }
        out.cell(cells++, buffer, from, end);
        at = next;
        start = next;
        if (at == limit && !fill()) {
            return false;
        }
        char c = buffer[at];
        if (c == '\n' || c == '\r') {
            endLine();
            return false;
        }
        at++;
        return !blanks || skipBlanks();
    }

    /** Skips blanks; returns whether a cell follows on this line. Ends the line otherwise. */
    private boolean skipBlanks() throws IOException {
        while (true) {
            start = at;
            if (at == limit && !fill()) {
                return false;
            }
            char c = buffer[at];
            if (c == '\n' || c == '\r') {
                endLine();
                return false;
            }
            if (!isBlank(c)) {
                return true;
            }
            at++;
        }
    }

    /** @param from after the quote */
    private boolean quoted(Cells out, int from) throws IOException, ScanException {
        // Positions relative to the start of the cell do not change when the buffer moves.
        int content = from - start;
        int write = content;
        int closing = 0;
        int p = from;
        quotedCell = true;
        while (true) {
            if (p == limit) {
                p = refill(p);
                if (p == limit) {
                    unclosed = rowLine;
                    return emit(out, start + content, start + write, p);
                }
            }
            char c = buffer[p];
            if (c != quote) {
                if (c == '\r' || (c == '\n' && buffer[p - 1] != '\r')) {
                    lastLine = ++line;
                    cellOfLines = true;
                }
                buffer[start + write++] = c;
                p++;
                continue;
            }
            if (p + 1 == limit) {
                p = refill(p + 1) - 1;
            }
            if (p + 1 < limit && buffer[p + 1] == quote) {
                buffer[start + write++] = quote;
                p += 2;
                continue;
            }
            int after = pastBlanks(p + 1);
            // The buffer may have moved.
            if (after == limit || endsCell(buffer[after])) {
                return emit(out, start + content, start + write, after);
            }
            int offset = after - start;
            if (offset > closing) {
                closing = closingQuote(after);
            }
            p = lastQuote(start + offset);
            if (offset <= closing) {
                buffer[start + write++] = quote;
                p++;
                continue;
            }
            return rest(out, content, write, p + 1);
        }
    }

    private int lastQuote(int before) {
        int p = before - 1;
        while (buffer[p] != quote) {
            p--;
        }
        return p;
    }

    /** The text after a closing quote, up to the separator, belongs to the cell. */
    private boolean rest(Cells out, int content, int write, int from) throws IOException, ScanException {
        int moved = from - start;
        at = from;
        int end = toEnd(from);
        int length = end - (start + moved);
        System.arraycopy(buffer, start + moved, buffer, start + write, length);
        return emit(out, start + content, start + write + length, end);
    }

    /**
     * The distance from {@link #start} of a quote that ends a cell, on this line and before a quote that begins one; 0 if there is none.
     * Does not move the start.
     */
    private int closingQuote(int from) throws IOException, ScanException {
        int offset = from - start;
        while (true) {
            if (start + offset == limit && limit - start <= CsvParser.MAX_CELL_LENGTH) {
                refill(limit);
            }
            if (start + offset == limit) {
                return 0;
            }
            char c = buffer[start + offset];
            if (c == '\n' || c == '\r') {
                return 0;
            }
            if (c == quote) {
                int before = start + offset - 1;
                while (isBlank(buffer[before]) && !endsCell(buffer[before])) {
                    before--;
                }
                if (endsCell(buffer[before])) {
                    return 0;
                }
                int after = pastBlanks(start + offset + 1);
                if (after == limit || endsCell(buffer[after])) {
                    return offset;
                }
            }
            offset++;
        }
    }

    private boolean endsCell(char c) {
        return c == separator || c == '\n' || c == '\r' || c == otherBlank;
    }

    private int pastBlanks(int from) throws IOException, ScanException {
        int p = from;
        while (true) {
            if (p == limit) {
                p = refill(p);
                if (p == limit) {
                    return p;
                }
            }
            char c = buffer[p];
            if (!isBlank(c) || c == separator || c == otherBlank) {
                return p;
            }
            p++;
        }
    }

    /** Reads more after the end of the buffer; returns where {@code p}, the end of the buffer, is now: again the end if there is no more. */
    private int refill(int p) throws IOException, ScanException {
        if (limit - start > CsvParser.MAX_CELL_LENGTH) {
            throw new ScanException(Limit.LENGTH);
        }
        int before = start;
        fill();
        return p - (before - start);
    }

    /** Reads more characters, keeps those from {@link #start}; returns whether there are more. */
    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, limit - start);
            at -= start;
            limit -= start;
            start = 0;
        }
        if (limit == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * limit);
        }
        int count = in.read(buffer, limit, buffer.length - limit);
        while (count == 0) {
            count = in.read(buffer, limit, buffer.length - limit);
        }
        ended = count < 0;
        limit += Math.max(0, count);
        return !ended;
    }

    private void skipLine() throws IOException {
        while (true) {
            start = at;
            if (at == limit && !fill()) {
                return;
            }
            char c = buffer[at];
            if (c == '\n' || c == '\r') {
                endLine();
                return;
            }
            at++;
        }
    }

    /** Goes to the next line; {@link #at} is at a line end. */
    private void endLine() throws IOException {
        line++;
        boolean carriage = buffer[at++] == '\r';
        start = at;
        if (carriage && (at < limit || fill()) && buffer[at] == '\n') {
            at++;
            start = at;
        }
    }

    /** A byte order mark is within the text where files with one were joined. */
    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\u00A0' || c == '\uFEFF';
    }
}
