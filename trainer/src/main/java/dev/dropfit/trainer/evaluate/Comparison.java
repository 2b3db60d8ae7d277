package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.Interval;
import java.util.Optional;

/**
 * A challenger next to the champion, on the same rows: those of the holdout whose class the champion knows.
 *
 * @param difference the interval of the difference between the two in the gate's metric, if it is known, with the confidence of {@link
 *     ErrorBudget#METRIC}
 * @param lossDifference that of the difference between their log losses, of numbers their RMSE, with the confidence of {@link
 *     ErrorBudget#LOG_LOSS}
 */
public record Comparison(
        Evaluation challenger, Evaluation champion, Optional<Interval> difference, Optional<Interval> lossDifference) {
    /** With fewer rows, the normal distribution says little about a mean of losses. */
    private static final int MIN_ROWS = 50;

    /**
     * Compares scores.
     *
     * @param evaluation of the challenger's scores
     * @param champion its scores of the same rows in the same order
     * @param metric the gate's
     */
    public static Comparison of(
            Evaluation evaluation, Scores challenger, Scores champion, Target target, Metric metric) {
        return new Comparison(
                evaluation,
                Evaluator.evaluate(champion, target),
                PairedDifference.interval(challenger, champion, target, metric, ErrorBudget.METRIC.confidence()),
                challenger.rows() < MIN_ROWS
                        ? Optional.empty()
                        : PairedDifference.interval(
                                challenger,
                                champion,
                                target,
                                RowLosses.metric(target),
                                ErrorBudget.LOG_LOSS.confidence()));
    }
}
