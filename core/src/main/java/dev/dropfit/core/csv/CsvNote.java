package dev.dropfit.core.csv;

import java.util.List;

/**
 * How a file was read that is not plain CSV. The file can be used.
 *
 * @param name a short name for programs, the same in every version
 * @param message one sentence for users
 * @param lines the first few lines of the file that show it, from 1; empty if it concerns the whole file
 */
public record CsvNote(String name, String message, List<Long> lines) {
    /** Copies the lines. */
    public CsvNote {
        lines = List.copyOf(lines);
    }

    /** A note about the whole file. */
    static CsvNote of(String name, String message) {
        return new CsvNote(name, message, List.of());
    }
}
