package dev.dropfit.core.model;

/** Computes the scores of rows. Immutable; may be used by many threads at the same time. */
public interface Scorer {
    /**
     * Scores one row.
     *
     * @param row one value per feature, as {@link Feature} describes
     * @param scores receives the result. For classes: the probability of each class, adding up to 1; for a quantity: only its value
     */
    void score(double[] row, double[] scores);

    /**
     * The contribution of each feature to a row's score: for two classes, to the log-odds of the second; for more classes, to the margin of
     * one; for a quantity, to its value or, if the model has learned that, to its logarithm.
     *
     * @param output the index of the class, if there are more than two; otherwise ignored
     * @param contributions receives one number per feature
     * @return the score of a row without features: it and the contributions add up to the row's score
     */
    double contributions(double[] row, int output, double[] contributions);

    /** Whether it has learned what missing numbers mean; otherwise they count as the median of their column. */
    default boolean learnedMissing() {
        return false;
    }

    /** The number of steps of {@link #contributions} for a row, about: its time grows with it. */
    default long contributionSteps() {
        return 0;
    }

    /** The scorer that does the same for a row that was scored before: a scorer may count the rows that it scores. */
    default Scorer withoutCounting() {
        return this;
    }

    /** The heap memory of this scorer without its features, in bytes, about. */
    default long heapBytes() {
        return 0;
    }
}
