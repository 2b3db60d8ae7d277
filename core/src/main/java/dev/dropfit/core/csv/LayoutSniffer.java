package dev.dropfit.core.csv;

import dev.dropfit.core.Text;
import dev.dropfit.core.csv.CsvSample.Line;
import dev.dropfit.core.csv.CsvScanner.Dialect;
import dev.dropfit.core.csv.HeaderEvidence.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Finds out how a text is laid out, from its first lines. Deterministic. Not thread-safe. */
final class LayoutSniffer {
    private static final int MAX_ROWS = 300;
    private static final int MAX_PREAMBLE = 60;
    private static final int SHOWN = 60;
    private static final int SHOWN_CELLS = 5;
    private static final int MIN_ROW_NAMES = 5;
    private static final int MIN_ROWS_AFTER_HEADERS = 5;
    private static final int MAX_MORE_HEADERS = 3;
    private static final int MAX_NUMBERED = 6;
    private static final double MANY = 0.5;
    private static final double ALMOST_ALL = 0.8;
    private static final Pattern SEPARATOR_LINE =
            Pattern.compile("\\A\"?sep=(.|\\\\t)\"?[,;]*(\\r\\n|\\n|\\r|\\z)", Pattern.CASE_INSENSITIVE);

    private final CsvSample sample;
    private final LineForm form;
    private final Set<String> expected;
    private final String knownName;
    private final List<CsvNote> notes = new ArrayList<>();

    private LayoutSniffer(CsvSample sample, LineForm form, Set<String> expected, String knownName) {
        this.form = form;
        this.knownName = knownName;
        this.sample = sample;
        this.expected = expected;
    }

    /**
     * The layout of a text that begins like this.
     *
     * @param sample its plain lines
     * @param form of which form its lines were
     * @param expected the columns that the text must have, if they are known: a line with all of them is the header
     * @param knownName a column that the text must have: an unclear first row with it is the header; empty if none is known
     * @throws InvalidTableException when it is unclear; the message names the cause and what to do
     */
    static CsvLayout sniff(CsvSample sample, LineForm form, Set<String> expected, String knownName)
            throws InvalidTableException {
        return new LayoutSniffer(sample, form, expected, knownName).layout();
    }

    /** A header with all expected columns and a first row of the same length need no further examination; empty if these are not there. */
    static Optional<CsvLayout> plain(CsvSample sample, Set<String> expected) {
        for (char separator : new char[] {',', ';', '\t', '|'}) {
            CsvLayout layout = CsvLayout.plain(separator);
            List<SampleRow> rows = sample.rows(layout.dialect(), 0, 2);
            if (!rows.isEmpty()
                    && new HashSet<>(rows.get(0).cells()).containsAll(expected)
                    && (rows.size() == 1
                            ? sample.whole()
                            : rows.get(0).length() == rows.get(1).length())) {
                return Optional.of(layout);
            }
        }
        return Optional.empty();
    }

    private CsvLayout layout() throws InvalidTableException {
        notes.addAll(form.notes());
        TwiceEncoded.note(sample.text()).ifPresent(notes::add);
        Optional<Character> named = named();
        long metadata = sample.metadataLines();
        if (metadata > 0) {
            notes.add(CsvNote.of(
                    "metadata",
                    "the first " + metadata + " lines describe the file, between lines of dashes; they are skipped"));
        }
        long start = named.isPresent() ? 1 : metadata;
        char comment = sample.comment();
        char separator = named.isPresent() ? named.get() : Separators.choose(sample, start, comment);
        Dialect dialect = new Dialect(separator, '"', comment);
        List<SampleRow> rows = sample.rows(dialect, start, MAX_ROWS);
        if (hasSingleQuotes(rows)) {
            dialect = new Dialect(separator, '\'', comment);
            rows = sample.rows(dialect, start, MAX_ROWS);
        }
        if (named.isPresent()) {
            notes.add(
                    CsvNote.of("separator-line", "the first line says that cells are separated by " + name(separator)));
        }
        Hashes hashes = hashes(dialect, rows);
        if (!hashes.comments && comment != Dialect.NO_COMMENT) {
            dialect = new Dialect(separator, dialect.quote(), Dialect.NO_COMMENT);
            rows = sample.rows(dialect, start, MAX_ROWS);
        }
        if (rows.isEmpty()) {
            return new CsvLayout(form, dialect, start, Optional.empty(), 0, 0, false, false, 0, 0, List.of(), notes);
        }
        if (expected.isEmpty() && Prose.is(sample.text(), rows, Separators.width(rows))) {
            throw new InvalidTableException(
                    "The file is a text of sentences, not a table; a dataset is a CSV file, which has"
                            + " one row per line and commas between the cells");
        }
        if (separator != ',' && named.isEmpty() && form != LineForm.FRAMED) {
            notes.add(CsvNote.of(
                    "separator", "cells are separated by " + form.separator().orElse(name(separator))));
        }
        if (dialect.quote() != '"') {
            notes.add(CsvNote.of("quotes", "texts have single quotes around them; the quotes were removed"));
        }
        return new Table(dialect, rows, hashes, start).layout();
    }

    /** The separator in a first line like {@code sep=;}. */
    private Optional<Character> named() {
        String text = sample.text();
        int at = text.startsWith("\"") ? 1 : 0;
        if (!text.regionMatches(true, at, "sep=", 0, 4)) {
            return Optional.empty();
        }
        Matcher line = SEPARATOR_LINE.matcher(text);
        return line.find()
                ? Optional.of(line.group(1).equals("\\t") ? '\t' : line.group(1).charAt(0))
                : Optional.empty();
    }

    private static String name(char separator) {
        return switch (separator) {
            case ' ' -> "blanks";
            case '\t' -> "tabs";
            case ';' -> "semicolons";
            case '|' -> "the character |";
            case ',' -> "commas";
            default -> "the character " + separator;
        };
    }

    private boolean hasSingleQuotes(List<SampleRow> rows) {
        if (sample.text().indexOf('\'') < 0) {
            return false;
        }
        int around = 0;
        int begun = 0;
        for (SampleRow row : rows) {
            for (String cell : row.cells()) {
                if (cell.startsWith("'")) {
                    begun++;
                    around += cell.length() > 1 && cell.endsWith("'") ? 1 : 0;
                }
            }
        }
        boolean header = !rows.isEmpty()
                && rows.get(0).cells().stream().allMatch(cell -> cell.length() > 2 && cell.startsWith("'"));
        return (header || around >= rows.size() * MANY) && around >= 2 && around >= ALMOST_ALL * begun;
    }

    /**
     * Lines that begin with a hash or a percent sign.
     *
     * @param comments whether they are to be skipped
     * @param header the names in the last one of them, if it is the header
     */
    private record Hashes(boolean comments, List<Line> lines, Optional<List<String>> header) {}

    private Hashes hashes(Dialect dialect, List<SampleRow> rows) {
        if (dialect.comment() == Dialect.NO_COMMENT) {
            return new Hashes(false, List.of(), Optional.empty());
        }
        List<Line> lines = sample.linesFrom(dialect.comment());
        Dialect without = new Dialect(dialect.separator(), dialect.quote(), Dialect.NO_COMMENT);
        int width = Separators.width(rows);
        List<List<String>> contents = new ArrayList<>();
        int fitting = 0;
        Optional<List<String>> last = Optional.empty();
        for (Line line : lines) {
            List<String> cells = CsvSample.cells(line.text(), without);
            boolean fits = width > 1 && cells.size() == width;
            fitting += fits ? 1 : 0;
            contents.add(cells);
            if (rows.isEmpty() || line.number() < rows.get(0).line()) {
                List<String> names = names(line.text(), without);
                boolean isHeader = names.size() == width && width > 1 && !names.contains("");
                last = isHeader ? Optional.of(names) : last;
            }
        }
        boolean alone = lines.size() == 1 && fitting == 1;
        boolean marked = alone
                && !contents.get(0).get(0).equals(String.valueOf(dialect.comment()))
                && lines.get(0).text().length() > 1
                && CsvScanner.isBlank(lines.get(0).text().charAt(1));
        boolean header =
                last.isPresent() && !rows.isEmpty() && !isHeader(rows) && judge(last.get(), rows) != Verdict.DATA;
        boolean above = !rows.isEmpty()
                && lines.get(lines.size() - 1).number() < rows.get(0).line()
                && isHeader(rows);
        if (fitting == lines.size() && !(header && (marked || !alone)) && !(above && !alone)) {
            // All have the cells of a row: they are rows, or the header.
            return new Hashes(false, List.of(), Optional.empty());
        }
        return new Hashes(true, lines, header ? last : Optional.empty());
    }

    private static List<String> names(String line, Dialect dialect) {
        int from = 1;
        while (from < line.length() && (line.charAt(from) == line.charAt(0) || CsvScanner.isBlank(line.charAt(from)))) {
            from++;
        }
        return CsvSample.cells(line.substring(from), dialect);
    }

    private static boolean isHeader(List<SampleRow> rows) {
        return judge(rows.get(0).cells(), rows.subList(1, rows.size())) == Verdict.HEADER;
    }

    private static Verdict judge(List<String> first, List<SampleRow> rows) {
        return HeaderEvidence.judge(
                first,
                rows.stream()
                        .filter(row -> row.length() >= first.size())
                        .map(SampleRow::cells)
                        .toList());
    }

    /** The header and the rows. */
    private final class Table {
        private final Dialect dialect;
        private final List<SampleRow> rows;
        private final Hashes hashes;
        private final long start;
        /** The most frequent number of cells. */
        private final int width;
        /** The number of columns with values. */
        private final int used;

        private int moreHeaders;

        Table(Dialect dialect, List<SampleRow> rows, Hashes hashes, long start) {
            this.dialect = dialect;
            this.rows = rows;
            this.hashes = hashes;
            this.start = start;
            width = Separators.width(rows);
            int end = 0;
            // The first row of this width may be the header.
            boolean header = rows.size() > 1;
            for (SampleRow row : rows) {
                if (row.length() == width) {
                    end = header ? end : Math.max(end, row.end());
                    header = false;
                }
            }
            used = end == 0 ? Math.max(1, rows.get(0).end()) : end;
        }

        CsvLayout layout() throws InvalidTableException {
            if (hashes.header().isPresent()) {
                List<String> names = hashes.header().get();
                notes.add(
                        CsvNote.of("comment-header", "the last comment before the rows has the names of the columns"));
                return layout(first(), Optional.of(names), Math.max(names.size(), used), false, false);
            }
            int first = expected.isEmpty() ? -1 : expectedHeader();
            boolean found = first >= 0;
            first = found ? first : first();
            SampleRow row = rows.get(first);
            Verdict verdict = found || isNamed(row) ? Verdict.HEADER : verdict(first);
            if (verdict == Verdict.UNSURE && expected.isEmpty()) {
                throw new InvalidTableException(new Problem(
                        row.line(),
                        null,
                        "this line may be a header or a row (" + shown(row)
                                + "); write a header with a name for each column in the first line"));
            }
            if (first > 0 && verdict != Verdict.HEADER && !row.afterBlank()) {
                checkShortHeader(rows.get(first - 1));
            }
            boolean header = verdict != Verdict.DATA && verdict != Verdict.UNSURE;
            if (!header
                    && !expected.isEmpty()
                    && !ColumnNames.ofPositions(Math.max(used, row.end())).containsAll(expected)) {
                // The names are known, and the file does not have them: the reader says so.
                header = true;
            }
            return header ? withHeader(first, found) : withoutHeader(first);
        }

        private boolean isNamed(SampleRow row) {
            return !knownName.isEmpty() && row.cells().contains(knownName);
        }

        /** The first row with all expected names; -1 if there is none. */
        private int expectedHeader() {
            for (int i = 0; i < rows.size(); i++) {
                if (new HashSet<>(new ColumnNames(rows.get(i).cells()).names()).containsAll(expected)) {
                    return i;
                }
            }
            return -1;
        }

        /** The first row that is long enough for a header or a row of data. */
        private int first() {
            for (int i = 0; i < Math.min(rows.size(), MAX_PREAMBLE); i++) {
                if (isLong(i) && !(isShort(i) && isBeforeHeader(i)) && !isBeforeBlankAndHeader(i)) {
                    return i;
                }
            }
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).length() == width) {
                    return i;
                }
            }
            return 0;
        }

        /** Whether the next row that is not short is a header. */
        private boolean isBeforeHeader(int i) {
            for (int next = i + 1; next < Math.min(rows.size(), MAX_PREAMBLE); next++) {
                if (!isSparse(next) && isLong(next) && !isShort(next)) {
                    Verdict verdict = verdict(next);
                    return verdict == Verdict.HEADER || (verdict == Verdict.PROBABLY_HEADER && !hasRowNames(i + 1));
                }
            }
            return false;
        }

        /** Whether an empty line and then a header follow: what comes before it is a table of its own, such as names and values. */
        private boolean isBeforeBlankAndHeader(int i) {
            for (int next = i + 1; next < Math.min(rows.size(), MAX_PREAMBLE); next++) {
                if (rows.get(next).afterBlank()) {
                    return isLong(next) && !isShort(next) && verdict(next) == Verdict.HEADER;
                }
            }
            return false;
        }

        private boolean isLong(int i) {
            SampleRow row = rows.get(i);
            if (isSparse(i)) {
                return row.length() == width && !isBeforeHeader(i);
            }
            return row.length() >= Math.min(width, used) - 1
                    && row.filled() >= Math.max(1, (used + 1) / 2)
                    && (used > 2 || row.length() >= used || isHeaderWithoutFirst(i));
        }

        /** Whether less than half of the cells have a text, but more than the title of a table has. */
        private boolean isSparse(int i) {
            int filled = rows.get(i).filled();
            return filled < (used + 1) / 2 && filled > 1;
        }

        private boolean isHeaderWithoutFirst(int i) {
            return i == 0 && rows.size() > 2 && hasRowNames(1);
        }

        /** Whether the row has fewer cells than the rows of data. */
        private boolean isShort(int i) {
            return rows.get(i).end() < used;
        }

        private Verdict verdict(int first) {
            SampleRow row = rows.get(first);
            int shift = row.length() < used ? used - row.length() : 0;
            int end = Math.max(row.end(), 1);
            List<List<String>> after = new ArrayList<>();
            for (SampleRow other : rows.subList(first + 1, rows.size())) {
                if (other.length() >= end + shift && other.length() >= used) {
                    after.add(other.cells().subList(shift, shift + end));
                }
            }
            return HeaderEvidence.judge(row.cells().subList(0, end), after);
        }

        /**
         * The number of rows after the header that are headers too, such as labels and units. They are looked at together, because each
         * of them has texts above what the rows after all of them have.
         */
        private int moreHeaders(int header) {
            for (int count = MAX_MORE_HEADERS; count > 0; count--) {
                int end = header + 1 + count;
                if (IntStream.range(header + 1, end).allMatch(row -> isSecondHeader(row, end))) {
                    return count;
                }
            }
            return 0;
        }

        /**
         * Whether a row is a second header: a text above numbers or dates in each column that has them, in two columns at least.
         *
         * @param first the first of the rows that decide what a column has
         */
        private boolean isSecondHeader(int i, int first) {
            if (first + MIN_ROWS_AFTER_HEADERS > rows.size() || rows.get(i).length() < used) {
                return false;
            }
            int texts = 0;
            for (int column = 0; column < used; column++) {
                int values = 0;
                int others = 0;
                for (SampleRow row : rows.subList(first, rows.size())) {
                    CellKind kind = CellKind.of(row.cell(column));
                    values += kind == CellKind.NUMBER || kind == CellKind.DATE ? 1 : 0;
                    others += kind == CellKind.TEXT ? 1 : 0;
                }
                CellKind kind = CellKind.of(rows.get(i).cell(column));
                if (values > 0 && others == 0) {
                    if (kind == CellKind.NUMBER || kind == CellKind.DATE) {
                        return false;
                    }
                    texts += kind == CellKind.TEXT ? 1 : 0;
                }
            }
            return texts >= 2;
        }

        /** Whether a name is next to itself, as where columns are grouped ({@code person, person, money}), and the names after it differ. */
        private boolean isGrouped(SampleRow groups, SampleRow names) {
            Set<String> different = new HashSet<>();
            boolean grouped = false;
            for (int column = 0; column < names.end(); column++) {
                if (!names.cell(column).isEmpty() && !different.add(names.cell(column))) {
                    return false;
                }
                grouped |= column > 0
                        && column < groups.end()
                        && !groups.cell(column).isEmpty()
                        && groups.cell(column).equals(groups.cell(column - 1));
            }
            return grouped;
        }

        private boolean isNumbered(SampleRow header) {
            for (int column = 0; column < header.end(); column++) {
                String name = header.cell(column);
                boolean numbered = name.length() <= MAX_NUMBERED
                        && name.chars().skip(1).allMatch(c -> (c >= '0' && c <= '9') || c == '_');
                if (!name.isEmpty() && !numbered) {
                    return false;
                }
            }
            return true;
        }

        private CsvLayout withHeader(int given, boolean sure) throws InvalidTableException {
            int first = given;
            moreHeaders = sure ? 0 : moreHeaders(first);
            if (moreHeaders > 0) {
                boolean numbered = isNumbered(rows.get(first))
                        && rows.get(first + 1).filled() == rows.get(first + 1).length();
                if (numbered || isGrouped(rows.get(first), rows.get(first + 1))) {
                    first++;
                    moreHeaders--;
                }
                if (moreHeaders > 0) {
                    notes.add(new CsvNote(
                            "more-headers",
                            (moreHeaders == 1
                                            ? "the line after the header is skipped: it has"
                                            : "the " + moreHeaders + " lines after the header are skipped: they have")
                                    + " texts where the other rows have numbers or dates (" + shown(rows.get(first + 1))
                                    + ")",
                            List.of(rows.get(first + 1).line())));
                }
            }
            SampleRow header = rows.get(first);
            int names = header.end();
            boolean hasRows = first + 1 < rows.size();
            if (hasRows
                    && header.length() == used - 1
                    && names == header.length()
                    && width == used
                    && hasRowNames(first + 1, areQuoted(first))) {
                noteRowNames("the header has no name for the first column, which has the names of the rows", header);
                return layout(first, Optional.empty(), used, true, true);
            }
            boolean fits = !hasRows
                    || names == used
                    || (names < used ? header.length() == width : names <= width)
                    || matching(names) * 2 >= rows.size() - first - 1;
            if (!fits && !sure) {
                throw new InvalidTableException(new Problem(
                        header.line(),
                        null,
                        "the header has " + cells(names) + ", but most rows have " + used
                                + (used == 1 ? " cell" : " cells") + "; give each column a name in the header (found "
                                + shown(header) + ")"));
            }
            int columns = fits && hasRows && header.length() == width ? Math.max(names, used) : names;
            if (hasRows && fits && width > columns) {
                notes.add(CsvNote.of(
                        "trailing-separators", "the rows end with a separator; the empty cell after it is not used"));
            }
            boolean unnamed = header.cell(0).isEmpty() || header.cell(0).equals("Unnamed: 0");
            boolean rowNames = hasRows && columns > 1 && unnamed && hasRowNames(first + 1);
            if (rowNames) {
                noteRowNames("the first column has no name and has the numbers or names of the rows", header);
            }
            return layout(first, Optional.empty(), columns, rowNames, false);
        }

        /** The number of rows with this many cells. */
        private long matching(int cells) {
            return rows.stream().filter(row -> row.length() == cells).count();
        }

        /** A line with several cells before the rows is a header, but not one of these rows. */
        private void checkShortHeader(SampleRow before) throws InvalidTableException {
            if (before.filled() > 1 && before.filled() * 2 > used) {
                throw new InvalidTableException(new Problem(
                        before.line(),
                        null,
                        "the header has " + cells(before.filled()) + ", but most rows have " + used
                                + "; give each column a name in the header (found " + shown(before) + ")"));
            }
        }

        private CsvLayout withoutHeader(int first) {
            SampleRow row = rows.get(first);
            int columns = Math.max(used, row.end());
            notes.add(new CsvNote(
                    "no-header",
                    "the file has no header: the first line is a row (" + shown(row)
                            + "); the columns are named column_1 to column_" + columns
                            + ". To use other names, add a header",
                    List.of(row.line())));
            return layout(first, Optional.of(ColumnNames.ofPositions(columns)), columns, false, false);
        }

        /** Whether all names have quotes, and some cells of all rows: R quotes texts only, and the names of rows are texts. */
        private boolean areQuoted(int header) {
            return rows.get(header).quoted() == rows.get(header).length()
                    && rows.subList(header + 1, rows.size()).stream().allMatch(row -> row.quoted() > 0);
        }

        private boolean hasRowNames(int from) {
            return hasRowNames(from, false);
        }

        /**
         * Whether the first cells of the rows are all different, and neither measurements nor dates. A few whole numbers must follow one another.
         *
         * @param quoted whether measurements and dates are names, too, because the cells are texts
         */
        private boolean hasRowNames(int from, boolean quoted) {
            Set<String> seen = new HashSet<>();
            boolean consecutive = true;
            double last = Double.NaN;
            for (SampleRow row : rows.subList(from, rows.size())) {
                if (row.length() == width) {
                    String cell = row.cell(0);
                    double number = Values.number(cell);
                    boolean measured = (!Double.isNaN(number) && number != Math.rint(number))
                            || CellKind.of(cell) == CellKind.DATE;
                    if (cell.isEmpty() || (measured && !quoted) || !seen.add(cell)) {
                        return false;
                    }
                    consecutive = consecutive && (Double.isNaN(number) || Double.isNaN(last) || number == last + 1);
                    last = number;
                }
            }
            return !seen.isEmpty() && (consecutive || seen.size() >= MIN_ROW_NAMES);
        }

        private void noteRowNames(String found, SampleRow header) {
            notes.add(new CsvNote(
                    "row-names",
                    found + "; it is not used. To use it, give it a name in the header",
                    List.of(header.line())));
        }

        private CsvLayout layout(
                int first, Optional<List<String>> names, int columns, boolean rowNames, boolean firstName) {
            SampleRow row = rows.get(first);
            if (first > 0) {
                notes.add(new CsvNote(
                        "preamble",
                        (first == 1 ? "1 line" : first + " lines") + " before the "
                                + (names.isPresent() ? "first row" : "header")
                                + (first == 1 ? " is" : " are") + " skipped: "
                                + Text.truncate(shown(rows.get(0)), SHOWN),
                        rows.subList(0, Math.min(first, SHOWN_CELLS)).stream()
                                .map(SampleRow::line)
                                .toList()));
            }
            long skipped = first > 0 || start > 0 ? row.line() - 1 : 0;
            List<Line> above = new ArrayList<>();
            for (Line line : hashes.lines()) {
                if (line.number() <= skipped) {
                    above.add(line);
                }
            }
            return new CsvLayout(
                    form,
                    dialect,
                    skipped,
                    names,
                    columns,
                    moreHeaders,
                    rowNames,
                    firstName,
                    above.size() - (hashes.header().isPresent() ? 1 : 0),
                    above.isEmpty() ? 0 : above.get(0).number(),
                    rows
                            .subList(
                                    Math.min(rows.size(), first + (names.isPresent() ? 0 : 1 + moreHeaders)),
                                    rows.size())
                            .stream()
                            .map(SampleRow::cells)
                            .toList(),
                    notes);
        }

        private String shown(SampleRow row) {
            List<String> cells = row.cells().subList(0, Math.max(1, row.end()));
            List<String> first = cells.subList(0, Math.min(SHOWN_CELLS, cells.size())).stream()
                    .map(cell -> Text.truncate(cell, SHOWN / 2))
                    .toList();
            return "'" + String.join(", ", first) + (cells.size() > SHOWN_CELLS ? ", …" : "") + "'";
        }

        private static String cells(int count) {
            return count == 1 ? "1 name" : count + " names";
        }
    }
}
