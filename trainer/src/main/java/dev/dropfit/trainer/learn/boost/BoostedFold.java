package dev.dropfit.trainer.learn.boost;

import dev.dropfit.core.model.score.Tree;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A boosting that was fitted to the training rows of a fold.
 *
 * @param losses the sum of the losses of the other rows for each number of rounds, from 0
 * @param stopped whether more rounds would not have improved the losses; otherwise they would have taken too much work
 * @param trees those of the first rounds, [output][round], for a number of rounds
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record BoostedFold(double[] losses, boolean stopped, IntFunction<List<List<Tree>>> trees) {
    /** The number of rounds with the lowest loss. */
    public int best() {
        int best = 0;
        for (int round = 1; round < losses.length; round++) {
            best = losses[round] < losses[best] ? round : best;
        }
        return best;
    }
}
