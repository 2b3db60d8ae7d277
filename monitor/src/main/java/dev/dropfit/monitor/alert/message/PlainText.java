package dev.dropfit.monitor.alert.message;

import java.util.regex.Pattern;

/**
 * Text from datasets, whoever wrote them, as one line that shows what it is: control characters and line ends become spaces, and what
 * would turn the direction of writing, hide, or is no character becomes a visible mark.
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
     * @param limit the longest, in characters of Java; what is beyond becomes an ellipsis
     */
    public static String line(String text, int limit) {
        // What is cut is cut first: a dataset may hold a line of a gigabyte.
        String start = text.length() > 4 * limit ? text.substring(0, 4 * limit) : text;
        String line = INVISIBLE
                .matcher(CONTROL.matcher(start).replaceAll(" "))
                .replaceAll(MARK)
                .strip();
        if (line.length() <= limit) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(limit - 2)) ? limit - 2 : limit - 1;
        return line.substring(0, end) + "…";
    }
}
