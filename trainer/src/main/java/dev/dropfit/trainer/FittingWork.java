package dev.dropfit.trainer;

import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.feature.ColumnSize;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.learn.Approximation;
import dev.dropfit.trainer.learn.blend.BlendPlan;
import dev.dropfit.trainer.learn.boost.BoostingLearner;
import dev.dropfit.trainer.learn.forest.ForestLearner;
import dev.dropfit.trainer.learn.linear.LinearLearner;
import dev.dropfit.trainer.read.TooLargeTableException;
import dev.dropfit.trainer.settings.ColumnKind;
import dev.dropfit.trainer.settings.LearnerName;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Estimates the time of a training from rows, columns, classes and the learner, before it is spent. It counts work, not time, so the same
 * dataset has the same estimate on every machine: a unit is about one multiplication or addition of a fit.
 *
 * @param learner what is fitted; {@code auto} fits several
 * @param holdout the share of rows that is held out, from 0 to 1
 * @param budget the seconds of one CPU that {@code auto} may take
 */
record FittingWork(LearnerName learner, double holdout, double budget) {
    /** The seconds for starting and for compiling the code that is used. */
    private static final int SECONDS_TO_START = 5;
    /** The work for reading a byte of a CSV. */
    private static final int UNITS_PER_BYTE = 25;
    /** The work for recognising the notation of a date, for each different one. */
    private static final int UNITS_PER_DATE = 20_000;
    /** The work for the terms of a byte of a text, which is read five times. */
    private static final int UNITS_PER_TEXT_BYTE = 300;
    /** The work for the kind, the profile and the statistics of a feature. */
    private static final int UNITS_PER_FEATURE = 400_000;
    /** A model is evaluated before and after it is written, and the previous one too. */
    private static final int EVALUATIONS = 3;

    /**
     * The CPU time of a training on the deployed function, about, in seconds.
     *
     * @param bytes the length of the CSV
     * @param rows the number of its rows
     * @param columns without the label
     */
    double seconds(double bytes, double rows, int outputs, List<ColumnSize> columns) {
        ModelSize size = ModelSize.of(outputs, columns);
        double trained = (1 - holdout) * rows;
        double evaluated = EVALUATIONS * holdout * rows;
        double linear = evaluated * LinearLearner.workOfRow(size);
        double trees = evaluated * BoostingLearner.workOfRow(trained, size);
        double dates = columns.stream()
                .filter(column -> column.kind() == ColumnKind.DATETIME)
                .mapToDouble(ColumnSize::values)
                .sum();
        // Texts are read a few times, each character of the file once at most.
        double texts =
                columns.stream().anyMatch(column -> column.kind() == ColumnKind.TEXT) ? UNITS_PER_TEXT_BYTE * bytes : 0;
        double fit = switch (learner) {
            case LOGISTIC_REGRESSION, LINEAR_REGRESSION ->
                LinearLearner.work(trained, size, 1) + LinearLearner.workOfFile(size) + linear;
            case GRADIENT_BOOSTING ->
                BlendPlan.UNITS_PER_ADDITION * BoostingLearner.work(trained, size, columns, 1) + trees;
            case RANDOM_FOREST, EXTRA_TREES ->
                BlendPlan.UNITS_PER_ADDITION * ForestLearner.work(trained, size)
                        + evaluated * ForestLearner.workOfRow(trained, size);
            case AUTO -> {
                BlendPlan plan = BlendPlan.of(trained, size, columns, budget);
                yield plan.work(trained, size, columns)
                        + linear
                        + plan.members().size() * trees;
            }
        };
        return SECONDS_TO_START
                + (UNITS_PER_BYTE * bytes
                                + UNITS_PER_DATE * dates
                                + texts
                                + (double) UNITS_PER_FEATURE * size.cells()
                                + fit)
                        / BlendPlan.UNITS_PER_SECOND;
    }

    /**
     * Refuses what would not end in time in this place.
     *
     * @param bytes the length of the CSV
     * @throws TooLargeTableException with the estimate and what to do
     */
    void check(double bytes, double rows, int outputs, List<ColumnSize> columns, Capacity capacity)
            throws TooLargeTableException {
        double seconds = seconds(bytes, rows, outputs, columns);
        if (seconds > capacity.seconds()) {
            throw tooSlow(seconds, outputs, capacity);
        }
    }

    /**
     * Says that a training would not end in time.
     *
     * @param seconds the estimate
     */
    static TooLargeTableException tooSlow(double seconds, int outputs, Capacity capacity) {
        return new TooLargeTableException(String.format(
                Locale.ROOT,
                "Training would take about %,.0f s on one CPU, but the maximum timeout of the %s is %d s; set holdout"
                        + " to a smaller share, set learner to %s, or upload fewer rows or columns",
                seconds,
                capacity.tier(),
                capacity.seconds(),
                LearnerName.linear(outputs > 1).text()));
    }

    /** A note if the model will be fitted to a sample of the rows. With {@code auto} it depends on the learner that is chosen. */
    Optional<Anomaly> sampledRows(Table table, Split split, ModelSize size) {
        double rows = split.count(table, false);
        return switch (learner) {
            case LOGISTIC_REGRESSION, LINEAR_REGRESSION ->
                note(table, split, LinearLearner.affordable(rows, size), LinearLearner.NAME);
            case GRADIENT_BOOSTING -> note(table, split, BoostingLearner.affordable(rows, size), BoostingLearner.NAME);
            case RANDOM_FOREST, EXTRA_TREES ->
                note(table, split, ForestLearner.affordable(rows, size), ForestLearner.NAME);
            case AUTO -> Optional.empty();
        };
    }

    private static Optional<Anomaly> note(Table table, Split split, double affordable, String what) {
        return affordable < 1
                ? Approximation.sampledRows(table, split, split.sample(affordable), what)
                : Optional.empty();
    }
}
