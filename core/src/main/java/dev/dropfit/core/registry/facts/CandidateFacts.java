package dev.dropfit.core.registry.facts;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Metric;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a learner did that was compared with others.
 *
 * @param leaves of each tree, at most; empty for a learner without trees
 * @param penalty of the squared weights of a linear model; empty for the usual one
 * @param metric what the learners were compared by
 * @param loss the metric in cross-validation; NaN when the learner could not be fitted
 * @param error the standard error of the loss; NaN when it is not known
 * @param weight in a blend, from 0 to 1; 0 when it is no part of it
 * @param chosen whether the model was fitted by it
 */
public record CandidateFacts(
        String learner,
        OptionalInt leaves,
        OptionalDouble penalty,
        Optional<Metric> metric,
        double loss,
        double error,
        double weight,
        boolean chosen) {
    /** The name of a model of several learners. */
    public static final String BLEND = "blend";

    /** The learner in words. */
    public String phrase() {
        return learner.replace('-', ' ')
                + (leaves.isPresent() ? " with " + leaves.getAsInt() + " leaves" : "")
                + (penalty.isPresent() ? " with penalty " + Figures.number(penalty.getAsDouble()) : "");
    }

    /** The loss with its standard error; empty when it is not known. */
    public Optional<String> lossText() {
        return metric.filter(known -> Double.isFinite(loss))
                .map(known -> known.format(loss) + (Double.isFinite(error) ? " ± " + known.format(error) : ""));
    }
}
