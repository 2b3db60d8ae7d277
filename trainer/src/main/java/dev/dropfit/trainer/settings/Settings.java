package dev.dropfit.trainer.settings;

import dev.dropfit.core.registry.AlertSettings;
import dev.dropfit.core.registry.Rollout;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings of a user for one model. Absent settings are inferred from the dataset.
 *
 * @param label the column to predict
 * @param output the key of the prediction in responses
 * @param labels the display names of the values of the label
 * @param positive the positive one of two values of the label
 * @param decision how to choose one of two classes; if absent, the more likely one
 * @param columns the kinds of columns, by name
 * @param missing the texts that stand for missing values, besides the usual ones
 * @param dates the order of dates that can be read with the day or with the month first; by the rules if absent
 * @param learner the learner to fit
 * @param monotone the columns with which predictions may only rise, or only fall
 * @param budget the seconds of one CPU that {@code auto} may take, about
 * @param holdout the share of rows to evaluate on, from 0 to 0.9; with 0 the model is fitted on all rows and not evaluated
 * @param split which rows are held out
 * @param gate when to promote a model
 * @param alert when to send an alert
 * @param rollout how a promoted model is rolled out; it is served at once if absent
 * @param keep the number of versions to keep in the archive; all if absent
 * @param keepExamples whether the run record keeps the rows of the holdout on which the model is most wrong, with their values
 */
public record Settings(
        Optional<String> label,
        Optional<String> output,
        Map<String, String> labels,
        Optional<String> positive,
        Optional<DecisionSettings> decision,
        Map<String, ColumnKind> columns,
        List<String> missing,
        Optional<DateOrder> dates,
        Optional<LearnerName> learner,
        Map<String, Direction> monotone,
        double budget,
        double holdout,
        SplitSettings split,
        GateSettings gate,
        Optional<AlertSettings> alert,
        Optional<Rollout> rollout,
        OptionalInt keep,
        boolean keepExamples) {
    public static final double DEFAULT_HOLDOUT = 0.2;
    public static final double DEFAULT_BUDGET = 36;

    /** No settings: everything is inferred. */
    public static final Settings NONE = new Settings(
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            DEFAULT_BUDGET,
            DEFAULT_HOLDOUT,
            new SplitSettings.ByRow(false),
            GateSettings.NONE,
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            false);

    public Settings {
        // Keeps the order of the file: the order of Map.copyOf differs between processes.
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        missing = List.copyOf(missing);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        monotone = Collections.unmodifiableMap(new LinkedHashMap<>(monotone));
    }

    /** What they say about how values are written. */
    public ValueSettings values() {
        Set<String> times = columns.entrySet().stream()
                .filter(column -> column.getValue() == ColumnKind.DATETIME)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return new ValueSettings(missing, dates, times);
    }

    /** The learner to fit; without the setting the one that can do what the other settings ask for. */
    public LearnerName wantedLearner() {
        return learner.orElse(monotone.isEmpty() ? LearnerName.DEFAULT : LearnerName.GRADIENT_BOOSTING);
    }
}
