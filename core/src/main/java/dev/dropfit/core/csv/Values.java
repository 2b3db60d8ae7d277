package dev.dropfit.core.csv;

import java.util.List;

/**
 * What the text of a cell means. Pure functions; the texts are expected without white space around them.
 *
 * <p>A number is what JSON takes for one, with an optional plus sign and with {@code .5} and {@code 5.} too: ASCII digits only, finite
 * as a double, no zeros in front ({@code 007} is a code, not a number).
 */
public final class Values {
    /** The texts that stand for a missing value besides the empty one, in any case. */
    public static final List<String> MISSING = List.of("NA", "N/A", "NaN", "null", "?");

    private static final int MAX_FAST_DIGITS = 18;
    private static final long MAX_EXACT_MANTISSA = 1L << 53;
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private Values() {}

    /** Whether the text stands for a missing value. */
    public static boolean isMissing(char[] buffer, int offset, int length) {
        if (length == 0) {
            return true;
        }
        if (length > 4) {
            return false;
        }
        char first = buffer[offset];
        if (first >= '0' && first <= '9') {
            return false;
        }
        for (String text : MISSING) {
            if (equalsIgnoreCase(text, buffer, offset, length)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the text stands for a missing value. */
    public static boolean isMissing(String text) {
        return isMissing(text.toCharArray(), 0, text.length());
    }

    /** The number that the text is, NaN if it is none. Never infinite, never -0. */
    public static double number(String text) {
        return number(text.toCharArray(), 0, text.length());
    }

    /**
     * The number that the text is, NaN if it is none. Never infinite, never -0.
     *
     * <p>Up to 18 digits whose value a double holds exactly, scaled by at most 10^22, are one correctly rounded operation (W. D. Clinger,
     * How to Read Floating Point Numbers Accurately, 1990); the rest is left to {@link Double#parseDouble}.
     */
    public static double number(char[] buffer, int offset, int length) {
        return number(buffer, offset, length, '.');
    }

    /** As above, of a text with this character before its decimals. */
    static double number(char[] buffer, int offset, int length, char decimal) {
        int end = offset + length;
        int at = offset;
        boolean negative = false;
        if (at < end && (buffer[at] == '-' || buffer[at] == '+')) {
            negative = buffer[at] == '-';
            at++;
        }
        int integerStart = at;
        long mantissa = 0;
        int digits = 0;
        while (at < end && isDigit(buffer[at])) {
            mantissa = mantissa * 10 + (buffer[at] - '0');
            digits++;
            at++;
        }
        if (digits > 1 && buffer[integerStart] == '0') {
            return Double.NaN;
        }
        int scale = 0;
        if (at < end && buffer[at] == decimal) {
            at++;
            while (at < end && isDigit(buffer[at])) {
                mantissa = mantissa * 10 + (buffer[at] - '0');
                digits++;
                scale--;
                at++;
            }
        }
        if (digits == 0) {
            return Double.NaN;
        }
        if (at < end && (buffer[at] == 'e' || buffer[at] == 'E')) {
            int exponentStart = ++at;
            boolean down = false;
            if (at < end && (buffer[at] == '-' || buffer[at] == '+')) {
                down = buffer[at] == '-';
                exponentStart = ++at;
            }
            int exponent = 0;
            while (at < end && isDigit(buffer[at])) {
                exponent = Math.min(99_999, exponent * 10 + (buffer[at] - '0'));
                at++;
            }
            if (at == exponentStart) {
                return Double.NaN;
            }
            scale += down ? -exponent : exponent;
        }
        if (at != end) {
            return Double.NaN;
        }
        double magnitude;
        if (digits <= MAX_FAST_DIGITS && mantissa <= MAX_EXACT_MANTISSA && Math.abs(scale) < POWERS_OF_TEN.length) {
            magnitude = scale < 0 ? mantissa / POWERS_OF_TEN[-scale] : mantissa * POWERS_OF_TEN[scale];
        } else {
            magnitude = Double.parseDouble(new String(buffer, integerStart, end - integerStart).replace(decimal, '.'));
        }
        if (magnitude == 0) {
            return 0;
        }
        if (Double.isInfinite(magnitude)) {
            return Double.NaN;
        }
        return negative ? -magnitude : magnitude;
    }

    /** The one text that stands for a number as a category: {@code 1} for {@code 1}, {@code 1.0} and {@code 1e0}. */
    public static String category(double number) {
        if (number == Math.rint(number) && Math.abs(number) < MAX_EXACT_MANTISSA) {
            return Long.toString((long) number);
        }
        return Double.toString(number);
    }

    /** The one text that stands for this text as a category: numbers as {@link #category(double)}, all else unchanged. */
    public static String category(String text) {
        double number = number(text);
        return Double.isNaN(number) ? text : category(number);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean equalsIgnoreCase(String text, char[] buffer, int offset, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (Character.toLowerCase(text.charAt(i)) != Character.toLowerCase(buffer[offset + i])) {
                return false;
            }
        }
        return true;
    }
}
