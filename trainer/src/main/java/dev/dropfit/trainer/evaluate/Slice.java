package dev.dropfit.trainer.evaluate;

/**
 * A part of the holdout: the rows with one value of a column, or with numbers or times of a range.
 *
 * @param column the column that the slice is made by
 * @param value the value or the range, as the end of a sentence that begins with the column: {@code is north}
 * @param rows the indices of its rows in the scores of the holdout, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // Made once and never compared.
record Slice(String column, String value, int[] rows) {
    /** What the slice is, as a part of a sentence. */
    String text() {
        return column + " " + value;
    }
}
