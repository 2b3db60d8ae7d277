package dev.dropfit.core.csv;

import dev.dropfit.core.Text;
import org.jspecify.annotations.Nullable;

/**
 * A reason why a table can't be used, or something that its owner should know.
 *
 * @param line the line of the file, from 1; 0 when the problem concerns the whole file
 * @param column the name of the column; null when the problem concerns the whole row
 * @param message what was found and what is accepted, without the position
 */
public record Problem(long line, @Nullable String column, String message) {
    private static final int SHOWN_NAME = 60;

    /** A problem of the whole table. */
    public static Problem of(String message) {
        return new Problem(0, null, message);
    }

    /** The position and the message, in one line. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (line > 0) {
            text.append("line ").append(line);
        }
        if (column != null) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append("column '")
                    .append(Text.truncate(column, SHOWN_NAME))
                    .append('\'');
        }
        return text.append(text.isEmpty() ? "" : ": ").append(message).toString();
    }
}
