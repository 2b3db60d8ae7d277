package dev.dropfit.core.format;

import dev.dropfit.core.csv.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a text with a number in it: a sign, a text before, digits with separators, a text after. Only finds the parts; the {@link
 * NumberNotation} decides whether they are a number.
 *
 * @param negative whether there is a minus before or after the number, parentheses around it, or {@code BC} after it
 * @param prefixFrom the start of the text before the number, without signs and blanks
 * @param prefixTo its end
 * @param from the start of the digits and separators
 * @param to their end
 * @param suffixFrom the start of the text after the number, without signs and blanks
 * @param suffixTo its end
 */
public record NumberParts(
        boolean negative, int prefixFrom, int prefixTo, int from, int to, int suffixFrom, int suffixTo) {
    private static final List<String> ERAS_BEFORE = List.of("bc", "bce", "b.c.", "b.c.e.");

    private static final int MAX_AFFIX = 24;
    private static final int MAX_UNIT_WITH_DIGIT = 4;
    private static final int GROUP = 3;
    private static final char LAST_ASCII = 0x7F;

    /** The parts of a text; null if it can't be a number. */
    public static @Nullable NumberParts of(char[] buffer, int offset, int length) {
        int start = offset;
        int end = offset + length;
        while (start < end && isBlank(buffer[start])) {
            start++;
        }
        while (end > start && isBlank(buffer[end - 1])) {
            end--;
        }
        int digit = start;
        while (digit < end && !isDigit(buffer[digit])) {
            digit++;
        }
        if (digit == end || digit - start > MAX_AFFIX) {
            return null;
        }
        int from = startsWithSeparator(buffer, start, digit) ? digit - 1 : digit;
        int to = endOfNumber(buffer, digit, end);
        if (end - to > MAX_AFFIX) {
            return null;
        }
        // Before the number: a sign, a text and another sign, such as -$5, $-5, ($5).
        int signs = 0;
        boolean open = false;
        int prefixFrom = start;
        int prefixTo = from;
        while (prefixFrom < prefixTo && (isSign(buffer[prefixFrom]) || isBlank(buffer[prefixFrom]))) {
            open = open || buffer[prefixFrom] == '(';
            signs += negation(buffer[prefixFrom++]);
        }
        while (prefixTo > prefixFrom && (isSign(buffer[prefixTo - 1]) || isBlank(buffer[prefixTo - 1]))) {
            open = open || buffer[prefixTo - 1] == '(';
            signs += negation(buffer[--prefixTo]);
        }
        int suffixFrom = to;
        int suffixTo = end;
        while (suffixFrom < suffixTo && isBlank(buffer[suffixFrom])) {
            suffixFrom++;
        }
        if (open) {
            if (suffixTo > suffixFrom && buffer[suffixTo - 1] == ')') {
                suffixTo--;
            } else if (suffixTo > suffixFrom && buffer[suffixFrom] == ')') {
                suffixFrom++;
            } else {
                return null;
            }
        }
        if (suffixTo - suffixFrom == 1 && negation(buffer[suffixFrom]) == 1 && buffer[suffixFrom] != '(') {
            suffixFrom++;
            signs++;
        }
        while (suffixFrom < suffixTo && isBlank(buffer[suffixFrom])) {
            suffixFrom++;
        }
        while (suffixTo > suffixFrom && isBlank(buffer[suffixTo - 1])) {
            suffixTo--;
        }
        if (isEraBefore(buffer, suffixFrom, suffixTo)) {
            suffixFrom = suffixTo;
            signs++;
        }
        return signs > 1 || !isUnit(buffer, suffixFrom, suffixTo)
                ? null
                : new NumberParts(signs == 1, prefixFrom, prefixTo, from, to, suffixFrom, suffixTo);
    }

    /** Whether a number without digits before the point starts before its first digit: {@code .5}, but not {@code Rs.5}. */
    private static boolean startsWithSeparator(char[] buffer, int start, int digit) {
        return digit > start
                && (buffer[digit - 1] == '.' || buffer[digit - 1] == ',')
                && (digit - 1 == start || !Character.isLetter(buffer[digit - 2]));
    }

    private static int endOfNumber(char[] buffer, int digit, int end) {
        int to = digit;
        while (to < end) {
            char c = buffer[to];
            if (isDigit(c)) {
                to++;
            } else if (isSeparator(plain(c)) && to + 1 < end && isDigit(buffer[to + 1])) {
                to += 2;
            } else if ((c == 'e' || c == 'E') && isExponent(buffer, to + 1, end)) {
                to += 2;
            } else {
                break;
            }
        }
        // 5. is a number.
        return to + 1 == end && (buffer[to] == '.' || buffer[to] == ',') ? end : to;
    }

    private static boolean isExponent(char[] buffer, int at, int end) {
        int digit = at < end && (buffer[at] == '-' || buffer[at] == '+') ? at + 1 : at;
        return digit < end && isDigit(buffer[digit]);
    }

    /** Whether a text after a year says that it is before the year 1: {@code 300 BC} is -300. */
    private static boolean isEraBefore(char[] buffer, int from, int to) {
        // Each number of a column passes here, most without a text after it.
        if (from == to || Character.toLowerCase(buffer[from]) != 'b') {
            return false;
        }
        for (String era : ERAS_BEFORE) {
            if (Values.equalsIgnoreCase(era, buffer, from, to - from)) {
                return true;
            }
        }
        return false;
    }

    /** A unit has no digits, except short ones such as {@code m2}. */
    private static boolean isUnit(char[] buffer, int from, int to) {
        for (int i = from; i < to; i++) {
            boolean last = i + 1 == to && to - from <= MAX_UNIT_WITH_DIGIT && Character.isLetter(buffer[from]);
            if (isDigit(buffer[i]) && !last) {
                return false;
            }
        }
        return true;
    }

    /** The character that stands for all of its kind: a blank, an apostrophe, a minus, a digit of any script, an Arabic separator. */
    static char plain(char c) {
        return switch (c) {
            case '\u00A0', '\u2007', '\u2009', '\u202F', '\t' -> ' ';
            case '\u2019', '\u2018', '\u00B4', '`' -> '\'';
            case '\u2212', '\u2013' -> '-';
            case '\u066B' -> '.';
            case '\u066C' -> ',';
            default -> c > LAST_ASCII && Character.isDigit(c) ? (char) ('0' + Character.digit(c, 10)) : c;
        };
    }

    private static boolean isSeparator(char c) {
        return c == '.' || c == ',' || c == ' ' || c == '\'' || c == '_';
    }

    /**
     * The separators of the number, if they can have one meaning only; otherwise null. Of two kinds, the last one is the decimal separator. A
     * comma or point that repeats separates thousands. A single comma is a decimal separator, unless three digits follow one to three others.
     */
    @Nullable
    NumberNotation clearSeparators(char[] buffer) {
        char first = 0;
        char last = 0;
        int firsts = 0;
        int others = 0;
        int lastAt = from;
        for (int i = from; i < to; i++) {
            char c = plain(buffer[i]);
            if (!isDigit(c)) {
                if (!isSeparator(c)) {
                    return null;
                }
                first = firsts == 0 ? c : first;
                firsts += c == first ? 1 : 0;
                others += c == first ? 0 : 1;
                last = c;
                lastAt = i;
            }
        }
        boolean decimals = last == ',' || last == '.';
        if (others == 1 && last != first && decimals) {
            return NumberNotation.of(last, first);
        }
        if (others > 0 || firsts == 0) {
            return null;
        }
        if (firsts > 1 || !decimals) {
            return NumberNotation.of(first == '.' ? ',' : '.', first);
        }
        boolean thousands = to - lastAt - 1 == GROUP && lastAt - from <= GROUP && buffer[from] != '0';
        return thousands ? null : NumberNotation.of(last);
    }

    private static boolean isSign(char c) {
        return c == '+' || negation(c) == 1;
    }

    private static int negation(char c) {
        return c == '(' || plain(c) == '-' ? 1 : 0;
    }

    private static boolean isBlank(char c) {
        return plain(c) == ' ';
    }

    private static boolean isDigit(char c) {
        return (c >= '0' && c <= '9') || (c > LAST_ASCII && Character.isDigit(c));
    }

    /** Whether the text before the number is this one, in upper or lower case, or absent. */
    boolean hasPrefix(char[] buffer, String prefix) {
        return prefixFrom == prefixTo || equal(buffer, prefixFrom, prefixTo, prefix);
    }

    /** Whether there is a text after the number. */
    public boolean hasSuffix() {
        return suffixFrom < suffixTo;
    }

    /** Whether the text after the number is this one, in upper or lower case, singular or plural. */
    boolean isSuffix(char[] buffer, String suffix) {
        return !suffix.isEmpty()
                && (equal(buffer, suffixFrom, suffixTo, suffix)
                        || (Character.toLowerCase(buffer[suffixTo - 1]) == 's'
                                && suffix.length() > 1
                                && equal(buffer, suffixFrom, suffixTo - 1, suffix)));
    }

    private static boolean equal(char[] buffer, int from, int to, String text) {
        int end = to - from > 1 && buffer[to - 1] == '.' ? to - 1 : to;
        if (end - from != text.length()) {
            return false;
        }
        for (int i = from; i < end; i++) {
            if (Character.toLowerCase(buffer[i]) != text.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is a text before the number. */
    public boolean hasPrefix() {
        return prefixFrom < prefixTo;
    }

    /** The text before the number: in lower case, without a point at its end. */
    public String prefix(char[] buffer) {
        return NumberNotation.folded(new String(buffer, prefixFrom, prefixTo - prefixFrom));
    }

    /** The text after the number: in lower case, without a point at its end. */
    public String suffix(char[] buffer) {
        return NumberNotation.folded(new String(buffer, suffixFrom, suffixTo - suffixFrom));
    }
}
