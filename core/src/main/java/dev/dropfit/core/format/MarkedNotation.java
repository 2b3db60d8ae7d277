package dev.dropfit.core.format;

import dev.dropfit.core.csv.Values;
import java.util.List;

/**
 * Numbers of which some have a mark: a limit or an estimate before them ({@code <0.5}, {@code ca. 40}), a footnote or a doubt after them
 * ({@code 41.2*}, {@code 1234 (1)}, {@code 5?}). The number is the value; the mark is left out.
 *
 * @param numbers how the numbers are written, without the marks
 */
public record MarkedNotation(NumberNotation numbers) implements Notation {
    private static final String SIGNS_BEFORE = "<>\u2264\u2265~\u2248=";
    private static final List<String> WORDS_BEFORE = List.of("approx.", "approx", "circa", "about", "ca.", "ca", "c.");
    /** Asterisks, daggers, section and paragraph signs, question marks, and small digits. */
    private static final String SIGNS_AFTER =
            "*\u2020\u2021\u00A7\u00B6?\u00B9\u00B2\u00B3\u2070\u2074\u2075\u2076\u2077\u2078\u2079";

    private static final int MAX_NOTE = 2;

    public MarkedNotation {
        if (!numbers.hasOnlySeparators()) {
            throw new IllegalArgumentException("The numbers have other texts than marks");
        }
    }

    /** Whether a text starts or ends with a mark, whatever the rest is. */
    public static boolean hasMark(String text) {
        char[] buffer = text.toCharArray();
        int from = afterMark(buffer, 0, buffer.length);
        return from > 0 || beforeMark(buffer, from, buffer.length) < buffer.length;
    }

    @Override
    public boolean reads(Notation other) {
        return equals(other) || numbers.equals(other);
    }

    @Override
    public boolean isTime() {
        return false;
    }

    @Override
    public String accepted() {
        return "a number, or a number with a mark, like <5 or 5*";
    }

    @Override
    public double value(char[] buffer, int offset, int length) {
        int end = offset + length;
        int from = afterMark(buffer, offset, end);
        return numbers.value(buffer, from, beforeMark(buffer, from, end) - from);
    }

    /** Where the text after a mark at its start begins. */
    private static int afterMark(char[] buffer, int from, int end) {
        int at = from;
        while (at < end && SIGNS_BEFORE.indexOf(buffer[at]) >= 0) {
            at++;
        }
        for (String word : WORDS_BEFORE) {
            if (at == from
                    && end - from > word.length()
                    && !Character.isLetter(buffer[from + word.length()])
                    && Values.equalsIgnoreCase(word, buffer, from, word.length())) {
                at = from + word.length();
            }
        }
        while (at > from && at < end && NumberParts.plain(buffer[at]) == ' ') {
            at++;
        }
        return at;
    }

    /** Where the text before a mark at its end stops. */
    private static int beforeMark(char[] buffer, int from, int end) {
        int at = end;
        while (at > from && SIGNS_AFTER.indexOf(buffer[at - 1]) >= 0) {
            at--;
        }
        if (at == end) {
            at = beforeNote(buffer, from, end);
        }
        while (at < end && at > from && NumberParts.plain(buffer[at - 1]) == ' ') {
            at--;
        }
        return at;
    }

    /** Where the text before a footnote in brackets stops: one or two digits, or a letter; or before a flag of Eurostat, such as {@code 5.2 b}. */
    private static int beforeNote(char[] buffer, int from, int end) {
        char last = end > from ? buffer[end - 1] : ' ';
        if (last >= 'a' && last <= 'z' && end - from > 2 && NumberParts.plain(buffer[end - 2]) == ' ') {
            return end - 1;
        }
        char open = last == ')' ? '(' : last == ']' ? '[' : 0;
        for (int at = end - 2; open != 0 && at > from && at >= end - 2 - MAX_NOTE; at--) {
            int length = end - 2 - at;
            if (buffer[at] == open) {
                return length > 0 && (length == 1 || Character.isDigit(buffer[at + 1])) ? at : end;
            }
            if (!Character.isDigit(buffer[at]) && !Character.isLetter(buffer[at])) {
                return end;
            }
        }
        return end;
    }
}
