package dev.dropfit.core.csv;

import dev.dropfit.core.csv.CsvScanner.Dialect;
import dev.dropfit.core.csv.CsvScanner.ScanException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The first complete lines of a text.
 *
 * @param text these lines
 * @param whole whether they are the whole text
 */
record CsvSample(String text, boolean whole) {
    private static final String DASHES = "---";

    /** The beginning of a text: without the last line, which may be incomplete. */
    static CsvSample of(String start, boolean whole) {
        if (whole) {
            return new CsvSample(start, true);
        }
        int end = Math.max(start.lastIndexOf('\n'), start.lastIndexOf('\r'));
        return new CsvSample(end < 0 ? start : start.substring(0, end + 1), false);
    }

    /** The same sample with plain lines. */
    CsvSample plain(LineForm form) {
        if (form == LineForm.PLAIN) {
            return this;
        }
        StringBuilder plain = new StringBuilder(text.length());
        char[] piece = new char[1 << 13];
        Reader lines = new PlainLines(new StringReader(text), form);
        try {
            for (int count = lines.read(piece); count >= 0; count = lines.read(piece)) {
                plain.append(piece, 0, count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CsvSample(plain.toString(), whole);
    }

    /** The number of lines from one of three dashes at the beginning to the next one, as in CSVY; 0 if there are none. */
    long metadataLines() {
        if (!text.startsWith(DASHES)) {
            return 0;
        }
        List<String> lines = text.lines().map(String::stripTrailing).toList();
        int end = lines.get(0).equals(DASHES) ? lines.subList(1, lines.size()).indexOf(DASHES) : -1;
        return end < 0 ? 0 : end + 2L;
    }

    /** A line that may be a comment. */
    record Line(long number, String text) {}

    /** The character with which some lines begin that may be comments: a hash or a percent sign; {@link Dialect#NO_COMMENT} if there are none. */
    char comment() {
        int hashes = 0;
        int percents = 0;
        int lines = 0;
        int above = 0;
        boolean begin = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean end = c == '\n' || c == '\r';
            if (begin && !end) {
                lines++;
                hashes += c == '#' ? 1 : 0;
                percents += c == '%' ? 1 : 0;
                above += Math.max(hashes, percents) == lines ? 1 : 0;
            }
            begin = end;
        }
        char comment = hashes > 0 ? '#' : '%';
        int found = hashes > 0 ? hashes : percents;
        // A short file may have more comments above its rows than rows.
        boolean fewer = found * 2 < lines || (found == above && found < lines);
        return found > 0 && fewer ? comment : Dialect.NO_COMMENT;
    }

    /** The lines that begin with this character. */
    List<Line> linesFrom(char first) {
        List<Line> lines = new ArrayList<>();
        long number = 1;
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
                end++;
            }
            if (text.charAt(at) == first) {
                lines.add(new Line(number, text.substring(at, end)));
            }
            boolean pair = end + 1 < text.length() && text.charAt(end) == '\r' && text.charAt(end + 1) == '\n';
            at = end + (pair ? 2 : 1);
            number++;
        }
        return lines;
    }

    /** The first rows that are not blank; ends early where the text can't be split. */
    List<SampleRow> rows(Dialect dialect, long skippedLines, int maxRows) {
        return rows(text, dialect, skippedLines, maxRows);
    }

    /** The cells of one line. */
    static List<String> cells(String line, Dialect dialect) {
        List<SampleRow> rows = rows(line, dialect, 0, 1);
        return rows.isEmpty() ? List.of() : rows.get(0).cells();
    }

    private static List<SampleRow> rows(String text, Dialect dialect, long skippedLines, int maxRows) {
        CsvScanner scanner = new CsvScanner(new StringReader(text), dialect, CsvParser.MAX_COLUMNS + 1);
        List<SampleRow> rows = new ArrayList<>();
        Collector cells = new Collector(scanner);
        try {
            scanner.skipLines(skippedLines);
            while (rows.size() < maxRows && scanner.next(cells)) {
                SampleRow row = cells.row();
                if (row.filled() > 0) {
                    rows.add(row);
                } else {
                    cells.blank = true;
                }
            }
        } catch (ScanException e) {
            // The parse of the whole file reports it.
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static final class Collector implements CsvScanner.Cells {
        private final CsvScanner scanner;
        private List<String> cells = new ArrayList<>();
        private int quoted;
        private boolean blank;

        Collector(CsvScanner scanner) {
            this.scanner = scanner;
        }

        @Override
        public void cell(int index, char[] buffer, int from, int to) {
            cells.add(
                    ExcelText.is(buffer, from, to)
                            ? new String(
                                    buffer, from + ExcelText.BEFORE, to - from - ExcelText.BEFORE - ExcelText.AFTER)
                            : new String(buffer, from, to - from));
            quoted += scanner.quotedCell() ? 1 : 0;
        }

        SampleRow row() {
            SampleRow row = new SampleRow(scanner.rowLine(), cells, quoted, blank || scanner.afterBlank());
            blank = false;
            cells = new ArrayList<>();
            quoted = 0;
            return row;
        }
    }
}
