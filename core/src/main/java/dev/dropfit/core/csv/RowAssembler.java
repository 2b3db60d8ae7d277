package dev.dropfit.core.csv;

import java.util.ArrayList;
import java.util.List;

/**
 * Passes the scanned rows to a sink: the header first, then the rows that have as many cells as the header. Skips comments, totals and
 * notes after the last row. Collects the other rows as problems. Not thread-safe.
 */
final class RowAssembler implements CsvScanner.Cells, TableEnd.WrongRows {
    private static final int MAX_PROBLEMS = 10;
    private static final char[] EMPTY = new char[0];

    private final RowSink sink;
    private final CsvLayout layout;
    private final CsvScanner scanner;
    private final Problems problems = new Problems(MAX_PROBLEMS);
    private final List<CsvNote> notes;
    private final List<String> header = new ArrayList<>();
    private final TableEnd end;
    private final UnequalRows wrong = new UnequalRows();
    private final SwallowedRows swallowed;
    /** Whether the sink gets the rows with a wrong number of cells. */
    private final boolean keepsWrongRows;
    /** All cells of the row, if it may have to be kept; otherwise none. */
    private final RowCells rowCells = new RowCells();

    private final LineCount comments = new LineCount();
    private final LineCount cut = new LineCount();
    private final LineCount padded = new LineCount();
    private final LineCount unnamedValues = new LineCount();
    private boolean headerDone;
    private long headerLine;
    /** The number of cells of a row. */
    private int columns;
    /** The number of cells of the header as it is written. */
    private int written;
    /** The number of rows that are still part of the header. */
    private int moreHeaders;
    /** The number of first cells that are not passed on. */
    private int hidden;

    private int filled;
    private boolean extra;
    private boolean unnamed;
    private boolean held;
    private long rows;
    private long excelTexts;

    /**
     * An assembler of a table.
     *
     * @param keepsTotals whether a row with the right number of cells is always a row
     */
    RowAssembler(RowSink sink, CsvLayout layout, CsvScanner scanner, boolean keepsTotals) {
        this.sink = sink;
        this.layout = layout;
        this.scanner = scanner;
        notes = new ArrayList<>(layout.notes());
        keepsWrongRows = sink.keepsWrongRows();
        end = new TableEnd(sink, this, keepsTotals);
        moreHeaders = layout.moreHeaders();
        swallowed = new SwallowedRows(layout.dialect().separator());
    }

    /** Passes on the header if the text does not have one. */
    void begin() throws InvalidTableException {
        if (layout.names().isPresent()) {
            header.addAll(layout.names().get());
            headerLine = layout.skippedLines() + 1;
            finishHeader();
        }
    }

    @Override
    public void cell(int index, char[] buffer, int from, int to) {
        if (to > from && buffer[from] == '=' && ExcelText.is(buffer, from, to)) {
            excelTexts++;
            content(index, buffer, from + ExcelText.BEFORE, to - ExcelText.AFTER);
        } else {
            content(index, buffer, from, to);
        }
    }

    private void content(int index, char[] buffer, int from, int to) {
        if (!headerDone) {
            header.add(new String(buffer, from, to - from));
            return;
        }
        if (scanner.isCellOfLines()) {
            swallowed.look(index, columns, buffer, from, to, scanner.rowLine(), scanner.lastLine());
        }
        if (index == 0) {
            filled = 0;
            extra = false;
            unnamed = false;
            rowCells.clear();
            held = end.begin(scanner.rowLine(), scanner.afterBlank(), buffer, from, to);
            if (!held) {
                sink.beginRow(scanner.rowLine());
            }
        }
        if (to > from) {
            filled++;
            unnamed = unnamed || index >= columns;
            extra = extra || index >= written;
        }
        if (keepsWrongRows && index >= hidden) {
            rowCells.add(buffer, from, to);
        }
        if (index >= hidden && index < columns) {
            if (held) {
                end.cell(buffer, from, to);
            } else {
                sink.cell(index - hidden, buffer, from, to - from);
            }
        }
    }

    /** Ends the row whose cells were passed on. */
    void endRow() throws InvalidTableException {
        if (!headerDone) {
            headerLine = scanner.rowLine();
            finishHeader();
            return;
        }
        if (moreHeaders > 0) {
            moreHeaders--;
            return;
        }
        int cells = scanner.cells();
        if (cells < columns && layout.fewestCells() > 0 && cells >= layout.fewestCells()) {
            cut.add(scanner.rowLine());
            while (cells < columns) {
                content(cells++, EMPTY, 0, 0);
            }
        }
        if (cells >= columns && !extra) {
            if (unnamed) {
                unnamedValues.add(scanner.rowLine());
            } else if (cells > columns) {
                padded.add(scanner.rowLine());
            }
            // Not in one statement: wrong rows before it may be counted, too.
            int ended = held ? end.endHeldRow() : end.endRow();
            rows += ended;
        } else if (end.firstStartsWith('#') || end.firstStartsWith('%')) {
            comments.add(scanner.rowLine());
        } else if (filled > 0) {
            end.endWrongRow(cells, filled, scanner.afterBlank(), rowCells.list(), scanner.lastLine());
        }
    }

    private void finishHeader() throws InvalidTableException {
        headerDone = true;
        if (layout.firstName()) {
            header.add(0, "");
        }
        int cells = header.size();
        while (layout.columns() > 0 && header.size() > layout.columns()) {
            header.remove(header.size() - 1);
        }
        while (header.size() < layout.columns()) {
            header.add("");
        }
        columns = header.size();
        written = Math.max(columns, cells);
        ColumnNames names = new ColumnNames(header);
        hidden = layout.rowNames() && !sink.keepsRowNames() ? 1 : 0;
        notes.addAll(names.notes(headerLine, layout.rowNames()));
        sink.firstRows(layout.firstRows().without(hidden));
        sink.header(names.names().subList(hidden, columns), layout.dialect().separator());
    }

    @Override
    public void addWrong(TableEnd.Wrong row) throws InvalidTableException {
        if (keepsWrongRows) {
            rows++;
            sink.wrongRow(row.line(), row.all(), UnequalRows.found(row, columns, hasHeader()));
        } else {
            wrong.add(row);
        }
    }

    private boolean hasHeader() {
        return layout.names().isEmpty();
    }

    /** Adds a problem that ends the parse. */
    void fail(String message) {
        problems.add(new Problem(scanner.rowLine(), null, message));
    }

    /** The number of columns; 0 before the header. */
    int columns() {
        return columns;
    }

    /**
     * Ends the table.
     *
     * @param encoding as it was detected
     * @param text that was read
     * @throws InvalidTableException when there were problems
     */
    CsvSummary finish(TextEncoding encoding, CsvText text) throws InvalidTableException {
        if (!headerDone && problems.isEmpty()) {
            throw new InvalidTableException("The file is empty; it needs a header line and at least one row");
        }
        int ended = end.finish(columns, notes);
        rows += ended;
        if (scanner.unclosed() > 0) {
            // The rest of the file is in one cell; other rows with a wrong number of cells do not matter.
            throw new InvalidTableException(new Problem(
                    scanner.unclosed(),
                    null,
                    "a quote (\") begins a cell and never ends it; add the missing quote, or write \"\" for a"
                            + " quote inside a cell"));
        }
        wrong.addTo(problems, rows, columns, hasHeader());
        problems.throwIfAny();
        addNotes();
        notes.addAll(encoding.notes(text));
        return new CsvSummary(rows, notes);
    }

    private void addNotes() {
        if (excelTexts > 0) {
            notes.add(CsvNote.of(
                    "excel-texts",
                    "%,d %s as a formula of Excel, =\"…\"; %s read as the text between the quotes"
                            .formatted(
                                    excelTexts,
                                    excelTexts == 1 ? "cell is written" : "cells are written",
                                    excelTexts == 1 ? "it is" : "they are")));
        }
        long skipped = layout.comments() + scanner.comments() + comments.count();
        if (skipped > 0) {
            long first = layout.firstComment() > 0
                    ? layout.firstComment()
                    : scanner.firstComment() > 0
                            ? scanner.firstComment()
                            : comments.lines().get(0);
            notes.add(new CsvNote(
                    "comments",
                    LineCount.total(skipped) + (skipped == 1 ? " is a comment and is" : " are comments and are")
                            + " skipped, " + (skipped == 1 ? "" : "the first ") + "on line " + first,
                    List.of(first)));
        }
        if (swallowed.any()) {
            notes.add(swallowed.note());
        }
        if (cut.count() > 0) {
            notes.add(new CsvNote(
                    "short-rows",
                    cut.total() + (cut.count() == 1 ? " ends" : " end")
                            + " before the last columns; the values of these columns" + " count as missing ("
                            + cut.where() + ")",
                    cut.lines()));
        }
        if (unnamedValues.count() > 0) {
            notes.add(new CsvNote(
                    "values-without-column",
                    unnamedValues.total() + (unnamedValues.count() == 1 ? " has" : " have")
                            + " values after the last column that has a name; they are not used ("
                            + unnamedValues.where() + "). To use them, give their columns a name",
                    unnamedValues.lines()));
        }
        if (padded.count() > 0 && notes.stream().noneMatch(note -> note.name().equals("trailing-separators"))) {
            notes.add(new CsvNote(
                    "trailing-separators",
                    padded.total() + (padded.count() == 1 ? " ends" : " end")
                            + " with separators and no values after them; the empty cells are not used ("
                            + padded.where() + ")",
                    padded.lines()));
        }
    }
}
