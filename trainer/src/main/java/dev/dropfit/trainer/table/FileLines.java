package dev.dropfit.trainer.table;

import java.util.BitSet;

/**
 * The lines of the file on which rows begin, from 1. Do not change the sets.
 *
 * @param rows those of the rows of a table, in the same order
 * @param leftOut those of the labelled rows that the table does not have, because it is a sample
 * @param fitsLeftOut whether a model may be fitted to these; not if some of them may belong to the holdout
 */
public record FileLines(BitSet rows, BitSet leftOut, boolean fitsLeftOut) {
    /** Lines of rows of which only those of the table may belong to the holdout. */
    public FileLines(BitSet rows, BitSet leftOut) {
        this(rows, leftOut, true);
    }

    /** The lines of the rows that the table does not have and to which a model is fitted. */
    public BitSet others() {
        return fitsLeftOut ? leftOut : new BitSet();
    }

    /** The lines of some of the rows of the table. */
    FileLines kept(BitSet kept) {
        BitSet lines = new BitSet(rows.length());
        int row = 0;
        for (int line = rows.nextSetBit(0); line >= 0; line = rows.nextSetBit(line + 1)) {
            lines.set(line, kept.get(row++));
        }
        return new FileLines(lines, leftOut, fitsLeftOut);
    }

    /** The lines of all labelled rows of the file. */
    public BitSet all() {
        BitSet all = (BitSet) rows.clone();
        all.or(leftOut);
        return all;
    }
}
