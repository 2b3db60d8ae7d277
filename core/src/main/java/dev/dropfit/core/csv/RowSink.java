package dev.dropfit.core.csv;

import java.util.List;

/**
 * Receives a table during parsing: the header once, then for each row its line, all its cells in order, and its end.
 *
 * <p>For a row with too few or too many cells {@link #endRow} is not called: the parser reports the row, and the parse fails.
 */
public interface RowSink {
    /** Whether the sink wants a first column that has only the numbers or names of the rows, as R and pandas write it. */
    default boolean keepsRowNames() {
        return true;
    }

    /**
     * The column names: trimmed, not empty, unique.
     *
     * @param separator the character between cells
     * @throws InvalidTableException when the names already show that the table can't be used; ends the parse
     */
    void header(List<String> names, char separator) throws InvalidTableException;

    /**
     * A row begins on this line of the file, from 1.
     */
    void beginRow(long line);

    /**
     * One cell: {@code length} characters of {@code buffer} from {@code offset}, valid only during the call. Trimmed, without quotes.
     */
    void cell(int column, char[] buffer, int offset, int length);

    /**
     * The row is complete.
     *
     * @throws InvalidTableException to end the parse
     */
    void endRow() throws InvalidTableException;

    /**
     * How much of the CSV has been read, to within a row. Called from time to time, between rows.
     *
     * @param bytes the length of the rows so far with all that comes before them, in bytes of the stream
     */
    default void bytesRead(long bytes) {
        // Most sinks need no length.
    }
}
