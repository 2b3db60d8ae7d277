package dev.dropfit.core.csv;

import dev.dropfit.core.csv.CsvScanner.Dialect;
import java.util.List;
import java.util.Optional;

/**
 * How a text is laid out.
 *
 * @param form how its lines differ from cells with one character between them; all else is about the plain lines
 * @param dialect how rows are written
 * @param skippedLines the number of lines before the header, or before the first row if there is no header
 * @param names the columns, if the first row that is scanned is not the header
 * @param columns the number of columns; rows may have more cells if these are empty. 0 for as many as the header has
 * @param fewestCells the number of cells from which a row is a row, the others are missing at its end; 0 if all rows have all cells
 * @param moreHeaders the number of lines after the header that are no rows: units or further names
 * @param rowNames whether the first column has only the names or numbers of the rows
 * @param firstName whether the header has no cell for the first column
 * @param comments the number of comment lines before the header that are among the skipped lines
 * @param firstComment the first of them
 * @param firstRows the first rows after the header
 * @param notes what is unusual, except for what is counted during the parse
 */
record CsvLayout(
        LineForm form,
        Dialect dialect,
        long skippedLines,
        Optional<List<String>> names,
        int columns,
        int fewestCells,
        int moreHeaders,
        boolean rowNames,
        boolean firstName,
        long comments,
        long firstComment,
        FirstRows firstRows,
        List<CsvNote> notes) {
    CsvLayout {
        notes = List.copyOf(notes);
    }

    /** A header in the first line, rows after it. */
    static CsvLayout plain(char separator) {
        return plain(separator, Optional.empty());
    }

    /** The same layout of the rows after the header, without the header. */
    CsvLayout ofRows(List<String> header) {
        return new CsvLayout(
                form,
                dialect,
                0,
                Optional.of(header),
                columns,
                fewestCells,
                0,
                rowNames,
                firstName,
                0,
                0,
                FirstRows.NONE,
                List.of());
    }

    /** Rows from the first line on, with commas between their cells. */
    static CsvLayout withoutHeader(List<String> names) {
        return plain(',', Optional.of(names));
    }

    private static CsvLayout plain(char separator, Optional<List<String>> names) {
        return new CsvLayout(
                LineForm.PLAIN,
                new Dialect(separator, '"', Dialect.NO_COMMENT),
                0,
                names,
                names.map(List::size).orElse(0),
                0,
                0,
                false,
                false,
                0,
                0,
                FirstRows.NONE,
                List.of());
    }
}
