package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.MetricValues;
import dev.dropfit.core.registry.facts.ModelFacts;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether the new rows are much harder to predict than those that the champion was judged on when it was trained. Wrong labels or a column
 * that was mixed up look like this: champion and challenger are judged on the same bad rows, so comparing them shows nothing.
 *
 * <p>Models are compared by their skill, which a different share of the classes hardly changes: the share of the baseline's loss that they save.
 * A fall is beyond chance if the two samples of rows show it, or if the champion is surprised: its loss is higher than its own probabilities
 * say (D. J. Spiegelhalter, Probabilistic Prediction in Patient Management and Clinical Trials, 1986). The second test needs no rows of the
 * past, so it sees more, but a model of few rows is surprised by any new ones.
 */
public final class DataChange {
    /** One-sided, 2 %, of the normal distribution: chance alone gives a greater fall in one of fifty runs. */
    private static final double QUANTILE = 2.05;

    /** A smaller fall of the skill does not matter. */
    private static final double MIN_FALL = 0.05;

    /** A model of fewer training rows may be too sure of itself, and is not tested by its surprise. */
    private static final int MIN_TRAIN_ROWS = 1_000;

    /** With fewer holdout rows, now or when the champion was trained, this can't be told. */
    private static final int MIN_ROWS = 50;

    /** A model that saves a smaller share of the baseline's loss predicts no better than the baseline. */
    private static final double MIN_SKILL = 0.02;

    private DataChange() {}

    /**
     * Why the new rows are suspicious.
     *
     * @param reason a sentence
     * @param unpredictable whether no model predicts the new rows, although the champion predicted the rows of its own time
     * @param mended whether the challenger predicts the new rows as well as the champion predicted those of its time
     */
    public record Finding(String reason, boolean unpredictable, boolean mended) {}

    /**
     * The share of the baseline's loss that a model saves on some rows.
     *
     * @param value 1 for a perfect model, 0 for one like the baseline, negative for a worse one
     * @param error the standard error
     */
    private record Skill(double value, double error) {
        static Skill of(RowLosses losses, double baseline) {
            return new Skill(1 - losses.mean() / baseline, losses.standardError() / baseline);
        }

        /** Whether it is lower than another one by more than does not matter. */
        boolean isBelow(Skill other) {
            return other.value - value > MIN_FALL;
        }

        /** Whether it is lower than another one of other rows by more than chance. */
        boolean isBelowBeyondChance(Skill other) {
            return other.value - value > QUANTILE * Math.hypot(error, other.error);
        }

        String text() {
            return value < 0.005
                    ? "no better than the baseline's"
                    : String.format(Locale.ROOT, "%.0f %% better than the baseline's", 100 * value);
        }
    }

    /**
     * Why the new rows are suspicious; empty if they are not, or if that can't be told.
     *
     * @param before what the champion's record says of its own holdout
     * @param baseline on the new holdout
     * @param champion the champion's scores on the new holdout
     * @param more its scores on other rows of the dataset. It may have been trained on some of them, which only hides a fall
     * @param challenger the challenger's scores on the new holdout
     */
    public static Optional<Finding> find(
            ModelFacts before, Evaluation baseline, Scores champion, Scores more, Scores challenger, Target target) {
        Metric metric = RowLosses.metric(target);
        double lossBefore = loss(metric, before.holdout().metrics());
        double baselineBefore = loss(metric, before.baseline().orElse(MetricValues.NONE));
        double baselineNow = loss(metric, baseline.metrics());
        if (!(lossBefore >= 0 && baselineBefore > 0 && baselineNow > 0)
                || before.holdout().rows() < MIN_ROWS
                || champion.rows() < MIN_ROWS) {
            return Optional.empty();
        }
        RowLosses losses = RowLosses.of(champion, target).and(RowLosses.of(more, target));
        Skill now = Skill.of(losses, baselineNow);
        Skill challengers = Skill.of(RowLosses.of(challenger, target), baselineNow);
        // The record has no standard error; that of the new rows is scaled to the number of rows.
        Skill then = new Skill(
                1 - lossBefore / baselineBefore,
                now.error()
                        * Math.sqrt((double) losses.rows() / before.holdout().rows()));
        boolean beyondChance = now.isBelowBeyondChance(then)
                || (target instanceof Target.Classes
                        && before.trainRows() >= MIN_TRAIN_ROWS
                        && isSurprised(baselineNow, champion, more));
        if (!now.isBelow(then) || !beyondChance) {
            return Optional.empty();
        }
        String reason = "the data changed: on " + rows(before.holdout().rows())
                + " the " + metric.text() + " of the previous model was " + then.text()
                + " when it was trained; on the new rows it is " + now.text() + ", and that of the new model is "
                + challengers.text()
                + ". Look for wrong labels and mixed up columns; if the world changed, serve the new"
                + " model with dropfit promote --force";
        return Optional.of(new Finding(
                reason,
                then.value() > MIN_FALL + MIN_SKILL && now.value() < MIN_SKILL && challengers.value() < MIN_SKILL,
                !challengers.isBelow(then)));
    }

    /**
     * Why the rows that are new are suspicious, by those that are not: the challenger predicts rows that both datasets hold worse than the
     * champion does.
     *
     * @param champion the champion's scores on rows that are in both holdouts, with the same labels
     * @param challenger the challenger's scores on the same rows
     */
    public static Optional<Finding> findOnShared(Scores champion, Scores challenger, Target target) {
        if (champion.rows() < MIN_ROWS) {
            return Optional.empty();
        }
        Metric metric = RowLosses.metric(target);
        RowLosses before = RowLosses.of(champion, target);
        RowLosses now = RowLosses.of(challenger, target);
        RowLosses difference = now.subtract(before);
        double accepted = loss(metric, metric.defaultMaxRegression(root(metric, before.mean())), before.mean());
        if (!(difference.mean() - QUANTILE * difference.standardError() > accepted)) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                "the data changed: on the " + rows(champion.rows())
                        + " that the previous dataset holds too, with the same labels, the " + metric.text()
                        + " of the new model is " + metric.format(root(metric, now.mean()))
                        + ", and that of the previous model is " + metric.format(root(metric, before.mean()))
                        + ". So the rows that are new teach something wrong. Look for wrong labels and mixed up columns in"
                        + " them; if the world changed, serve the new model with dropfit promote --force",
                false,
                false));
    }

    /** The accepted increase of the mean loss. */
    private static double loss(Metric metric, double accepted, double mean) {
        double worst = Math.sqrt(mean) + accepted;
        return metric == Metric.RMSE ? worst * worst - mean : accepted;
    }

    private static double root(Metric metric, double mean) {
        return metric == Metric.RMSE ? Math.sqrt(mean) : mean;
    }

    /** Whether the loss is higher than the probabilities say, by more than does not matter and by more than chance. */
    private static boolean isSurprised(double baseline, Scores... scores) {
        double excess = 0;
        double variance = 0;
        int rows = 0;
        for (Scores some : scores) {
            for (int row = 0; row < some.rows(); row++) {
                double expected = 0;
                double squares = 0;
                for (int k = 0; k < some.outputs(); k++) {
                    double probability = some.value(row, k);
                    double loss = MetricFunctions.logLoss(probability);
                    expected += probability * loss;
                    squares += probability * loss * loss;
                }
                excess += MetricFunctions.logLoss(some, row) - expected;
                variance += squares - expected * expected;
            }
            rows += some.rows();
        }
        return excess / rows / baseline > MIN_FALL && excess > QUANTILE * Math.sqrt(variance);
    }

    private static String rows(int rows) {
        return Figures.count(rows, "holdout row", "holdout rows");
    }

    private static double loss(Metric metric, MetricValues values) {
        double value = values.of(metric);
        return metric == Metric.RMSE ? value * value : value;
    }
}
