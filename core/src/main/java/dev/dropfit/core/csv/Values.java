package dev.dropfit.core.csv;

import java.util.List;

/**
 * The meaning of a cell's text. Pure functions. The text must be trimmed.
 *
 * <p>A number is a JSON number; a plus sign, {@code .5} and {@code 5.} are accepted as well. It has ASCII digits, is finite as a double, and
 * has no leading zeros ({@code 007} is a code, not a number).
 */
public final class Values {
    /** The texts for a missing value, in upper or lower case. The empty text is one too. */
    public static final List<String> MISSING = List.of("NA", "N/A", "NaN", "null", "?");

    private static final int MAX_FAST_DIGITS = 18;
    private static final long MAX_EXACT_MANTISSA = 1L << 53;
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private Values() {}

    /** Whether the text means a missing value. */
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

    /** Whether the text means a missing value. */
    public static boolean isMissing(String text) {
        return isMissing(text.toCharArray(), 0, text.length());
    }

    /** The number in the text; NaN if the text is not a number. Never infinite, never -0. */
    public static double number(String text) {
        return number(text.toCharArray(), 0, text.length());
    }

    /**
     * The number in the text; NaN if the text is not a number. Never infinite, never -0.
     *
     * <p>Up to 18 digits whose value a double represents exactly, scaled by at most 10^22, need one correctly rounded operation (W. D.
     * Clinger, How to Read Floating Point Numbers Accurately, 1990). {@link Double#parseDouble} parses the others.
     */
    public static double number(char[] buffer, int offset, int length) {
        return number(buffer, offset, length, '.');
    }

    /** As above, with this decimal separator. */
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

    /** The category of a number, as text: {@code 1} for {@code 1}, {@code 1.0} and {@code 1e0}. */
    public static String category(double number) {
        if (number == Math.rint(number) && Math.abs(number) < MAX_EXACT_MANTISSA) {
            return Long.toString((long) number);
        }
        return Double.toString(number);
    }

    /** The category of a text: numbers as {@link #category(double)}, other texts unchanged. */
    public static String category(String text) {
        double number = number(text);
        return Double.isNaN(number) ? text : category(number);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Whether a part of the buffer is this text, in upper or lower case. */
    public static boolean equalsIgnoreCase(String text, char[] buffer, int offset, int length) {
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
