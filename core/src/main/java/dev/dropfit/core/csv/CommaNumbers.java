package dev.dropfit.core.csv;

/**
 * Numbers with a comma where others have a point, {@code 3,14}: what a spreadsheet in much of the world writes into files separated by
 * semicolons or tabs, and only there. Pure functions.
 */
public final class CommaNumbers {
    private static final int THOUSANDS_DIGITS = 3;

    private CommaNumbers() {}

    /** Whether a file with this character between its cells may hold such numbers. */
    public static boolean allowed(char separator) {
        return separator != ',';
    }

    /** The number that the text is, whole numbers too, NaN if it is none. */
    public static double number(char[] buffer, int offset, int length) {
        return Values.number(buffer, offset, length, ',');
    }

    /** The number that the text is, whole numbers too, NaN if it is none. */
    public static double number(String text) {
        return number(text.toCharArray(), 0, text.length());
    }

    /** Whether the comma of such a number may just as well set its thousands apart, as in {@code 1,234}. */
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
