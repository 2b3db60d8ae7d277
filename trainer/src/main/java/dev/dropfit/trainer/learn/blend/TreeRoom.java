package dev.dropfit.trainer.learn.blend;

import dev.dropfit.trainer.learn.boost.BoostingLearner;
import dev.dropfit.trainer.learn.forest.ForestLearner;
import java.util.OptionalInt;

/**
 * The room for trees in a model: a file may have 20,000 trees of 524,288 nodes, and one of fewer nodes is small. Members take turns for it.
 *
 * @param rows the number of training rows of the final fit
 * @param outputs the number of margins of a row
 */
record TreeRoom(double rows, int outputs) {
    private static final int MAX_TREES = 19_000;
    /** About 5 MB in a file. */
    private static final int MAX_NODES = 400_000;

    /**
     * The share of the room that a member takes at most; 0 for a linear model.
     *
     * @param rounds the number of rounds of boosting; empty if the fit has to find it
     */
    double share(Member member, OptionalInt rounds) {
        if (member instanceof Member.Boosted boosted) {
            BoostingLearner learner = boosted.learner(1);
            double trees = (double) outputs * rounds.orElse(learner.maxRounds(rows, outputs));
            return share(trees, trees * learner.maxNodes(rows));
        }
        return member instanceof Member.Forest
                ? share((double) outputs * ForestLearner.TREES, ForestLearner.maxNodes(rows, outputs))
                : 0;
    }

    private static double share(double trees, double nodes) {
        return Math.max(trees / MAX_TREES, nodes / MAX_NODES);
    }
}
