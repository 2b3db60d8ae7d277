package dev.dropfit.core.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The cells of a row that may have to be kept: one text and where each cell ends in it, so that a row that is not kept makes no object. Not
 * thread-safe.
 */
final class RowCells {
    private static final int FIRST_CHARACTERS = 1 << 10;
    private static final int FIRST_CELLS = 1 << 6;

    private char[] text = new char[FIRST_CHARACTERS];
    private int[] ends = new int[FIRST_CELLS];
    private int count;

    /** Forgets all cells. */
    void clear() {
        count = 0;
    }

    void add(char[] buffer, int from, int to) {
        int start = count == 0 ? 0 : ends[count - 1];
        int end = start + to - from;
        if (end > text.length) {
            text = Arrays.copyOf(text, Math.max(end, 2 * text.length));
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        System.arraycopy(buffer, from, text, start, to - from);
        ends[count++] = end;
    }

    /** A copy of the cells, in order. */
    List<String> list() {
        List<String> cells = new ArrayList<>(count);
        int start = 0;
        for (int cell = 0; cell < count; cell++) {
            cells.add(new String(text, start, ends[cell] - start));
            start = ends[cell];
        }
        return cells;
    }
}
