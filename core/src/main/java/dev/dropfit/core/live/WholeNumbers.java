package dev.dropfit.core.live;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A cell for each whole number of the columns whose bins end at whole numbers: to find a cell takes no search. Other numbers, and those beyond the training rows,
 * have the slot of their bin. Immutable.
 */
final class WholeNumbers {
    private final SlotColumn.Numbers[] columns;
    /** Of each column: its feature, the number of its first cell, the index of that cell, and the number of cells. Arrays are faster to read than objects. */
    private final int[] features;

    private final int[] lowest;
    private final int[] first;
    private final int[] count;

    /** Columns with cells, in the order in which they are added. */
    static final class Builder {
        private final List<SlotColumn.Numbers> columns = new ArrayList<>();
        private final List<int[]> places = new ArrayList<>();

        /** Adds a column that has so many {@link #cells}, the first of them with this index. */
        void add(ColumnBins bins, SlotColumn.Numbers column, int first, int count) {
            columns.add(column);
            places.add(new int[] {column.feature(), WholeNumbers.lowest(bins), first, count});
        }

        WholeNumbers build() {
            return new WholeNumbers(columns, places);
        }
    }

    private WholeNumbers(List<SlotColumn.Numbers> columns, List<int[]> places) {
        this.columns = columns.toArray(SlotColumn.Numbers[]::new);
        features = places.stream().mapToInt(place -> place[0]).toArray();
        lowest = places.stream().mapToInt(place -> place[1]).toArray();
        first = places.stream().mapToInt(place -> place[2]).toArray();
        count = places.stream().mapToInt(place -> place[3]).toArray();
    }

    /** The number of cells of a column; empty if its bins do not end at whole numbers. */
    static OptionalInt cells(ColumnBins column) {
        // The first bound is a little below the lowest number.
        int last = column.bounds().size() - 1;
        if (last < 1 || !column.bounds().subList(1, last + 1).stream().allMatch(bound -> bound.intValue() == bound)) {
            return OptionalInt.empty();
        }
        double range = column.bounds().get(last) - lowest(column) + 1;
        return range <= Integer.MAX_VALUE ? OptionalInt.of((int) range) : OptionalInt.empty();
    }

    private static int lowest(ColumnBins column) {
        return (int) Math.ceil(column.bounds().get(0));
    }

    /** Counts a row in a cell of each column, or in the slot of its number. */
    void count(double[] row, long[] cells, int from) {
        for (int i = 0; i < features.length; i++) {
            double value = row[features[i]];
            int whole = (int) value;
            int index = whole - lowest[i];
            if (whole == value && index >= 0 && index < count[i]) {
                cells[from + first[i] + index]++;
            } else {
                cells[from + columns[i].slot(value)]++;
            }
        }
    }

    /** Adds the rows in the cells to their slots. */
    void addTo(long[] slots, long[] cells) {
        for (int i = 0; i < columns.length; i++) {
            for (int index = 0; index < count[i]; index++) {
                slots[columns[i].slot((double) lowest[i] + index)] += cells[first[i] + index];
            }
        }
    }
}
