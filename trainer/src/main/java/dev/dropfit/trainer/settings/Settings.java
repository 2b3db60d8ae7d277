package dev.dropfit.trainer.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A user's settings for one model. What is absent is inferred from the dataset.
 *
 * @param label the column to predict
 * @param output the key of the prediction in answers
 * @param labels how to show the label's values
 * @param positive the label's value that counts as positive, of two
 * @param columns what columns are, by name
 * @param learner what to fit
 * @param holdout the share of rows to judge on, from 0 to 0.9; 0 fits on every row and judges nothing
 * @param gate when to promote
 * @param alert when to tell a person
 * @param keep how many versions to keep in the archive; all if not said
 */
public record Settings(
        Optional<String> label,
        Optional<String> output,
        Map<String, String> labels,
        Optional<String> positive,
        Map<String, ColumnKind> columns,
        Optional<LearnerName> learner,
        double holdout,
        GateSettings gate,
        Optional<AlertSettings> alert,
        OptionalInt keep) {
    public static final double DEFAULT_HOLDOUT = 0.2;

    /** Nothing said: everything is inferred. */
    public static final Settings NONE = new Settings(
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            DEFAULT_HOLDOUT,
            GateSettings.NONE,
            Optional.empty(),
            OptionalInt.empty());

    public Settings {
        // In the order of the file: Map.copyOf would have another in every process.
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }
}
