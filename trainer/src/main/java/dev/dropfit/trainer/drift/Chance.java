package dev.dropfit.trainer.drift;

/**
 * How large a difference between two samples of the same population can be. The bound holds for all comparisons of a run together: at most
 * one run of 500 finds a difference that is chance.
 */
final class Chance {
    private static final double ALPHA = 0.002;

    /** The natural logarithm of the probability that each comparison may find a difference by chance. */
    private final double logLevel;

    /** @param comparisons how many there are in a run, at least 1 */
    Chance(int comparisons) {
        logLevel = Math.log(ALPHA / comparisons);
    }

    /** The number of standard errors that a difference must exceed: the tail of the normal distribution is below {@code exp(-z²/2) / 2}. */
    double standardErrors() {
        return Math.sqrt(-2 * (logLevel + Math.log(2)));
    }

    /**
     * The number of rows of the second sample that must be beyond all rows of the first one, or have a value that the first one does not have.
     * If both are of the same population, each of these rows is in the second sample with the same chance, whatever the distribution is.
     *
     * @param candidates how many values could have been found
     */
    double rowsBeyond(double firstRows, double secondRows, int candidates) {
        return (logLevel - Math.log(candidates)) / Math.log(secondRows / (firstRows + secondRows));
    }
}
