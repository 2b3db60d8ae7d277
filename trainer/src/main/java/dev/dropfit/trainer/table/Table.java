package dev.dropfit.trainer.table;

import dev.dropfit.core.format.ColumnFormat;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.core.registry.facts.LabelChoice;
import dev.dropfit.trainer.format.Distinct;
import dev.dropfit.trainer.format.Hash;
import dev.dropfit.trainer.settings.ColumnKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A dataset in memory. Immutable; may be read by many threads at the same time.
 *
 * @param columns in the order of the file
 * @param label the index of the label column; every row has a label
 * @param labelChoice why this column is the label
 * @param rows the number of rows, at least 1
 * @param bytes the memory of the table, about
 * @param shares for every chunk, the place of each row in [0, 65536), from a hash of its content without the label, which decides its side
 * @param labelLines the lines of the first rows of each label
 * @param anomalies found while reading: skipped rows, duplicate rows
 * @param lines where the rows are in the file
 */
public record Table(
        List<Column> columns,
        int label,
        LabelChoice labelChoice,
        int rows,
        long bytes,
        List<char[]> shares,
        LabelLines labelLines,
        List<Anomaly> anomalies,
        FileLines lines) {
    /** The number of rows in a chunk; the last chunk may have fewer. The decoded columns of a chunk fit into the cache of a core. */
    public static final int CHUNK = 4096;

    /** The maximum number of codes of a column. */
    public static final int MAX_CODES = Distinct.MAX_CODES;

    /** The maximum number of classes of a label. */
    public static final int MAX_CLASSES = 200;

    /** The number of places. */
    public static final int PLACES = 1 << 16;

    public Table {
        columns = List.copyOf(columns);
        shares = List.copyOf(shares);
        anomalies = List.copyOf(anomalies);
    }

    /** This table with other columns of the same rows, and other anomalies. */
    public Table with(List<Column> others, List<Anomaly> notes) {
        return new Table(others, label, labelChoice, rows, bytes, shares, labelLines, notes, lines);
    }

    /** This table with some of its rows. */
    public Table kept(List<Column> others, BitSet kept, List<Anomaly> notes) {
        List<char[]> places = new ArrayList<>();
        char[] chunk = new char[CHUNK];
        int size = 0;
        int row = 0;
        for (char[] share : shares) {
            for (char place : share) {
                if (kept.get(row++)) {
                    chunk[size++] = place;
                    if (size == CHUNK) {
                        places.add(chunk.clone());
                        size = 0;
                    }
                }
            }
        }
        if (size > 0) {
            places.add(Arrays.copyOf(chunk, size));
        }
        return new Table(
                others, label, labelChoice, kept.cardinality(), bytes, places, labelLines, notes, lines.kept(kept));
    }

    /** This table with other places of the same rows. */
    public Table placed(List<char[]> places) {
        return new Table(columns, label, labelChoice, rows, bytes, places, labelLines, anomalies, lines);
    }

    /** This table, to which alone a model is fitted. */
    public Table fittedAlone() {
        FileLines alone = new FileLines(lines.rows(), lines.leftOut(), false);
        return new Table(columns, label, labelChoice, rows, bytes, shares, labelLines, anomalies, alone);
    }

    /** Whether the rows of a place are in a sample. Not by the place itself: it decides the side of the row. */
    public static boolean isSampled(char place, double share) {
        return share >= 1 || place(Distinct.hash((double) place)) < share * PLACES;
    }

    /** The number of rows with a label in the file; more than {@link #rows} if this is a sample. */
    public long rowsOfFile() {
        return (long) rows + lines.leftOut().cardinality();
    }

    /** The place of a row, or of a group of rows, whose content has this hash. */
    public static char place(long hash) {
        return (char) (Hash.mix(hash) >>> 48);
    }

    /**
     * Some of the rows, about as many as the share says; those of the same place are in the sample together.
     *
     * @param byPlaces places of the rows, for every chunk
     */
    public Table sample(List<char[]> byPlaces, double share) {
        if (share >= 1) {
            return this;
        }
        BitSet kept = new BitSet(rows);
        int row = 0;
        for (char[] chunk : byPlaces) {
            for (char value : chunk) {
                kept.set(row++, isSampled(value, share));
            }
        }
        return kept.isEmpty()
                ? this
                : kept(columns.stream().map(column -> column.kept(kept)).toList(), kept, anomalies);
    }

    /** The place of a row. */
    public char place(int row) {
        return shares.get(row / CHUNK)[row % CHUNK];
    }

    /** How the cells of the label are written. */
    public ColumnFormat labelFormat(ColumnKind kind) {
        return labelColumn().format().stored(kind);
    }

    public Column labelColumn() {
        return columns.get(label);
    }

    public int chunks() {
        return shares.size();
    }

    /** The number of rows in this chunk. */
    public int rowsIn(int chunk) {
        return shares.get(chunk).length;
    }
}
