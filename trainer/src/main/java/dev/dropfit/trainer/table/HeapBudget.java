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

    /** The serial collector keeps a part of the young generation free: maxMemory is smaller than -Xmx. */
    private static final double HEAP_PER_REPORTED = 1.05;
    /** The heap of a function is 70 % of its memory. */
    private static final double MEMORY_PER_HEAP = 1 / 0.7;

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
     * How many times as many rows as so far the whole CSV has, about; 1 if its length is not known.
     *
     * @param read the length of the rows so far in the CSV, about, in bytes
     */
    double growth(long read) {
        return bytes.isPresent() && read > 0 ? Math.max(1, (double) bytes.getAsLong() / read) : 1;
    }

    /**
     * Checks the estimate of the whole table.
     *
     * @param rows the number of rows
     * @param columns the memory of their columns, in bytes
     * @throws InvalidTableException when the table will not fit; the message contains the required memory and what to do
     */
    void check(double rows, double columns) throws InvalidTableException {
        check(heap, rows, columns + BYTES_PER_ROW * rows, "upload fewer rows or columns");
    }

    /**
     * Checks whether a table can be trained on.
     *
     * @param heap the maximum heap size, in bytes
     * @param fitting the memory that fitting needs in addition to the table, in bytes
     * @param alternative what the user can do instead of adding memory
     * @throws InvalidTableException when it does not fit; the message contains the required memory and what to do
     */
    public static void checkFitting(Table table, long heap, double fitting, String alternative)
            throws InvalidTableException {
        check(heap, table.rows(), heap(table, fitting) - BASE_BYTES, alternative);
    }

    /**
     * The heap that a table and the training on it need, about, in bytes.
     *
     * @param fitting the memory that fitting needs in addition to the table, in bytes
     */
    public static double heap(Table table, double fitting) {
        return BASE_BYTES + table.bytes() + (double) BYTES_PER_ROW * table.rows() + fitting;
    }

    private static void check(long heap, double rows, double bytes, String alternative) throws InvalidTableException {
        double needed = (BASE_BYTES + bytes) / USABLE_SHARE;
        double heapOfJvm = needed * HEAP_PER_REPORTED;
        if (needed > heap) {
            throw new InvalidTableException(
                    ("The dataset does not fit into memory: about %,.0f rows need a heap of %,d MB, but only %,d MB are available;"
                                    + " give the trainer more memory (-Xmx%dm; on Cloud Functions --memory=%dMi), or %s")
                            .formatted(
                                    rows,
                                    megabytes(heapOfJvm),
                                    megabytes((double) heap),
                                    megabytes(heapOfJvm),
                                    megabytes(heapOfJvm * MEMORY_PER_HEAP),
                                    alternative));
        }
    }

    private static long megabytes(double bytes) {
        return (long) Math.ceil(bytes / (1 << 20));
    }
}
