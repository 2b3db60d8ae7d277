package dev.dropfit.core.live;

import java.util.Arrays;
import java.util.List;

/**
 * A cell for each combination of the codes of some categories: a row is counted once for all of them. A combination is in memory only; what is written are the
 * rows of single columns. Immutable.
 */
final class CategoryCells {
    private final SlotColumn.Categories[] columns;
    private final int[] features;
    /** By how much a code of a column moves the cell. As numbers, because the values of a row are. */
    private final double[] strides;

    private final int first;
    private final int count;

    /**
     * The cells of some columns.
     *
     * @param first the index of the first one
     */
    CategoryCells(List<SlotColumn.Categories> columns, int first) {
        this.columns = columns.toArray(SlotColumn.Categories[]::new);
        this.first = first;
        features = columns.stream().mapToInt(SlotColumn::feature).toArray();
        strides = new double[this.columns.length];
        Arrays.setAll(strides, i -> count(columns.subList(0, i)));
        count = count(columns);
    }

    /** The number of cells of some columns, not more than an integer can be. */
    static int count(List<SlotColumn.Categories> columns) {
        double count = 1;
        for (SlotColumn.Categories column : columns) {
            count *= column.codes();
        }
        return (int) count;
    }

    /** Counts a row in its cell; in the slot of each column if a value has no code. */
    void count(double[] row, long[] cells, int from) {
        double cell = from + first;
        long signs = 0;
        for (int i = 0; i < features.length; i++) {
            double code = row[features[i]];
            signs |= Double.doubleToRawLongBits(code);
            cell += code * strides[i];
        }
        if (signs >= 0) {
            cells[(int) cell]++;
            return;
        }
        for (SlotColumn.Categories column : columns) {
            column.count(row, cells, from);
        }
    }

    /** Adds the rows in the cells to their slots. */
    void addTo(long[] slots, long[] cells) {
        for (int cell = 0; cell < count; cell++) {
            int code = cell;
            for (SlotColumn.Categories column : columns) {
                slots[column.slot(code % column.codes())] += cells[first + cell];
                code /= column.codes();
            }
        }
    }
}
