package dev.dropfit.core.csv;

import java.util.List;

/**
 * Receives a table during parsing: the header once, then for each row its line, all its cells in order, and its end.
 *
 * <p>For a row with too few or too many cells {@link #endRow} is not called. If the sink keeps such rows, {@link #wrongRow} gets it;
 * otherwise the parser reports the row, and the parse fails.
 */
public interface RowSink {
    /** Whether the sink wants a first column that has only the numbers or names of the rows, as R and pandas write it. */
    default boolean keepsRowNames() {
        return true;
    }

    /** Whether {@link #wrongRow} gets the rows with too few or too many cells; otherwise the parse fails. */
    default boolean keepsWrongRows() {
        return false;
    }

    /**
     * A row with too few or too many cells. It gets here after all rows before it have ended and before {@link #endRow} of the next one, which
     * may have begun.
     *
     * @param line of the file on which it begins, from 1
     * @param cells all its cells
     * @param why what is wrong with it
     * @throws InvalidTableException to end the parse
     */
    default void wrongRow(long line, List<String> cells, String why) throws InvalidTableException {
        throw new IllegalStateException("The sink does not keep such rows");
    }

    /** The name of a column that the table must have: a first row with it is the header. Empty if none is known. */
    default String knownName() {
        return "";
    }

    /** The names of the columns, if the text is known to have no header and to have commas between cells; otherwise empty. */
    default List<String> givenNames() {
        return List.of();
    }

    /**
     * Some of the first rows, before the header is given. Requests mostly have none.
     */
    default void firstRows(FirstRows rows) {
        // Most sinks take the rows one by one.
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
