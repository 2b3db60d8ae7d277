package dev.dropfit.core.registry.facts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a feature, or the intercept, changes predictions. */
public sealed interface Effect {
    /** How large it is, from 0; of several classes, for the one with the largest weight. NaN when it is not known. */
    double size();

    /** A weight: for two classes in log-odds of the positive one, for a number in the label's unit. */
    record Weight(double value) implements Effect {
        @Override
        public double size() {
            return Math.abs(value);
        }
    }

    /**
     * A weight for each of more than two classes.
     *
     * @param byClass by the class's value, in the order of the classes
     */
    record ClassWeights(Map<String, Double> byClass) implements Effect {
        public ClassWeights {
            byClass = Collections.unmodifiableMap(new LinkedHashMap<>(byClass));
        }

        @Override
        public double size() {
            return byClass.values().stream().mapToDouble(Math::abs).max().orElse(Double.NaN);
        }
    }

    /**
     * By how much the feature's splits reduced the loss, as a share of the reduction by all splits. In a blend with a linear model, the size of
     * its largest weight, as a share of those of all features, has the weight of the linear model.
     */
    record Importance(double share) implements Effect {
        @Override
        public double size() {
            return share;
        }
    }
}
