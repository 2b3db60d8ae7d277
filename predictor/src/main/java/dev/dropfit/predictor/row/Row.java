package dev.dropfit.predictor.row;

import java.util.List;

/**
 * A row that can be scored, or the reason why it can't.
 *
 * @param values one per feature
 * @param times one per input: for a date its time in seconds since 1970, NaN when it was missing; empty when no input is a date
 * @param warnings how the row differs from training
 * @param error why the row can't be scored; empty if it can
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Row(double[] values, double[] times, List<String> warnings, String error) {
    private static final double[] NONE = {};

    public Row {
        warnings = List.copyOf(warnings);
    }

    /** A row that can't be scored. */
    static Row bad(List<String> warnings, String error) {
        return new Row(NONE, NONE, warnings, error);
    }

    /** Whether it can't be scored. */
    public boolean isBad() {
        return !error.isEmpty();
    }
}
