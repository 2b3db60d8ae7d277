package dev.dropfit.core.csv;

import java.util.List;

/**
 * What a parse has found.
 *
 * @param rows the number of rows without the header
 * @param notes how the file was read, where it is not plain CSV
 */
public record CsvSummary(long rows, List<CsvNote> notes) {
    /** Copies the notes. */
    public CsvSummary {
        notes = List.copyOf(notes);
    }
}
