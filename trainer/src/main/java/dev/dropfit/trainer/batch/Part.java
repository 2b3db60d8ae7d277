package dev.dropfit.trainer.batch;

import dev.dropfit.core.scoring.RowCounts;

/**
 * Some rows in a row that are scored and stored.
 *
 * @param first the number of rows of the file before them
 * @param counts of these rows
 */
record Part(long first, RowCounts counts) {
    /** The number of rows of the file up to the end of this part. */
    long end() {
        return first + counts.rows();
    }
}
