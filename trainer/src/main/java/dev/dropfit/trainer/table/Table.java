package dev.dropfit.trainer.table;

import java.util.List;

/**
 * A dataset in memory. Immutable; may be read by many threads at once.
 *
 * @param columns in the file's order
 * @param label the index of the column to predict; every row has a value in it
 * @param rows how many rows there are, at least 1
 * @param bytes how much memory it takes, about
 * @param shares for every chunk, each row's place in [0, 65536) by a hash of its content: what {@link Split} is made from
 * @param anomalies what was found out while reading: rows that were left out, rows that come again
 */
public record Table(
        List<Column> columns, int label, int rows, long bytes, List<char[]> shares, List<Anomaly> anomalies) {
    /** How many rows a chunk has; the last may have fewer. Small enough for a chunk's decoded columns to stay in a core's cache. */
    public static final int CHUNK = 4096;

    public Table {
        columns = List.copyOf(columns);
        shares = List.copyOf(shares);
        anomalies = List.copyOf(anomalies);
    }

    public Column labelColumn() {
        return columns.get(label);
    }

    public int chunks() {
        return shares.size();
    }

    /** How many rows this chunk has. */
    public int rowsIn(int chunk) {
        return shares.get(chunk).length;
    }
}
