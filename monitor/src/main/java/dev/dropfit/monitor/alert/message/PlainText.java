package dev.dropfit.monitor.alert.message;

import dev.dropfit.core.Text;
import java.util.regex.Pattern;

/**
 * Untrusted text from datasets, as one line. Control characters and line ends become spaces; invisible characters, such as direction marks,
 * and invalid ones become a visible mark.
 */
public final class PlainText {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

    /** Format characters (directions, zero widths, tags), private and unassigned code points, halves of surrogate pairs. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}]");

    private static final String MARK = "\uFFFD";

    private PlainText() {}

    /**
     * One line.
     *
     * @param limit the maximum number of {@code char}s; a longer line ends with an ellipsis after them
     */
    public static String line(String text, int limit) {
        // Cut first: a line in a dataset may have a gigabyte.
        String start = text.length() > 4 * limit ? text.substring(0, 4 * limit) : text;
        String line = INVISIBLE
                .matcher(CONTROL.matcher(start).replaceAll(" "))
                .replaceAll(MARK)
                .strip();
        return Text.truncate(line, limit);
    }
}
