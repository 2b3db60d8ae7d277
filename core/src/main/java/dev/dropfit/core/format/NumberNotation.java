package dev.dropfit.core.format;

import dev.dropfit.core.csv.Values;
import java.util.List;
import java.util.Locale;

/**
 * Numbers with separators, signs, currencies and units: {@code $1,234.50}, {@code 1.234,50 €}, {@code (1,234)}, {@code 12 kg}, {@code 1.2M}.
 * Parentheses, a minus after the number, and {@code BC} after a year mean a negative number. The word {@code free} means 0.
 *
 * @param decimal the decimal separator, a point or a comma
 * @param grouping the separator of thousands: a point, a comma, a blank, an apostrophe or an underscore; {@link #NO_GROUPING} for none. A
 *     blank stands for all kinds of blanks, an apostrophe for all kinds of apostrophes
 * @param prefix the text before the number, a currency; empty for none. In a cell it may be absent, after the number, or written otherwise
 * @param suffix the text after the number, a currency or a unit; empty for none. In a cell it may be absent, before the number, or written
 *     otherwise; a unit of the same kind is converted
 * @param multipliers whether texts such as {@code k} and {@code M} after the number multiply it
 */
public record NumberNotation(char decimal, char grouping, String prefix, String suffix, boolean multipliers)
        implements Notation {
    /** There is no separator of thousands. */
    public static final char NO_GROUPING = 0;

    private static final List<String> FREE = List.of("free", "gratis", "kostenlos", "gratuit");

    private static final int MAX_EXACT_DIGITS = 15;
    private static final int GROUP = 3;
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    public NumberNotation {
        if (decimal != '.' && decimal != ',') {
            throw new IllegalArgumentException("The decimal separator is '" + decimal + "'; accepted are . and ,");
        }
        if (grouping == decimal) {
            throw new IllegalArgumentException("The decimal separator and the separator of thousands are the same");
        }
    }

    /** Numbers with this decimal separator and nothing else. */
    public static NumberNotation of(char decimal) {
        return of(decimal, NO_GROUPING);
    }

    /** Numbers with these separators and nothing else. */
    public static NumberNotation of(char decimal, char grouping) {
        return new NumberNotation(decimal, grouping, "", "", false);
    }

    /** Whether there are only digits, signs and separators: no currency, no unit and no multiplier. */
    boolean hasOnlySeparators() {
        return equals(of(decimal, grouping));
    }

    /** Whether only the decimal separator differs from plain numbers. */
    public boolean isDecimalComma() {
        return equals(of(','));
    }

    @Override
    public boolean isTime() {
        return false;
    }

    @Override
    public boolean reads(Notation other) {
        // Where points separate thousands, a plain 1.234 has another meaning.
        return equals(other)
                || (other instanceof NumberNotation numbers
                        && numbers.decimal == decimal
                        && (numbers.grouping == grouping || (numbers.grouping == NO_GROUPING && grouping != '.'))
                        && (multipliers || !numbers.multipliers)
                        && readsAffix(numbers.prefix)
                        && readsAffix(numbers.suffix));
    }

    /** Whether a text around a number has no meaning but that of this notation. */
    private boolean readsAffix(String affix) {
        return affix.isEmpty() || factor(affix) == 1;
    }

    @Override
    public String accepted() {
        return hasOnlyDecimalPoint() ? "a number" : "a number, or one like " + example();
    }

    private boolean hasOnlyDecimalPoint() {
        return equals(of('.'));
    }

    private String example() {
        String whole = grouping == NO_GROUPING ? "12" : "1" + grouping + "234";
        String number = multipliers ? "1" + decimal + "2k" : decimal == '.' ? whole : whole + ",5";
        String before = prefix.isEmpty() || !Character.isLetter(prefix.charAt(0)) ? "" : " ";
        return Affix.shown(prefix) + before + number + (suffix.isEmpty() ? "" : " " + Affix.shown(suffix));
    }

    @Override
    public double value(char[] buffer, int offset, int length) {
        NumberParts parts = NumberParts.of(buffer, offset, length);
        if (parts == null) {
            return isFree(buffer, offset, length) ? 0 : Double.NaN;
        }
        double factor = parts.hasPrefix(buffer, prefix) ? 1 : factor(parts.prefix(buffer));
        if (parts.hasSuffix() && !parts.isSuffix(buffer, suffix)) {
            String text = parts.suffix(buffer);
            double after = factor(text);
            factor *= Double.isNaN(after) && multipliers ? Multipliers.factor(text) : after;
        }
        return Double.isNaN(factor) ? factor : number(buffer, parts, factor);
    }

    /** What a text around the number multiplies it by, whichever side it is on; NaN if it is neither the unit nor the currency of this notation. */
    private double factor(String affix) {
        double after = Affix.factor(affix, suffix);
        return Double.isNaN(after) ? Affix.factor(affix, prefix) : after;
    }

    /** The number of a text whose separators leave no doubt, whatever those of this notation are; NaN for other texts. */
    double clearValue(char[] buffer, int offset, int length) {
        NumberParts parts = NumberParts.of(buffer, offset, length);
        NumberNotation separators = parts == null ? null : parts.clearSeparators(buffer);
        return separators == null
                ? Double.NaN
                : new NumberNotation(separators.decimal, separators.grouping, prefix, suffix, multipliers)
                        .value(buffer, offset, length);
    }

    /** The number of a text without the texts around it, times a factor; NaN if its separators are not in their places. */
    double number(char[] buffer, NumberParts parts, double factor) {
        double magnitude = body(buffer, parts.from(), parts.to()) * factor;
        if (Double.isInfinite(magnitude)) {
            return Double.NaN;
        }
        return parts.negative() && magnitude != 0 ? -magnitude : magnitude;
    }

    /** Whether a text is a word for a price of 0. */
    public static boolean isFree(String text) {
        return isFree(text.toCharArray(), 0, text.length());
    }

    private static boolean isFree(char[] buffer, int offset, int length) {
        for (String word : FREE) {
            if (Values.equalsIgnoreCase(word, buffer, offset, length)) {
                return true;
            }
        }
        return false;
    }

    /** The number without sign and texts around it; NaN if its separators are not in their places. */
    private double body(char[] buffer, int from, int to) {
        long mantissa = 0;
        int digits = 0;
        int scale = 0;
        int inGroup = 0;
        boolean grouped = false;
        boolean fraction = false;
        for (int i = from; i < to; i++) {
            char c = NumberParts.plain(buffer[i]);
            if (c >= '0' && c <= '9') {
                mantissa = mantissa * 10 + (c - '0');
                digits++;
                inGroup++;
                scale += fraction ? 1 : 0;
                if (digits > MAX_EXACT_DIGITS) {
                    return inexact(buffer, from, to);
                }
            } else if (c == decimal && !fraction) {
                if (grouped && inGroup != GROUP) {
                    return Double.NaN;
                }
                fraction = true;
                inGroup = 0;
            } else if (c == grouping && grouping != NO_GROUPING && !fraction) {
                // After the first group, the digits are in groups of three, in India of two.
                if (inGroup == 0 || inGroup > GROUP || (grouped && inGroup == 1)) {
                    return Double.NaN;
                }
                grouped = true;
                inGroup = 0;
            } else {
                return (c == 'e' || c == 'E') && !grouped && digits > 0 ? inexact(buffer, from, to) : Double.NaN;
            }
        }
        if (digits == 0 || (grouped && !fraction && inGroup != GROUP) || hasLeadingZero(buffer, from, to)) {
            return Double.NaN;
        }
        return mantissa / POWERS_OF_TEN[scale];
    }

    /** A number with many digits or an exponent, without the separators of thousands. */
    private double inexact(char[] buffer, int from, int to) {
        StringBuilder plain = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            char c = NumberParts.plain(buffer[i]);
            if (c != grouping || grouping == NO_GROUPING) {
                plain.append(c == decimal ? '.' : c == '.' ? ',' : c);
            }
        }
        return Values.number(plain.toString());
    }

    /** {@code 007} is a code, not a number. */
    private static boolean hasLeadingZero(char[] buffer, int from, int to) {
        return to - from > 1 && NumberParts.plain(buffer[from]) == '0' && Character.isDigit(buffer[from + 1]);
    }

    /** Whether a text is written with the prefix or suffix of this notation, in upper or lower case. */
    static String folded(String affix) {
        String text = affix.strip().toLowerCase(Locale.ROOT);
        return text.length() > 1 && text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
