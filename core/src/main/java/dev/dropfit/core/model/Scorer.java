package dev.dropfit.core.model;

/** What a model makes of a row. Immutable; may be used by many threads at once. */
public interface Scorer {
    /**
     * Scores one row.
     *
     * @param row one value per feature, as {@link Feature} describes
     * @param scores where the result goes. For classes: a probability for each, adding up to 1; for a quantity: its value alone
     */
    void score(double[] row, double[] scores);

    /**
     * What each feature adds to a row's score: for two classes to the log-odds of the second, for more to the margin of one, for a
     * quantity to its value.
     *
     * @param output the class's index, of more than two; else ignored
     * @param contributions receives one number per feature
     * @return the score of a row without features: it and the contributions add up to the row's score
     */
    double contributions(double[] row, int output, double[] contributions);
}
