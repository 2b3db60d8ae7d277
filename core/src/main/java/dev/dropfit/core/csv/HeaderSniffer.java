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

/** Finds the header among the first rows of a file, and where the rows begin. Deterministic. Not thread-safe. */
final class HeaderSniffer {
    private static final int SHOWN = 60;
    private static final int SHOWN_CELLS = 5;

    private final LineForm form;
    private final Dialect dialect;
    private final SampleRows rows;
    private final CommentLines comments;
    private final long start;
    private final Set<String> expected;
    private final String knownName;
    private final List<CsvNote> notes;
    private final int width;
    private final int used;
    private int moreHeaders;
    private int fewestCells;

    /**
     * @param start the lines to skip before the rows
     * @param expected the columns that the text must have, if they are known
     * @param knownName a column that the text must have; empty if none is known
     * @param notes of what was found so far; gets more
     */
    HeaderSniffer(
            LineForm form,
            Dialect dialect,
            SampleRows rows,
            CommentLines comments,
            long start,
            Set<String> expected,
            String knownName,
            List<CsvNote> notes) {
        this.form = form;
        this.dialect = dialect;
        this.rows = rows;
        this.comments = comments;
        this.start = start;
        this.expected = expected;
        this.knownName = knownName;
        this.notes = notes;
        width = rows.width();
        used = rows.used();
    }

    CsvLayout layout() throws InvalidTableException {
        if (comments.header().isPresent()) {
            List<String> names = comments.header().get();
            notes.add(CsvNote.of("comment-header", "the last comment before the rows has the names of the columns"));
            return layout(rows.first(), Optional.of(names), Math.max(names.size(), used), false, false);
        }
        if (expected.isEmpty() && dialect.separator() == ',' && rows.haveDecimalCommas()) {
            SampleRow header = rows.get(0);
            throw new InvalidTableException(new Problem(
                    rows.get(1).line(),
                    null,
                    "the header has " + cells(header.end()) + ", but this line has "
                            + rows.get(1).length()
                            + " cells of whole numbers: its decimal commas are taken for separators; save the file with"
                            + " decimal points, or with semicolons between the cells"));
        }
        int first = expected.isEmpty() ? -1 : expectedHeader();
        boolean found = first >= 0;
        first = found ? first : rows.first();
        SampleRow row = rows.get(first);
        Verdict verdict = found || isNamed(row) ? Verdict.HEADER : rows.verdict(first);
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

    private CsvLayout withHeader(int given, boolean sure) throws InvalidTableException {
        int first = given;
        MoreHeaders more = new MoreHeaders(rows);
        moreHeaders = sure ? 0 : more.after(first);
        if (moreHeaders > 0) {
            if (more.areNamesAfter(first)) {
                first++;
                moreHeaders--;
            }
            if (moreHeaders > 0) {
                notes.add(new CsvNote(
                        "more-headers",
                        (moreHeaders == 1
                                        ? "the line after the header is skipped: it has"
                                        : "the " + moreHeaders + " lines after the header are skipped: they have")
                                + " names, kinds or other texts above the values of the columns ("
                                + shown(rows.get(first + 1))
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
                && rows.hasRowNames(first + 1, rows.areQuoted(first))) {
            noteRowNames("the header has no name for the first column, which has the names of the rows", header);
            return layout(first, Optional.empty(), used, true, true);
        }
        fewestCells = ShortRows.fewestCells(
                rows.all().subList(Math.min(first + 1 + moreHeaders, rows.size()), rows.size()), names);
        boolean fits = !hasRows
                || fewestCells > 0
                || names == used
                || (names < used ? header.length() == width : names <= width)
                || rows.matching(names) * 2 >= rows.size() - first - 1;
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
        boolean rowNames = hasRows && columns > 1 && unnamed && rows.hasRowNames(first + 1);
        if (rowNames) {
            noteRowNames("the first column has no name and has the numbers or names of the rows", header);
        }
        return layout(first, Optional.empty(), columns, rowNames, false);
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
                    rows.all().subList(0, Math.min(first, SHOWN_CELLS)).stream()
                            .map(SampleRow::line)
                            .toList()));
        }
        long skipped = first > 0 || start > 0 ? row.line() - 1 : 0;
        List<Line> above = new ArrayList<>();
        for (Line line : comments.lines()) {
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
                fewestCells,
                moreHeaders,
                rowNames,
                firstName,
                above.size() - (comments.header().isPresent() ? 1 : 0),
                above.isEmpty() ? 0 : above.get(0).number(),
                new FirstRows(
                        rows
                                .all()
                                .subList(
                                        Math.min(rows.size(), first + (names.isPresent() ? 0 : 1 + moreHeaders)),
                                        rows.size())
                                .stream()
                                .map(SampleRow::cells)
                                .toList(),
                        rows.areWhole()),
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
