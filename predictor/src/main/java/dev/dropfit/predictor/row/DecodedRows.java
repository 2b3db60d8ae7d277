package dev.dropfit.predictor.row;

import dev.dropfit.core.csv.CsvNote;
import java.util.List;

/**
 * The rows of a request.
 *
 * @param rows in the request's order
 * @param moreWarnings how many more warnings there are than the rows contain, by column and kind; empty when the rows contain all
 * @param notes how the file was read, where it is not plain CSV
 */
public record DecodedRows(List<Row> rows, List<String> moreWarnings, List<CsvNote> notes) {
    public DecodedRows {
        moreWarnings = List.copyOf(moreWarnings);
        notes = List.copyOf(notes);
    }

    /** Rows that are not of a file. */
    DecodedRows(List<Row> rows, List<String> moreWarnings) {
        this(rows, moreWarnings, List.of());
    }

    /** The number of rows. */
    public int size() {
        return rows.size();
    }
}
