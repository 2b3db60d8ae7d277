package dev.dropfit.trainer.learn.blend;

import dev.dropfit.core.Figures;
import dev.dropfit.trainer.learn.Learner;
import dev.dropfit.trainer.learn.boost.BoostingLearner;
import dev.dropfit.trainer.learn.forest.ForestLearner;
import dev.dropfit.trainer.learn.linear.LinearLearner;
import java.util.OptionalInt;

/** A learner whose model may be a part of a blend. */
public sealed interface Member {
    /** The maximum number of leaves of a tree; empty if it does not depend on the learner. */
    default OptionalInt leaves() {
        return OptionalInt.empty();
    }

    /** What it is, in words. */
    String phrase();

    /**
     * Fits it.
     *
     * @param share of the maximum work of a fit, from 0 to 1; a forest takes what it needs
     */
    Learner learner(double share);

    /**
     * A linear model.
     *
     * @param penalty of the squared weights
     */
    record Linear(double penalty) implements Member {
        @Override
        public String phrase() {
            return "linear model with penalty " + Figures.number(penalty);
        }

        @Override
        public LinearLearner learner(double share) {
            return new LinearLearner(share, penalty);
        }
    }

    /**
     * Gradient boosted trees.
     *
     * @param maxLeaves the maximum number of leaves of a tree
     */
    record Boosted(int maxLeaves) implements Member {
        @Override
        public String phrase() {
            return "gradient boosting with " + maxLeaves + " leaves";
        }

        @Override
        public BoostingLearner learner(double share) {
            return new BoostingLearner(maxLeaves, share);
        }

        @Override
        public OptionalInt leaves() {
            return OptionalInt.of(maxLeaves);
        }
    }

    /**
     * A forest of random trees.
     *
     * @param kind how its trees are grown
     */
    record Forest(ForestLearner.Kind kind) implements Member {
        @Override
        public String phrase() {
            return switch (kind) {
                case RANDOM_FOREST -> "random forest";
                case EXTRA_TREES -> "extra trees";
            };
        }

        @Override
        public ForestLearner learner(double share) {
            return new ForestLearner(kind);
        }
    }
}
