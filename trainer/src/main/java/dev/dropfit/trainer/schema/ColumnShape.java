package dev.dropfit.trainer.schema;

import dev.dropfit.trainer.format.FormatInference;
import dev.dropfit.trainer.table.Column;
import dev.dropfit.trainer.table.Table;
import java.util.stream.IntStream;

/**
 * What the values of a column look like, whatever it is for.
 *
 * @param rows the number of rows of the table
 */
record ColumnShape(Column column, int rows) {
    ColumnShape(Table table, Column column) {
        this(column, table.rows());
    }

    /** The number of rows with a value. */
    long present() {
        return rows - column.missing();
    }

    /** Whether the column has few distinct values and enough rows per value. */
    boolean hasFewValues(int max, int rowsPerValue) {
        return !column.manyValued() && column.distinctValues() <= Math.min(max, Math.max(2, rows / rowsPerValue));
    }

    /** Whether the column has many different numbers and a few stray texts. */
    boolean hasStrayTexts() {
        return column.texts() <= FormatInference.MAX_STRAY_SHARE * present()
                && !isZeroPadded()
                && (column.manyValued() || column.distinctValues() > FormatInference.MAX_CATEGORIES);
    }

    /** Whether some values are digits after a zero: the column contains codes, such as postal codes. */
    private boolean isZeroPadded() {
        return IntStream.range(1, column.codes())
                .anyMatch(code -> column.isValue(code)
                        && column.count(code) > 0
                        && column.isText(code)
                        && FormatInference.isZeroPadded(column.category(code)));
    }

    /** Whether all numbers are whole. */
    boolean isWhole() {
        for (int code = 1; code < column.codes(); code++) {
            double number = column.number(code);
            if (column.isValue(code) && column.count(code) > 0 && !column.isText(code) && number != Math.rint(number)) {
                return false;
            }
        }
        return true;
    }

    /** Whether most of the different numbers are whole. */
    boolean isMostlyWhole() {
        int[] numbers = IntStream.range(1, column.codes())
                .filter(code -> column.isValue(code) && column.count(code) > 0 && !column.isText(code))
                .toArray();
        long whole = IntStream.of(numbers)
                .filter(code -> column.number(code) == Math.rint(column.number(code)))
                .count();
        return 2 * whole > numbers.length;
    }

    /** Whether the values are two numbers next to each other, such as 0 and 1. */
    boolean isFlag() {
        double[] range = column.numberRange();
        return column.distinctValues() == 2 && range[1] - range[0] == 1;
    }
}
