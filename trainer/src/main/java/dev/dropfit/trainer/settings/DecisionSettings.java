package dev.dropfit.trainer.settings;

import dev.dropfit.core.registry.facts.Costs;

/** How a model chooses one of two classes. */
public sealed interface DecisionSettings {
    /** The lowest probability of the positive class for which it is predicted, more than 0 and less than 1. */
    double threshold();

    /** The key in settings. */
    String key();

    /** The threshold itself. */
    record ByThreshold(double threshold) implements DecisionSettings {
        @Override
        public String key() {
            return "threshold";
        }
    }

    /** The costs of the errors, which determine the threshold. */
    record ByCosts(Costs costs) implements DecisionSettings {
        @Override
        public double threshold() {
            return costs.threshold();
        }

        @Override
        public String key() {
            return "costs";
        }
    }
}
