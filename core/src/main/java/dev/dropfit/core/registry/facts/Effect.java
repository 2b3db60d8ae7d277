package dev.dropfit.core.registry.facts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a feature, or the intercept, changes predictions. */
public sealed interface Effect {
    /** A weight: for two classes in log-odds of the positive one, for a number in the label's unit. */
    record Weight(double value) implements Effect {}

    /**
     * A weight for each of more than two classes.
     *
     * @param byClass by the class's value, in the order of the classes
     */
    record ClassWeights(Map<String, Double> byClass) implements Effect {
        public ClassWeights {
            byClass = Collections.unmodifiableMap(new LinkedHashMap<>(byClass));
        }
    }

    /** By how much the feature's splits reduced the loss, as a share of the reduction by all splits. */
    record Importance(double share) implements Effect {}
}
