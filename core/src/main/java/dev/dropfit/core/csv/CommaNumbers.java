package dev.dropfit.core.csv;

/**
 * Numbers with a decimal comma, such as {@code 3,14}. In many countries spreadsheets write them to files separated by semicolons or tabs;
 * in files separated by commas they do not occur. Pure functions.
 */
public final class CommaNumbers {
    private static final int THOUSANDS_DIGITS = 3;

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

    /** Whether the comma could also be a thousands separator, as in {@code 1,234}. */
    public static boolean isUnclear(String number) {
        int comma = number.indexOf(',');
        int start = number.startsWith("-") || number.startsWith("+") ? 1 : 0;
        int before = comma - start;
        return before >= 1
                && before <= THOUSANDS_DIGITS
                && number.charAt(start) != '0'
                && number.length() - comma - 1 == THOUSANDS_DIGITS
                && number.chars().skip(comma + 1L).allMatch(c -> c >= '0' && c <= '9');
    }
}
