package dev.dropfit.core.csv;

import java.util.List;

/**
 * Receives a table as it is parsed: the header once, then for each row its line, all its cells in order, and its end.
 *
 * <p>Rows that have too few or too many cells never get to {@link #endRow}: the parser reports them and the parse fails.
 */
public interface RowSink {
    /**
     * The column names: trimmed, not empty, each once.
     *
     * @param separator the character between cells
     * @throws InvalidTableException when the table can't be used for what its names already show; ends the parse
     */
    void header(List<String> names, char separator) throws InvalidTableException;

    /**
     * A row begins on this line of the file, from 1.
     */
    void beginRow(long line);

    /**
     * One cell, where it lies: {@code length} characters of {@code buffer} from {@code offset}, valid during the call only. Trimmed,
     * without its quotes.
     */
    void cell(int column, char[] buffer, int offset, int length);

    /**
     * The row is complete.
     *
     * @throws InvalidTableException when the parse should end here
     */
    void endRow() throws InvalidTableException;
}
