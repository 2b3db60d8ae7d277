package dev.dropfit.core.csv;

import org.jspecify.annotations.Nullable;

/**
 * Something in a table that keeps it from being used, or that its owner should know.
 *
 * @param line the line of the file, from 1; 0 when it concerns the whole
 * @param column the column's name; null when it concerns the whole row
 * @param message what was found and what is accepted, without the place
 */
public record Problem(long line, @Nullable String column, String message) {
    /** A problem of the whole table. */
    public static Problem of(String message) {
        return new Problem(0, null, message);
    }

    /** The place and the message in one line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (line > 0) {
            text.append("line ").append(line);
        }
        if (column != null) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append("column '")
                    .append(column)
                    .append('\'');
        }
        return text.append(text.isEmpty() ? "" : ": ").append(message).toString();
    }
}
