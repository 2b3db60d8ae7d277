package dev.dropfit.trainer.split;

import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;

/** The rows of a table at some places, chunk by chunk, with the hashes of their content. Not thread-safe. */
final class PlacedRows {
    private final Table table;
    private final IntPredicate wanted;
    private final Optional<Column> group;
    private final int[] rows = new int[Table.CHUNK];
    private final long[] features = new long[Table.CHUNK];
    private final long[] labels = new long[Table.CHUNK];
    private final long[] groups = new long[Table.CHUNK];
    private int size;

    /** @param wanted the places */
    PlacedRows(Table table, IntPredicate wanted) {
        this(table, wanted, Optional.empty());
    }

    /** @param group the column whose value is shared by rows that belong together; if empty, equal rows do */
    PlacedRows(Table table, IntPredicate wanted, Optional<Column> group) {
        this.table = table;
        this.wanted = wanted;
        this.group = group;
    }

    /** Reads a chunk; the rows of the last one are gone. */
    void read(int chunk) {
        char[] places = table.shares().get(chunk);
        size = 0;
        for (int i = 0; i < places.length; i++) {
            rows[size] = i;
            size += wanted.test(places[i]) ? 1 : 0;
        }
        Arrays.fill(features, 0, size, 0);
        Arrays.fill(labels, 0, size, 0);
        Arrays.fill(groups, 0, size, 0);
        group.ifPresent(column -> column.addHashes(chunk, rows, size, groups));
        for (int c = 0; size > 0 && c < table.columns().size(); c++) {
            table.columns().get(c).addHashes(chunk, rows, size, c == table.label() ? labels : features);
        }
    }

    /** The number of rows. */
    int size() {
        return size;
    }

    /** The index of a row within the chunk. */
    int row(int index) {
        return rows[index];
    }

    /** The hash of all columns except the label. */
    long features(int index) {
        return features[index];
    }

    /** The hash of what rows that belong together share: the value of the group, if there is one, else all columns except the label. */
    long unit(int index) {
        return groups[index] == 0 ? features[index] : groups[index];
    }

    /** The hash of the label. */
    long label(int index) {
        return labels[index];
    }
}
