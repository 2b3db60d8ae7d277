package dev.dropfit.trainer.table;

import dev.dropfit.core.csv.InvalidTableException;
import java.util.OptionalLong;

/**
 * Checks whether a table and the training on it will fit into the heap. Estimates the total from the rows so far, so that it can stop early
 * while the table is read.
 */
public final class HeapBudget {
    /** The memory for code, buffers and a fitted model. */
    private static final long BASE_BYTES = 32L << 20;
    /** The memory for each row during evaluation, in addition to its columns: scores and labels of the holdout. */
    private static final long BYTES_PER_ROW = 16;
    /** The usable share of the heap; beyond it the garbage collector would need all the time. */
    private static final double USABLE_SHARE = 0.9;

    private final long heap;
    private final OptionalLong bytes;

    /**
     * @param heap the maximum heap size, in bytes
     * @param bytes the length of the whole CSV, if it is known
     */
    HeapBudget(long heap, OptionalLong bytes) {
        this.heap = heap;
        this.bytes = bytes;
    }

    /**
     * Checks the rows so far.
     *
     * @param rows the number of rows so far
     * @param read the length of these rows in the CSV, about, in bytes
     * @param columns the memory of their columns, in bytes
     * @throws InvalidTableException when the table will not fit; the message contains the required memory and what to do
     */
    void check(long rows, long read, long columns) throws InvalidTableException {
        double parts = bytes.isPresent() && read > 0 ? Math.max(1, (double) bytes.getAsLong() / read) : 1;
        check(heap, parts * rows, parts * (columns + BYTES_PER_ROW * rows), "upload fewer rows or columns");
    }

    /**
     * Checks whether a table can be trained on.
     *
     * @param heap the maximum heap size, in bytes
     * @param bytesPerRow the memory that fitting needs for each row, in addition to the table
     * @param alternative what the user can do instead of adding memory
     * @throws InvalidTableException when it does not fit; the message contains the required memory and what to do
     */
    public static void checkFitting(Table table, long heap, long bytesPerRow, String alternative)
            throws InvalidTableException {
        check(heap, table.rows(), table.bytes() + (double) (BYTES_PER_ROW + bytesPerRow) * table.rows(), alternative);
    }

    private static void check(long heap, double rows, double bytes, String alternative) throws InvalidTableException {
        double needed = (BASE_BYTES + bytes) / USABLE_SHARE;
        if (needed > heap) {
            throw new InvalidTableException(
                    ("The dataset does not fit into memory: about %,.0f rows need a heap of %,d MB, but only %,d MB are available;"
                                    + " give the trainer more memory (-Xmx%dm, on Cloud Functions --memory), or %s")
                            .formatted(
                                    rows, megabytes(needed), megabytes((double) heap), megabytes(needed), alternative));
        }
    }

    private static long megabytes(double bytes) {
        return (long) Math.ceil(bytes / (1 << 20));
    }
}
