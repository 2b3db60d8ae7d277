package dev.dropfit.core.csv;

/**
 * Numbers with a decimal comma, such as {@code 3,14}. In many countries spreadsheets write them to files separated by semicolons or tabs;
 * in files separated by commas they do not occur. Pure functions.
 */
public final class CommaNumbers {
    private CommaNumbers() {}

    /** Whether a file with this separator may contain such numbers. */
    public static boolean allowed(char separator) {
        return separator != ',';
    }

    /** The number in the text, which may be a whole number; NaN if the text is not a number. */
    public static double number(char[] buffer, int offset, int length) {
        return Values.number(buffer, offset, length, ',');
    }

    /** The number in the text, which may be a whole number; NaN if the text is not a number. */
    public static double number(String text) {
        return number(text.toCharArray(), 0, text.length());
    }
}
