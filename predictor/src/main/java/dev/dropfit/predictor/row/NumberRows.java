package dev.dropfit.predictor.row;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.RowFormat;
import dev.dropfit.predictor.memory.RequestMemory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of binary numbers that need no warning and have no problem, without an object for each: the usual case, several times as fast as {@link
 * JsonRows}. Immutable.
 */
public final class NumberRows {
    private final double[] values;
    private final int width;
    private final int size;

    private NumberRows(double[] values, int width, int size) {
        this.values = values;
        this.width = width;
        this.size = size;
    }

    /**
     * The rows of columns; null if they are to be read by {@link JsonRows}: a column is not of plain numbers or categories, is absent, twice
     * or unknown, or a value is missing, far from those of training or a category that training has not seen.
     *
     * @param columns all of the same length
     * @param size the number of rows
     */
    public static @Nullable NumberRows find(
            RowFormat format, List<? extends RequestColumn> columns, int size, RequestMemory memory) {
        int inputs = format.inputs().size();
        int width = format.width();
        if (inputs != width || (long) size * width > Integer.MAX_VALUE / Double.BYTES) {
            // Dates and texts have several values.
            return null;
        }
        boolean[] seen = new boolean[inputs];
        int known = 0;
        for (RequestColumn column : columns) {
            int input = format.find(column.name());
            boolean isUsed = input >= 0 && !seen[input] && format.isPlain(input);
            if (!(column instanceof BinaryColumn) || (!isUsed && !format.isUnused(column.name()))) {
                return null;
            }
            if (input >= 0) {
                seen[input] = true;
                known++;
            }
        }
        if (known < inputs) {
            return null;
        }
        long bytes = (long) Double.BYTES * size * width;
        memory.reserve(bytes);
        NumberRows rows = new NumberRows(new double[size * width], width, size);
        if (rows.fill(format, columns)) {
            return rows;
        }
        memory.release(bytes);
        return null;
    }

    private boolean fill(RowFormat format, List<? extends RequestColumn> columns) {
        for (RequestColumn column : columns) {
            int input = format.find(column.name());
            if (input >= 0 && column instanceof BinaryColumn binary && !fill(format, input, binary)) {
                return false;
            }
        }
        return true;
    }

    private boolean fill(RowFormat format, int input, BinaryColumn column) {
        return format.feature(input) instanceof Feature.Categorical categorical
                ? column.fillCategories(values, input, width, categorical)
                : column.fillNumbers(values, input, width, format.lowest(input), format.highest(input));
    }

    /** The number of rows. */
    public int size() {
        return size;
    }

    /** Copies a row: one value per feature. */
    public void copy(int row, double[] to) {
        System.arraycopy(values, row * width, to, 0, width);
    }
}
