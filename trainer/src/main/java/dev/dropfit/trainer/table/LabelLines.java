package dev.dropfit.trainer.table;

import java.util.Arrays;
import java.util.List;

/** The lines of the first rows of each label, so that a label of a few rows can be found in the file. Not thread-safe while it is filled. */
public final class LabelLines {
    /** A label with at most this many rows is listed with all its lines. */
    public static final int MAX_LINES = 4;

    /** With more labels, none are listed: the label is a number, or the wrong column. */
    private static final int MAX_LABELS = 1_024;

    private long[] lines = new long[0];

    /** Adds a row whose label has this code. */
    public void add(int code, long line) {
        if (code >= MAX_LABELS) {
            return;
        }
        int first = code * MAX_LINES;
        if (first >= lines.length) {
            lines = Arrays.copyOf(lines, Math.max(4 * MAX_LINES, 2 * (first + MAX_LINES)));
        }
        for (int i = first; i < first + MAX_LINES; i++) {
            if (lines[i] == 0) {
                lines[i] = line;
                return;
            }
        }
    }

    /** The lines of the label with this code, the first ones if there are more; only the first one if the others are not known. */
    public List<Long> of(Column label, int code) {
        int first = code * MAX_LINES;
        // A column that turned into numbers on the way has other codes since.
        if (first + MAX_LINES > lines.length || lines[first] != label.firstLine(code)) {
            return List.of(label.firstLine(code));
        }
        return Arrays.stream(lines, first, first + MAX_LINES)
                .filter(line -> line > 0)
                .boxed()
                .toList();
    }
}
