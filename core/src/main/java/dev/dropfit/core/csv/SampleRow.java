package dev.dropfit.core.csv;

import java.util.List;

/**
 * A row of a sample.
 *
 * @param line on which it begins, from 1
 * @param cells trimmed, without quotes
 * @param quoted the number of cells that have quotes around them
 * @param afterBlank whether there is an empty line before it
 */
record SampleRow(long line, List<String> cells, int quoted, boolean afterBlank) {
    int length() {
        return cells.size();
    }

    /** The number of cells that are not empty. */
    int filled() {
        int filled = 0;
        for (String cell : cells) {
            filled += cell.isEmpty() ? 0 : 1;
        }
        return filled;
    }

    /** The number of cells up to the last one that is not empty. */
    int end() {
        int end = cells.size();
        while (end > 0 && cells.get(end - 1).isEmpty()) {
            end--;
        }
        return end;
    }

    /** The cell, empty if the row is too short. */
    String cell(int index) {
        return index < cells.size() ? cells.get(index) : "";
    }
}
