package dev.dropfit.trainer.table;

import dev.dropfit.core.csv.InvalidTableException;
import java.util.OptionalLong;

/**
 * Whether a table that is being read will fit into the heap, with what training on it needs beside it. Told while most of it is still to
 * come, from how much the rows so far take.
 */
public final class HeapBudget {
    /** What code, buffers and a fitted model take. */
    private static final long BASE = 32L << 20;
    /** What a row takes beside its columns while models are judged: scores and labels of the holdout. */
    private static final long PER_ROW = 16;
    /** How much of the heap can be full before the collector does nothing else. */
    private static final double USABLE = 0.9;

    private final long heap;
    private final OptionalLong bytes;

    /**
     * A budget.
     *
     * @param heap the most memory there is, in bytes
     * @param bytes the length of the whole CSV, if it is known
     */
    HeapBudget(long heap, OptionalLong bytes) {
        this.heap = heap;
        this.bytes = bytes;
    }

    /**
     * Checks what has been read.
     *
     * @param rows how many
     * @param read how many bytes of the CSV they were, about
     * @param columns how many bytes their columns take
     * @throws InvalidTableException when the table will not fit; says what is needed and what to do
     */
    void check(long rows, long read, long columns) throws InvalidTableException {
        double parts = bytes.isPresent() && read > 0 ? Math.max(1, (double) bytes.getAsLong() / read) : 1;
        check(heap, parts * rows, parts * (columns + PER_ROW * rows), "drop fewer rows or columns");
    }

    /**
     * Checks whether a table can be trained on.
     *
     * @param heap the most memory there is, in bytes
     * @param bytesPerRow what fitting takes for each row, beside the table
     * @param instead what else there is to do where it can't
     * @throws InvalidTableException when it can't; says what is needed and what to do
     */
    public static void checkFitting(Table table, long heap, long bytesPerRow, String instead)
            throws InvalidTableException {
        check(heap, table.rows(), table.bytes() + (double) (PER_ROW + bytesPerRow) * table.rows(), instead);
    }

    private static void check(long heap, double rows, double bytes, String instead) throws InvalidTableException {
        double needed = (BASE + bytes) / USABLE;
        if (needed > heap) {
            throw new InvalidTableException(
                    ("The dataset does not fit into memory: about %,.0f rows need a heap of %,d MB, there are %,d MB;"
                                    + " give the trainer more memory (-Xmx%dm, on Cloud Functions --memory), or %s")
                            .formatted(rows, megabytes(needed), megabytes((double) heap), megabytes(needed), instead));
        }
    }

    private static long megabytes(double bytes) {
        return (long) Math.ceil(bytes / (1 << 20));
    }
}
