package dev.dropfit.core.csv;

/** A formula of Excel that is only a text: {@code ="00057"}. Programs write it so that Excel keeps zeros at the beginning. */
final class ExcelText {
    /** The number of characters before the text. */
    static final int BEFORE = 2;
    /** The number of characters after the text. */
    static final int AFTER = 1;

    private ExcelText() {}

    /** Whether a cell is one. */
    static boolean is(char[] buffer, int from, int to) {
        return to - from >= BEFORE + AFTER && buffer[from] == '=' && buffer[from + 1] == '"' && buffer[to - 1] == '"';
    }

    /** The text of a cell that may be one. */
    static String content(char[] buffer, int from, int to) {
        return is(buffer, from, to)
                ? new String(buffer, from + BEFORE, to - AFTER - from - BEFORE)
                : new String(buffer, from, to - from);
    }
}
