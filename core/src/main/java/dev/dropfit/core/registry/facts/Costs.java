package dev.dropfit.core.registry.facts;

/**
 * What the two kinds of errors cost, in any unit. Correct predictions cost nothing.
 *
 * @param falsePositive of a negative row that is predicted as positive, more than 0
 * @param falseNegative of a positive row that is predicted as negative, more than 0
 */
public record Costs(double falsePositive, double falseNegative) {
    /**
     * The threshold of the lowest expected cost, if probabilities are right: from there on, a positive prediction costs less than a negative
     * one (C. Elkan, The Foundations of Cost-Sensitive Learning, 2001).
     */
    public double threshold() {
        return falsePositive / (falsePositive + falseNegative);
    }
}
