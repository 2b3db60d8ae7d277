package dev.dropfit.core.registry.facts;

import java.util.List;
import java.util.Optional;

/**
 * How a model with two classes chooses one of them.
 *
 * @param positive the display name of the positive class
 * @param threshold the lowest probability of the positive class for which it is predicted
 * @param costs of the two kinds of errors, if the settings name them
 * @param cost the mean cost of a row with this threshold; empty without costs
 * @param costAtHalf the mean cost of a row with a threshold of 0.5; NaN without costs
 * @param thresholds what other thresholds would predict, from 0 upwards: the first one counts all rows of the holdout; empty without a holdout
 */
public record ClassDecision(
        String positive,
        double threshold,
        Optional<Costs> costs,
        Optional<Estimate> cost,
        double costAtHalf,
        List<ThresholdCounts> thresholds) {
    public ClassDecision {
        thresholds = List.copyOf(thresholds);
    }

    /** Without costs. */
    public static ClassDecision of(String positive, double threshold, List<ThresholdCounts> thresholds) {
        return new ClassDecision(positive, threshold, Optional.empty(), Optional.empty(), Double.NaN, thresholds);
    }
}
