package dev.dropfit.core.csv;

/**
 * Finds cells of several lines that look like rows: a quote begins such a cell, and the next quote, some rows later, ends it. Not thread-safe.
 */
final class SwallowedRows {
    private static final int MIN_SEPARATORS = 2;

    private final char separator;
    private final LineCount lines = new LineCount();
    private long end;

    /** @param separator between cells */
    SwallowedRows(char separator) {
        this.separator = separator;
    }

    /**
     * Looks at a cell of several lines.
     *
     * @param index of the cell in its row
     * @param columns the number of columns
     * @param line on which the row begins
     * @param lastLine on which the cell ends
     */
    void look(int index, int columns, char[] buffer, int from, int to, long line, long lastLine) {
        if (areRows(index, columns, buffer, from, to)) {
            lines.add(line);
            end = end == 0 ? lastLine : end;
        }
    }

    /** Whether the lines have as many separators as the ends of rows, and the beginning of one, have there. */
    private boolean areRows(int index, int columns, char[] buffer, int from, int to) {
        int wanted = columns - 1 - index;
        int found = 0;
        int all = 0;
        for (int i = from; i < to; i++) {
            char c = buffer[i];
            if (c == separator) {
                // A comma in a sentence has a blank after it.
                if (i + 1 < to && buffer[i + 1] == ' ') {
                    return false;
                }
                found++;
                all++;
            } else if (c == '\n' || (c == '\r' && !(i + 1 < to && buffer[i + 1] == '\n'))) {
                if (found != wanted) {
                    return false;
                }
                wanted = columns - 1;
                found = 0;
            }
        }
        return found == index && all >= MIN_SEPARATORS;
    }

    /** Whether there is such a cell. */
    boolean any() {
        return lines.count() > 0;
    }

    CsvNote note() {
        long first = lines.lines().get(0);
        return new CsvNote(
                "swallowed-rows",
                "on line " + first + " a quote (\") begins a cell that ends on line " + end
                        + ", and its lines look like rows"
                        + (lines.count() > 1 ? " (so it is on " + lines.where() + ")" : "")
                        + ". They are read as one cell; if a quote is missing on line " + first + ", add it",
                lines.lines());
    }
}
