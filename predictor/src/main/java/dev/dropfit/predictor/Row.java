package dev.dropfit.predictor;

import java.util.List;

/**
 * A row that is ready to be scored.
 *
 * @param values one per feature
 * @param times one per input: of a date its time in seconds since 1970, NaN when it was missing
 * @param warnings what was not as in training
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Row(double[] values, double[] times, List<String> warnings) {
    Row {
        warnings = List.copyOf(warnings);
    }
}
