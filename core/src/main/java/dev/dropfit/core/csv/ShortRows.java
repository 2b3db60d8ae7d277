package dev.dropfit.core.csv;

import java.util.List;

/**
 * Rows that end before the last columns, as people write them by hand: their last values are missing. Only if the cells that they have are like those of the
 * whole rows; otherwise a cell in the middle may be missing, and all cells after it would be in wrong columns.
 */
final class ShortRows {
    /** With fewer whole rows, the names of the last columns may be mistakes; a single short row may be a file that is cut off. */
    private static final int MIN_ROWS = 2;

    private static final int MIN_CELLS = 2;

    private ShortRows() {}

    /**
     * The number of cells from which a row is a row; 0 if only whole rows are rows.
     *
     * @param rows after the header
     * @param columns the number of names in the header
     */
    static int fewestCells(List<SampleRow> rows, int columns) {
        List<SampleRow> whole =
                rows.stream().filter(row -> row.length() == columns).toList();
        List<SampleRow> cut = rows.stream()
                .filter(row -> row.length() < columns && row.length() >= Math.max(MIN_CELLS, columns / 2))
                .toList();
        if (whole.size() < MIN_ROWS || cut.size() < MIN_ROWS) {
            return 0;
        }
        boolean[] texts = new boolean[columns];
        boolean[] values = new boolean[columns];
        boolean differ = false;
        for (int column = 0; column < columns; column++) {
            for (SampleRow row : whole) {
                CellKind kind = CellKind.of(row.cell(column));
                texts[column] |= kind == CellKind.TEXT;
                values[column] |= kind == CellKind.NUMBER || kind == CellKind.DATE;
            }
            differ |= column > 0 && texts[column] != texts[column - 1];
        }
        // Where all columns are of one kind, a missing cell in the middle does not show.
        return differ && cut.stream().allMatch(row -> isLike(row, texts, values))
                ? cut.stream().mapToInt(SampleRow::length).min().orElse(0)
                : 0;
    }

    private static boolean isLike(SampleRow row, boolean[] texts, boolean[] values) {
        for (int column = 0; column < row.length(); column++) {
            CellKind kind = CellKind.of(row.cell(column));
            boolean known = kind == CellKind.MISSING || (kind == CellKind.TEXT ? texts[column] : values[column]);
            if (!known) {
                return false;
            }
        }
        return true;
    }
}
