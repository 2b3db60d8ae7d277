package dev.dropfit.core.csv;

import dev.dropfit.core.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Recognises totals and notes after the last row of a table. A row that looks like a total is held back until it is clear whether normal
 * rows follow; then it is a row like any other. Not thread-safe.
 */
final class TableEnd {
    /** The maximum number of lines after the last row. */
    private static final int MAX_LINES = 20;

    private static final int MIN_WORDS = 4;
    private static final int MIN_ROWS = 2;
    private static final int MAX_TEXT = 80;
    private static final int SHOWN = 60;
    private static final double MOSTLY = 0.9;
    private static final List<String> TOTALS = List.of(
            "total",
            "totals",
            "grand total",
            "sum",
            "subtotal",
            "average",
            "gesamt",
            "summe",
            "totaal",
            "somme",
            "totale",
            "suma");
    private static final List<String> NOTES = List.of(
            "source",
            "note",
            "footnote",
            "\u00A9",
            "(c)",
            "copyright",
            "quelle",
            "fuente",
            "generated",
            "exported",
            "downloaded",
            "end of",
            "created",
            "last updated",
            "* ");
    /** What a footnote begins with: {@code [a]}, {@code (1)}, stars, daggers or raised digits. */
    private static final Pattern FOOTNOTE =
            Pattern.compile("(\\[\\w{1,3}]|\\(\\w{1,2}\\)|[*\u2020\u2021\u00A7\u00B9\u00B2\u00B3]+)\\s*\\p{L}");

    private final RowSink sink;
    private final WrongRows wrong;
    private final List<Held> held = new ArrayList<>();
    private final List<Wrong> pending = new ArrayList<>();
    private final char[] text = new char[MAX_TEXT];
    private int length;
    private List<String> cells = new ArrayList<>();
    private long line;
    private boolean total;
    private boolean keepsTotals;
    private boolean many;
    private long rows;
    private long numbered;

    /** A row that is held back. */
    private record Held(long line, List<String> cells, String text) {}

    /**
     * A row with a wrong number of cells.
     *
     * @param line on which it begins
     * @param cells the number of its cells
     * @param note whether it looks like a note or a total
     * @param text its first cell
     * @param all its cells, if the sink keeps such rows; otherwise empty
     * @param lastLine on which its last cell of several lines ends; else the line of the row
     */
    record Wrong(long line, int cells, boolean note, String text, List<String> all, long lastLine) {}

    /** Takes the rows that are problems. */
    interface WrongRows {
        /** A row with a wrong number of cells before other rows. */
        void addWrong(Wrong row) throws InvalidTableException;
    }

    /**
     * The end of a table.
     *
     * @param wrong takes the rows with a wrong number of cells that are not at the end of the table
     * @param keepsTotals whether a row with the right number of cells is always a row
     */
    TableEnd(RowSink sink, WrongRows wrong, boolean keepsTotals) {
        this.keepsTotals = keepsTotals;
        this.sink = sink;
        this.wrong = wrong;
    }

    /** Begins a row with its first cell. Returns whether the row is held back: its cells go to {@link #cell} instead of the sink. */
    boolean begin(long line, boolean afterBlank, char[] buffer, int from, int to) {
        this.line = line;
        length = Math.min(to - from, MAX_TEXT);
        for (int i = 0; i < length; i++) {
            text[i] = buffer[from + i];
        }
        total = !keepsTotals && length > 2 && isTotalOrNote(afterBlank);
        if (total || !held.isEmpty()) {
            cells = new ArrayList<>();
            return true;
        }
        return false;
    }

    private boolean isTotalOrNote(boolean afterBlank) {
        return (isLetter(text[0]) && isTotal(first()))
                || ((afterBlank || !held.isEmpty() || !pending.isEmpty()) && isNote(first()));
    }

    private static boolean isLetter(char c) {
        return "tsgaTSGA".indexOf(c) >= 0;
    }

    private static boolean isTotal(String first) {
        String lower = first.toLowerCase(Locale.ROOT);
        String word =
                lower.endsWith(":") ? lower.substring(0, lower.length() - 1).stripTrailing() : lower;
        return TOTALS.contains(word) || lower.startsWith("total ") || lower.startsWith("grand total");
    }

    private static boolean isNote(String first) {
        String lower = first.toLowerCase(Locale.ROOT);
        return NOTES.stream().anyMatch(lower::startsWith);
    }

    private String first() {
        return new String(text, 0, length);
    }

    boolean firstStartsWith(char c) {
        return length > 0 && text[0] == c;
    }

    /** The next cell of a row that is held back. */
    void cell(char[] buffer, int from, int to) {
        cells.add(new String(buffer, from, to - from));
    }

    /**
     * Ends a row with the right number of cells.
     *
     * @return the number of rows that the sink has got
     */
    int endRow() throws InvalidTableException {
        settle();
        rows++;
        numbered += length > 0 && isNumeric(text[0]) ? 1 : 0;
        sink.endRow();
        return 1;
    }

    /**
     * Ends a row that is held back and has the right number of cells.
     *
     * @return the number of rows that the sink has got
     */
    int endHeldRow() throws InvalidTableException {
        held.add(new Held(line, cells, first()));
        if (total && held.size() <= MAX_LINES) {
            return 0;
        }
        settle();
        keepsTotals = true;
        return release();
    }

    private int release() throws InvalidTableException {
        for (Held row : held) {
            sink.beginRow(row.line());
            for (int i = 0; i < row.cells().size(); i++) {
                char[] cell = row.cells().get(i).toCharArray();
                sink.cell(i, cell, 0, cell.length);
            }
            sink.endRow();
        }
        int count = held.size();
        rows += count;
        held.clear();
        return count;
    }

    /**
     * Ends a row with a wrong number of cells.
     *
     * @param all its cells, if the sink keeps such rows; otherwise empty
     * @param lastLine on which its last cell of several lines ends; else the line of the row
     */
    void endWrongRow(int count, int filled, boolean afterBlank, List<String> all, long lastLine)
            throws InvalidTableException {
        Wrong row = new Wrong(line, count, isNote(filled, afterBlank), first(), all, lastLine);
        if (many) {
            wrong.addWrong(row);
            return;
        }
        pending.add(row);
        if (pending.size() > MAX_LINES) {
            settle();
            many = true;
        }
    }

    private boolean isNote(int filled, boolean afterBlank) {
        boolean follows = !pending.isEmpty() && pending.get(pending.size() - 1).note();
        if (afterBlank || follows || isTotal(first())) {
            return true;
        }
        if (isNote(first())) {
            return true;
        }
        if (filled != 1 || length == 0 || isNumeric(text[0])) {
            return false;
        }
        return words() >= MIN_WORDS
                || FOOTNOTE.matcher(first()).lookingAt()
                || (length > 1 && numbered >= MOSTLY * rows);
    }

    private int words() {
        int words = 0;
        for (int i = 0; i < length; i++) {
            words += text[i] != ' ' && (i == 0 || text[i - 1] == ' ') ? 1 : 0;
        }
        return words;
    }

    private static boolean isNumeric(char c) {
        return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
    }

    /** A normal row follows: the rows with a wrong number of cells before it are problems. */
    private void settle() throws InvalidTableException {
        if (!pending.isEmpty()) {
            for (Wrong row : pending) {
                wrong.addWrong(row);
            }
            pending.clear();
        }
        many = false;
    }

    private boolean areNotes() {
        for (Wrong row : pending) {
            if (!row.note()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Ends the table.
     *
     * @param columns the number of columns
     * @param notes gets a note of the lines that are skipped
     * @return the number of rows that the sink has got
     */
    int finish(int columns, List<CsvNote> notes) throws InvalidTableException {
        boolean skipsWrong = rows >= MIN_ROWS && areNotes();
        if (!skipsWrong) {
            settle();
        }
        boolean skipsTotals = rows >= MIN_ROWS && columns > 1;
        int released = skipsTotals ? 0 : release();
        LineCount skipped = new LineCount();
        String shown = "";
        for (Held row : held) {
            skipped.add(row.line());
            shown = shown.isEmpty() ? row.text() : shown;
        }
        for (Wrong row : pending) {
            skipped.add(row.line());
            shown = shown.isEmpty() ? row.text() : shown;
        }
        if (skipped.count() > 0) {
            notes.add(new CsvNote(
                    "lines-after-table",
                    skipped.total() + (skipped.count() == 1 ? " is" : " are") + " skipped: "
                            + (skipped.count() == 1 ? "a total or a note" : "totals or notes")
                            + " after the last row, on "
                            + skipped.where()
                            + (shown.isEmpty() ? "" : " ('" + Text.truncate(shown, SHOWN) + "')"),
                    skipped.lines()));
        }
        return released;
    }
}
