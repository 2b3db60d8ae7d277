package dev.dropfit.core.csv;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises rows of pairs such as {@code 3:0.5}, as LIBSVM, SVMlight and ML.NET write tables with many zeros. Pure functions. */
final class SparseRows {
    private static final int MAX_LINES = 100;
    private static final int MIN_LINES = 2;
    private static final double MOST = 0.8;
    /** The last two cells of a line: the number of a column and its value. {@code 12:30 14:45} are times. */
    private static final Pattern LAST_PAIRS =
            Pattern.compile("(?:^|[ \t])(\\d+):(-?[\\d.eE+-]+)[ \t]+(\\d+):(-?[\\d.eE+-]+)\\s*$");

    private static final Pattern LAST_PAIR = Pattern.compile("[ \t]\\d+:-?[\\d.eE+-]+\\s*$");

    private SparseRows() {}

    /** Whether most lines end with pairs whose first numbers ascend, and they are neither times nor the same columns in each line. */
    static boolean are(String text) {
        if (text.indexOf(':') < 0) {
            return false;
        }
        List<String> lines = text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .limit(MAX_LINES)
                .toList();
        int pairs = 0;
        int single = 0;
        boolean numbers = false;
        for (String line : lines) {
            Matcher last = LAST_PAIRS.matcher(line);
            if (last.find() && Double.parseDouble(last.group(1)) < Double.parseDouble(last.group(3))) {
                pairs++;
                numbers |= isNoTime(last.group(2)) || isNoTime(last.group(4));
            } else {
                single += LAST_PAIR.matcher(line).find() ? 1 : 0;
            }
        }
        int rows = lines.size() - 1;
        boolean most = rows >= MIN_LINES && pairs >= MIN_LINES && pairs + single >= MOST * rows && 2 * pairs >= rows;
        return most
                && (numbers
                        || lines.stream()
                                        .mapToLong(SparseRows::pairs)
                                        .distinct()
                                        .count()
                                > 2);
    }

    /** Minutes have two digits. */
    private static boolean isNoTime(String value) {
        return value.indexOf('.') >= 0 || value.indexOf('-') >= 0 || value.length() == 1;
    }

    private static long pairs(String line) {
        return line.chars().filter(c -> c == ':').count();
    }
}
