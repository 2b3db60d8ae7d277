package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.Interval;
import java.util.Optional;

/**
 * A challenger next to the champion, on the same rows: those of the holdout whose class the champion knows.
 *
 * @param difference the 95 % interval of the difference between the two in the gate's metric, if it is known
 * @param lossDifference the 95 % interval of the difference between their mean losses under a proper scoring rule, if it is known
 */
public record Comparison(
        Evaluation challenger, Evaluation champion, Optional<Interval> difference, Optional<Interval> lossDifference) {
    /** With fewer rows, the normal distribution says little about a mean of losses. */
    private static final int MIN_ROWS = 50;

    /** The 95 % interval of the difference between the mean losses of two models on the same rows; empty for too few rows. */
    public static Optional<Interval> lossDifference(Scores challenger, Scores champion, Target target) {
        return challenger.rows() < MIN_ROWS
                ? Optional.empty()
                : Optional.of(RowLosses.of(challenger, target).minus(RowLosses.of(champion, target)));
    }
}
