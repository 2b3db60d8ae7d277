package dev.dropfit.core.model;

import dev.dropfit.core.csv.CommaNumbers;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.Values;

/**
 * Fills a row from the texts of its fields, row after row in the same arrays. Callers write their own warnings and errors from the {@link
 * FieldOutcome}. Not thread-safe.
 */
public final class RowFiller {
    /** The result of filling a field. */
    public enum FieldOutcome {
        /** It has its value. */
        FILLED,
        /** It is missing: the row has the substitute for a missing value. */
        MISSING,
        /** It is a category that training has not seen: it counts as none of the categories. */
        UNSEEN,
        /** It can't be used. The row must not be scored. */
        UNUSABLE
    }

    private final RowFormat format;
    private final double[] values;
    private final double[] times;

    public RowFiller(RowFormat format) {
        this.format = format;
        values = new double[format.width()];
        times = new double[format.hasTimes() ? format.inputs().size() : 0];
    }

    /** The row: one value per feature. The same array each time. */
    public double[] values() {
        return values;
    }

    /** One value per input: for a date its time in seconds since 1970, NaN when it is missing. Empty when no input is a date. */
    public double[] times() {
        return times;
    }

    /** Fills a field that has no value. */
    public FieldOutcome missing(int input) {
        if (format.isTime(input)) {
            time(input, Double.NaN);
        } else {
            values[format.place(input)] = format.feature(input).missing();
        }
        return FieldOutcome.MISSING;
    }

    /** Fills a field from a text with white space around it: missing, a date, a number or a category. */
    public FieldOutcome text(int input, String text) {
        return text(input, text.toCharArray(), 0, text.length());
    }

    /** Fills a field from a text with white space around it: missing, a date, a number or a category. */
    public FieldOutcome text(int input, char[] buffer, int offset, int length) {
        int from = start(buffer, offset, offset + length);
        int stripped = end(buffer, from, offset + length) - from;
        if (Values.isMissing(buffer, from, stripped)) {
            return missing(input);
        }
        return format.isTime(input) ? dateTime(input, buffer, from, stripped) : number(input, buffer, from, stripped);
    }

    /**
     * Fills a field from the text of a CSV cell.
     *
     * @param commas whether numbers may have a decimal comma
     */
    public FieldOutcome cell(int input, char[] buffer, int offset, int length, boolean commas) {
        if (commas && !format.isTime(input) && !isKnown(input, buffer, offset, length)) {
            double number = CommaNumbers.number(buffer, offset, length);
            if (!Double.isNaN(number)) {
                return number(input, number);
            }
        }
        return text(input, buffer, offset, length);
    }

    /** Whether a text is, unchanged, a number where one is needed, or a category that training has seen. */
    private boolean isKnown(int input, char[] buffer, int offset, int length) {
        return format.feature(input) instanceof Feature.Categorical categorical
                ? categorical.knows(Values.category(new String(buffer, offset, length)))
                : !Double.isNaN(Values.number(buffer, offset, length));
    }

    /** Fills a field from a number as text, or a category; without white space around it. */
    public FieldOutcome number(int input, char[] buffer, int offset, int length) {
        double number = format.isTime(input) ? Double.NaN : Values.number(buffer, offset, length);
        if (!Double.isNaN(number)) {
            return number(input, number);
        }
        return format.feature(input) instanceof Feature.Categorical categorical
                ? level(input, categorical.code(new String(buffer, offset, length)))
                : FieldOutcome.UNUSABLE;
    }

    private FieldOutcome number(int input, double number) {
        if (format.feature(input) instanceof Feature.Categorical categorical) {
            return level(input, categorical.code(number));
        }
        values[format.place(input)] = number;
        return FieldOutcome.FILLED;
    }

    /** Fills a field from a date as text, with white space around it. */
    public FieldOutcome dateTime(int input, char[] buffer, int offset, int length) {
        int from = start(buffer, offset, offset + length);
        double seconds = DateTimes.seconds(buffer, from, end(buffer, from, offset + length) - from);
        time(input, seconds);
        return Double.isNaN(seconds) ? FieldOutcome.UNUSABLE : FieldOutcome.FILLED;
    }

    /** Fills the field of a category with the code of a level, {@link Feature.Categorical#NONE} for none. */
    public FieldOutcome level(int input, int code) {
        values[format.place(input)] = code;
        return code < 0 ? FieldOutcome.UNSEEN : FieldOutcome.FILLED;
    }

    private void time(int input, double seconds) {
        times[input] = seconds;
        format.inputs().get(input).fill(seconds, values);
    }

    private static int start(char[] buffer, int from, int to) {
        int start = from;
        while (start < to && Character.isWhitespace(buffer[start])) {
            start++;
        }
        return start;
    }

    private static int end(char[] buffer, int from, int to) {
        int end = to;
        while (end > from && Character.isWhitespace(buffer[end - 1])) {
            end--;
        }
        return end;
    }
}
