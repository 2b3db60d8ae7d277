package dev.dropfit.core.drift;

import java.util.Arrays;

/** How large a difference between two samples of the same population can be. The bound holds for several comparisons together. */
public final class Chance {

    /** The natural logarithm of the probability that each comparison may find a difference by chance. */
    private final double logLevel;

    /**
     * The chance of several comparisons.
     *
     * @param alpha the probability that any of them finds a difference that is chance
     * @param comparisons how many there are, at least 1
     */
    public Chance(double alpha, int comparisons) {
        logLevel = Math.log(alpha / comparisons);
    }

    /**
     * The chance of several comparisons of counts, of which some can't find a difference: a column with three missing values has too few of them, wherever they
     * are. Only those that could find one share the probability. R. Tarone, A Modified Bonferroni Method for Discrete Data, Biometrics 46, 1990.
     *
     * @param alpha the probability that any of them finds a difference that is chance
     * @param least the natural logarithm of the least probability that each comparison can have, given its counts together
     */
    public static Chance ofPossible(double alpha, double[] least) {
        double[] ascending = least.clone();
        Arrays.sort(ascending);
        Chance chance = new Chance(alpha, 1);
        for (int comparisons = 1;
                comparisons < ascending.length && ascending[comparisons] < chance.logLevel;
                comparisons++) {
            chance = new Chance(alpha, comparisons + 1);
        }
        return chance;
    }

    /** The natural logarithm of the probability that one comparison may find a difference by chance. */
    public double logLevel() {
        return logLevel;
    }

    /** The number of standard errors that a difference must exceed: the tail of the normal distribution is below {@code exp(-z²/2) / 2}. */
    public double standardErrors() {
        return Math.sqrt(-2 * (logLevel + Math.log(2)));
    }

    /**
     * The number of rows of the second sample that must be beyond all rows of the first one, or have a value that the first one does not have.
     * If both are of the same population, each of these rows is in the second sample with the same chance, whatever the distribution is.
     *
     * @param candidates how many values could have been found
     */
    public double rowsBeyond(double firstRows, double secondRows, int candidates) {
        return (logLevel - Math.log(candidates)) / Math.log(secondRows / (firstRows + secondRows));
    }
}
