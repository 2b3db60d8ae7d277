package dev.dropfit.predictor.row;

import java.util.List;

/**
 * The rows of a request.
 *
 * @param rows in the request's order
 * @param moreWarnings how many more warnings there are than the rows contain, by column and kind; empty when the rows contain all
 */
public record DecodedRows(List<Row> rows, List<String> moreWarnings) {
    public DecodedRows {
        moreWarnings = List.copyOf(moreWarnings);
    }

    /** The number of rows. */
    public int size() {
        return rows.size();
    }
}
