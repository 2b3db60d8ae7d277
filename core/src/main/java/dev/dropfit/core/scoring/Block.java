package dev.dropfit.core.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Some rows in a row as texts, to be scored together. One thread fills it, then another one reads it. */
final class Block {
    /** So many rows that handing a block to another thread takes no time in comparison. */
    private static final int MAX_ROWS = 1 << 11;

    private static final int MAX_CHARACTERS = 1 << 17;
    private static final int MAX_CELLS = 1 << 16;
    private static final int FIRST_CHARACTERS = 1 << 15;
    private static final int FIRST_CELLS = 1 << 12;

    private char[] text = new char[FIRST_CHARACTERS];
    private int[] ends = new int[FIRST_CELLS];
    /** The cells so far, with those of the row that has begun. */
    private int cells;
    /** The cells of the rows that have ended. */
    private int endedCells;

    private final int[] firstCells = new int[MAX_ROWS];
    private final long[] lines = new long[MAX_ROWS];
    private int rows;
    private long line;
    private final List<WrongRow> wrongRows = new ArrayList<>(0);

    /**
     * A row with a wrong number of cells.
     *
     * @param index of the row in the block
     * @param why what is wrong with it
     */
    record WrongRow(int index, List<String> cells, String why) {
        WrongRow {
            cells = List.copyOf(cells);
        }
    }

    boolean isEmpty() {
        return rows == 0;
    }

    /** Whether the next row belongs into another block. Depends on the rows of this block only, so every start makes the same blocks. */
    boolean isFull() {
        // A row that begins may be preceded by some with a wrong number of cells.
        return rows >= MAX_ROWS / 2 || endedCells >= MAX_CELLS || end(endedCells) >= MAX_CHARACTERS;
    }

    private int end(int cell) {
        return cell == 0 ? 0 : ends[cell - 1];
    }

    /** Begins a row. One that has begun and has not ended is forgotten. */
    void begin(long newLine) {
        line = newLine;
        cells = endedCells;
    }

    void cell(char[] buffer, int offset, int length) {
        int start = end(cells);
        if (start + length > text.length) {
            text = Arrays.copyOf(text, Math.max(start + length, 2 * text.length));
        }
        if (cells == ends.length) {
            ends = Arrays.copyOf(ends, 2 * cells);
        }
        System.arraycopy(buffer, offset, text, start, length);
        ends[cells++] = start + length;
    }

    void endRow() {
        firstCells[rows] = endedCells;
        lines[rows++] = line;
        endedCells = cells;
    }

    /** Adds a row with a wrong number of cells, before the one that has begun. */
    void addWrong(long wrongLine, List<String> all, String why) {
        wrongRows.add(new WrongRow(rows, all, why));
        lines[rows++] = wrongLine;
    }

    int rows() {
        return rows;
    }

    /** The line of the file on which a row begins. */
    long line(int row) {
        return lines[row];
    }

    /** The rows with a wrong number of cells, in order; they have no other cells. */
    List<WrongRow> wrongRows() {
        return wrongRows;
    }

    char[] text() {
        return text;
    }

    /** Where the text of a cell starts. */
    int start(int row, int column) {
        return end(firstCells[row] + column);
    }

    /** Where the text of a cell ends. */
    int end(int row, int column) {
        return ends[firstCells[row] + column];
    }
}
