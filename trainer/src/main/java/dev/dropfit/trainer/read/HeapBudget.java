package dev.dropfit.trainer.read;

import dev.dropfit.trainer.feature.ColumnSize;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.table.Table;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Checks whether a table and the training on it will fit into the heap. Estimates the total from the rows so far, so that it can stop early
 * while the table is read.
 */
public final class HeapBudget {
    /** The memory for code and buffers. */
    private static final long BASE_BYTES = 6L << 20;
    /** The usable share of the heap; beyond it the garbage collector would need all the time. */
    private static final double USABLE_SHARE = 0.9;

    /** The serial collector keeps a part of the young generation free: maxMemory is smaller than -Xmx. */
    private static final double HEAP_PER_REPORTED = 1.05;
    /** The heap of a function is 70 % of its memory. */
    private static final double MEMORY_PER_HEAP = 1 / 0.7;

    /** The rows that are still to come may need a little more than those so far. */
    private static final double RESERVE = 1.1;

    private static final int MAX_CHARACTERS_BETWEEN_CHECKS = 2_000_000;

    private final long heap;
    private final OptionalLong bytes;
    private final Fitting fitting;

    /** Estimates the memory of what is done with a table. */
    @FunctionalInterface
    public interface Fitting {
        /** Nothing is done with it. */
        Fitting NONE = (rows, outputs, columns) -> 0;

        /**
         * In addition to the table, in bytes.
         *
         * @param outputs the number of classes; 1 for a label that is a number
         * @param columns without the label
         */
        double bytes(double rows, int outputs, List<ColumnSize> columns);
    }

    /**
     * @param heap the maximum heap size, in bytes
     * @param bytes the length of the whole file, if it is known
     * @param fitting what is done with the table
     */
    HeapBudget(long heap, OptionalLong bytes, Fitting fitting) {
        this.heap = heap;
        this.bytes = bytes;
        this.fitting = fitting;
    }

    /**
     * How many times as many rows as so far the whole file has, about; 1 if its length is not known.
     *
     * @param read the length of the rows so far in the file, about, in bytes
     */
    double growth(long read) {
        return bytes.isPresent() && read > 0 ? Math.max(1, (double) bytes.getAsLong() / read) : 1;
    }

    /** The number of characters after which the estimate should be checked again. A cell may need ten times its length. */
    long charactersBetweenChecks() {
        return Math.min(MAX_CHARACTERS_BETWEEN_CHECKS, heap / 256);
    }

    /**
     * A table that is being read, as it will be.
     *
     * @param rows the number of rows
     * @param bytes the memory of the table
     * @param outputs the number of classes; 1 for a label that is a number
     * @param columns without the label
     */
    record Estimate(double rows, double bytes, int outputs, List<ColumnSize> columns) {}

    /**
     * Checks whether a table and the training on it will fit.
     *
     * @param least the table if no column gets more different values, so that no table is rejected that would fit
     * @param expected the table with the values that are probably still to come, so that the memory in the message is enough
     * @throws TooLargeTableException when they will not fit; the message contains the required memory and what to do
     */
    void check(Estimate least, Supplier<Estimate> expected) throws TooLargeTableException {
        double needed = bytes(least);
        if (isTooLarge(needed, heap)) {
            throw tooLarge(
                    heap,
                    least.rows(),
                    Math.max(needed, RESERVE * bytes(expected.get())),
                    "upload fewer rows or columns");
        }
    }

    private double bytes(Estimate table) {
        return BASE_BYTES + table.bytes() + fitting.bytes(table.rows(), table.outputs(), table.columns());
    }

    /**
     * Checks whether a table can be trained on.
     *
     * @param heap the maximum heap size, in bytes
     * @param alternative what the user can do instead of adding memory
     * @throws TooLargeTableException when it does not fit; the message contains the required memory and what to do
     */
    public static void checkFitting(Table table, Schema schema, long heap, Fitting fitting, String alternative)
            throws TooLargeTableException {
        double needed = heap(table, schema, fitting);
        if (isTooLarge(needed, heap)) {
            throw tooLarge(heap, table.rows(), needed, alternative);
        }
    }

    /** The heap that a table and the training on it need, about, in bytes. */
    public static double heap(Table table, Schema schema, Fitting fitting) {
        return BASE_BYTES
                + table.bytes()
                + fitting.bytes(table.rows(), ModelSize.outputs(schema.target()), ModelSize.columns(schema));
    }

    /** Whether a table and the training on it need more than this heap, in bytes. */
    public static boolean isTooLarge(double needed, long heap) {
        return needed / USABLE_SHARE > heap;
    }

    private static TooLargeTableException tooLarge(long heap, double rows, double needed, String alternative) {
        long heapOfJvm = heapOfJvm(needed);
        return new TooLargeTableException(
                ("The dataset does not fit into memory: about %,.0f rows need a heap of %,d MB, but only %,d MB are"
                                + " available; give the trainer more memory (-Xmx%dm; on Cloud Functions --memory=%dMi), or %s")
                        .formatted(
                                rows,
                                heapOfJvm,
                                megabytes((double) heap),
                                heapOfJvm,
                                memoryOfFunction(needed),
                                alternative));
    }

    private static long heapOfJvm(double needed) {
        return megabytes(needed / USABLE_SHARE * HEAP_PER_REPORTED);
    }

    /** The memory of a function, in MB, in which this much heap can be used, in bytes. */
    public static long memoryOfFunction(double needed) {
        return (long) Math.ceil(heapOfJvm(needed) * MEMORY_PER_HEAP);
    }

    private static long megabytes(double bytes) {
        return (long) Math.ceil(bytes / (1 << 20));
    }
}
