package dev.dropfit.core.format;

import dev.dropfit.core.csv.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a column of a dataset is written. A model stores it, so that the cells of a request are read like those of the training rows.
 * Immutable; may be used by many threads at the same time.
 */
public final class ColumnFormat {
    /** Plain numbers, ISO dates or texts, without missing values of its own. */
    public static final ColumnFormat PLAIN = new ColumnFormat(Optional.empty(), List.of());

    private static final Notation PLAIN_NUMBERS = NumberNotation.of('.');

    private final Optional<Notation> notation;
    private final List<String> missing;
    private final double[] missingNumbers;

    /**
     * @param notation how numbers or times are written; empty for plain numbers, ISO dates and texts
     * @param missing the texts of missing values in this column, besides the usual ones. A number stands for all its spellings
     */
    public ColumnFormat(Optional<Notation> notation, List<String> missing) {
        this.notation = notation;
        this.missing = List.copyOf(missing);
        missingNumbers = missing.stream().mapToDouble(Values::number).toArray();
    }

    public Optional<Notation> notation() {
        return notation;
    }

    /** The texts of missing values in this column, besides the usual ones. */
    public List<String> missing() {
        return missing;
    }

    /** The texts of missing values that are numbers, such as -999. */
    public double[] missingNumbers() {
        return Arrays.stream(missingNumbers)
                .filter(number -> !Double.isNaN(number))
                .toArray();
    }

    /** Whether cells need more than plain reading. */
    public boolean isPlain() {
        return notation.isEmpty() && missing.isEmpty();
    }

    /** Whether a text stands for a missing value in this column. */
    public boolean isMissing(char[] buffer, int offset, int length) {
        if (missing.isEmpty()) {
            return false;
        }
        double number = Values.number(buffer, offset, length);
        for (int i = 0; i < missingNumbers.length; i++) {
            if (missingNumbers[i] == number || Values.equalsIgnoreCase(missing.get(i), buffer, offset, length)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a text stands for a missing value in this column. */
    public boolean isMissing(String text) {
        return isMissing(text.toCharArray(), 0, text.length());
    }

    /** The number of a text by the notation, or else of a plain number; NaN if it is not a number. Not for times. */
    public double number(char[] buffer, int offset, int length) {
        if (notation.isPresent() && !notation.get().isTime()) {
            double number = notation.get().value(buffer, offset, length);
            return Double.isNaN(number) ? Values.number(buffer, offset, length) : number;
        }
        return Values.number(buffer, offset, length);
    }

    /**
     * The number of a text that has other separators than the column, if only one meaning is possible: {@code 1,234.50}, {@code 1.234.567},
     * {@code 12,5}. NaN if it has two, as {@code 1,234}, or none. Not for times.
     */
    public double clearNumber(char[] buffer, int offset, int length) {
        Notation numbers = notation.orElse(PLAIN_NUMBERS);
        // Others give a comma a meaning of its own, as in the pair 12,5.
        return numbers instanceof NumberNotation own ? own.clearValue(buffer, offset, length) : Double.NaN;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ColumnFormat format
                && format.notation.equals(notation)
                && format.missing.equals(missing);
    }

    @Override
    public int hashCode() {
        return 31 * notation.hashCode() + missing.hashCode();
    }

    @Override
    public String toString() {
        return "ColumnFormat[" + notation.map(Object::toString).orElse("plain") + ", missing=" + missing + "]";
    }
}
