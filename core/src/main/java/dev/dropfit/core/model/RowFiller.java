package dev.dropfit.core.model;

import dev.dropfit.core.csv.CommaNumbers;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.Values;
import dev.dropfit.core.format.ColumnFormat;
import dev.dropfit.core.format.DateNotation;
import dev.dropfit.core.format.MissingTexts;
import dev.dropfit.core.format.TimeNumber;
import dev.dropfit.core.text.TextEncoder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Fills a row from the texts of its fields, row after row in the same arrays. Callers write their own warnings and errors from the {@link
 * FieldOutcome}. Not thread-safe.
 */
public final class RowFiller {
    /** The end of the year 9999. */
    private static final double MAX_MILLISECONDS = 253_402_300_799_999.0;

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
    /** For each input that is a text, where its terms are counted. Empty when no input is a text. */
    private final TextEncoder.@Nullable Encoding[] texts;

    public RowFiller(RowFormat format) {
        this.format = format;
        texts = new TextEncoder.Encoding[format.hasTexts() ? format.inputs().size() : 0];
        for (int input = 0; input < texts.length; input++) {
            TextEncoder encoder = format.textEncoder(input);
            texts[input] = encoder == null ? null : encoder.encoding();
        }
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
            double substitute = format.feature(input).missing();
            values[format.place(input)] =
                    substitute == Feature.Categorical.NONE ? Feature.Categorical.ABSENT : substitute;
        }
        if (format.isText(input)) {
            clearTerms(input);
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
        ColumnFormat written = format.columnFormat(input);
        TextEncoder.Encoding encoding = encoding(input);
        if (encoding != null) {
            return written != null && written.isMissing(buffer, from, stripped)
                    ? missing(input)
                    : words(input, encoding, buffer, from, stripped);
        }
        if (written != null) {
            return formatted(input, written, buffer, from, stripped);
        }
        return format.isTime(input) ? dateTime(input, buffer, from, stripped) : number(input, buffer, from, stripped);
    }

    /** A text has no terms until it is read. */
    private void clearTerms(int input) {
        int first = format.place(input);
        Arrays.fill(
                values, first + 1, first + format.inputs().get(input).features().size(), 0);
    }

    /** Fills the field of a text: its length and the weights of its terms. */
    private FieldOutcome words(int input, TextEncoder.Encoding encoding, char[] buffer, int offset, int length) {
        double number = Values.number(buffer, offset, length);
        if (!Double.isNaN(number)) {
            // As training reads it: 1.0 is 1.
            char[] text = Values.category(number).toCharArray();
            return terms(input, encoding, text, 0, text.length);
        }
        return terms(input, encoding, buffer, offset, length);
    }

    private FieldOutcome terms(int input, TextEncoder.Encoding encoding, char[] buffer, int offset, int length) {
        clearTerms(input);
        int first = format.place(input);
        values[first] = TextPart.length(length);
        int count = encoding.encode(buffer, offset, length);
        for (int i = 0; i < count; i++) {
            values[first + 1 + encoding.term(i)] = encoding.weight(i);
        }
        return FieldOutcome.FILLED;
    }

    private TextEncoder.@Nullable Encoding encoding(int input) {
        return texts.length == 0 ? null : texts[input];
    }

    /** Fills a field from a text that is not empty, as the training rows were read. */
    private FieldOutcome formatted(int input, ColumnFormat written, char[] buffer, int offset, int length) {
        if (written.isMissing(buffer, offset, length)) {
            return missing(input);
        }
        if (format.isTime(input)) {
            double seconds = written.notation().isPresent()
                    ? written.notation().get().value(buffer, offset, length)
                    : DateTimes.seconds(buffer, offset, length);
            return Double.isNaN(seconds) ? unreadable(input, buffer, offset, length) : time(input, seconds);
        }
        double number = written.number(buffer, offset, length);
        if (!Double.isNaN(number)) {
            return number(input, number);
        }
        return format.feature(input) instanceof Feature.Categorical categorical
                ? level(input, categorical.code(new String(buffer, offset, length)))
                : unreadable(input, buffer, offset, length);
    }

    /** Whether an input is a number that was only 0 and 1 in training, so that a boolean has a meaning. */
    private boolean isFlag(int input) {
        return format.feature(input) instanceof Feature.Numeric numeric && numeric.isFlag();
    }

    /** Fills a number that was only 0 and 1 in training, or a text, from a boolean. */
    public FieldOutcome flag(int input, boolean value) {
        if (format.isText(input)) {
            return text(input, Boolean.toString(value));
        }
        return isFlag(input) ? number(input, value ? BooleanTexts.TRUE : BooleanTexts.FALSE) : FieldOutcome.UNUSABLE;
    }

    /**
     * Fills the field of a number or date from a text that is not written as in training: it may have one meaning only, stand for a missing
     * value, or for 0 or 1 if training saw nothing else.
     */
    private FieldOutcome unreadable(int input, char[] buffer, int offset, int length) {
        if (format.isTime(input)) {
            double seconds = otherTime(buffer, offset, length);
            if (!Double.isNaN(seconds)) {
                return time(input, seconds);
            }
        } else {
            ColumnFormat written = format.columnFormat(input);
            double number = (written == null ? ColumnFormat.PLAIN : written).clearNumber(buffer, offset, length);
            if (!Double.isNaN(number)) {
                return number(input, number);
            }
        }
        int meaning = BooleanTexts.meaning(new String(buffer, offset, Math.min(length, BooleanTexts.MAX_LENGTH + 1)));
        if (meaning != BooleanTexts.NEITHER && isFlag(input)) {
            return number(input, meaning);
        }
        return MissingTexts.isMissing(buffer, offset, length) ? missing(input) : FieldOutcome.UNUSABLE;
    }

    /**
     * Fills a field from the text of a CSV cell.
     *
     * @param commas whether numbers may have a decimal comma
     */
    public FieldOutcome cell(int input, char[] buffer, int offset, int length, boolean commas) {
        if (commas
                && !format.isTime(input)
                && !format.isText(input)
                && format.columnFormat(input) == null
                && !isKnown(input, buffer, offset, length)) {
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

    /** Fills a field from a JSON number. */
    public FieldOutcome jsonNumber(int input, char[] buffer, int offset, int length) {
        if (format.isText(input)) {
            return text(input, buffer, offset, length);
        }
        ColumnFormat written = format.columnFormat(input);
        if (written == null) {
            return format.isTime(input)
                    ? unreadable(input, buffer, offset, length)
                    : number(input, buffer, offset, length);
        }
        if (written.isMissing(buffer, offset, length)) {
            return missing(input);
        }
        if (format.isTime(input)) {
            double seconds =
                    written.notation().isPresent() && written.notation().get() instanceof TimeNumber times
                            ? times.value(buffer, offset, length)
                            : Double.NaN;
            return Double.isNaN(seconds) ? unreadable(input, buffer, offset, length) : time(input, seconds);
        }
        return number(input, buffer, offset, length);
    }

    /**
     * The time of a date that is not written as in training, if it has one meaning only: a text, or milliseconds since 1970, as pandas writes
     * dates in JSON. Smaller numbers may be seconds, years or dates in digits, and are not guessed. NaN for others.
     */
    private static double otherTime(char[] buffer, int offset, int length) {
        double number = Values.number(buffer, offset, length);
        if (Double.isNaN(number)) {
            return DateNotation.clearValue(buffer, offset, length);
        }
        return number >= TimeNumber.MIN_MILLISECONDS && number <= MAX_MILLISECONDS
                ? TimeNumber.EPOCH_MILLISECONDS.seconds(number)
                : Double.NaN;
    }

    /** Fills a field from a number that is not a text, such as one of a binary request. What is not finite is missing. */
    public FieldOutcome value(int input, double number) {
        if (!Double.isFinite(number)) {
            return missing(input);
        }
        // No -0: as in numbers that are read from text.
        double positive = number + 0.0;
        if (format.columnFormat(input) == null && !format.isTime(input) && !format.isText(input)) {
            return number(input, positive);
        }
        char[] text = Values.category(positive).toCharArray();
        return jsonNumber(input, text, 0, text.length);
    }

    /** Fills a field from a number as text, or a category; without white space around it. */
    private FieldOutcome number(int input, char[] buffer, int offset, int length) {
        double number = format.isTime(input) ? Double.NaN : Values.number(buffer, offset, length);
        if (!Double.isNaN(number)) {
            return number(input, number);
        }
        return format.feature(input) instanceof Feature.Categorical categorical
                ? level(input, categorical.code(new String(buffer, offset, length)))
                : unreadable(input, buffer, offset, length);
    }

    private FieldOutcome number(int input, double number) {
        if (format.feature(input) instanceof Feature.Categorical categorical) {
            return level(input, categorical.code(number));
        }
        values[format.place(input)] = number;
        return FieldOutcome.FILLED;
    }

    private FieldOutcome dateTime(int input, char[] buffer, int offset, int length) {
        double seconds = DateTimes.seconds(buffer, offset, length);
        return Double.isNaN(seconds) ? unreadable(input, buffer, offset, length) : time(input, seconds);
    }

    /** Fills the field of a category with the code of a level, {@link Feature.Categorical#NONE} for none. */
    public FieldOutcome level(int input, int code) {
        values[format.place(input)] = code;
        return code < 0 ? FieldOutcome.UNSEEN : FieldOutcome.FILLED;
    }

    private FieldOutcome time(int input, double seconds) {
        times[input] = seconds;
        format.inputs().get(input).fill(seconds, values);
        return Double.isNaN(seconds) ? FieldOutcome.UNUSABLE : FieldOutcome.FILLED;
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
