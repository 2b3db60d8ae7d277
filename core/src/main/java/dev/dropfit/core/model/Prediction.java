package dev.dropfit.core.model;

/** A model's prediction for a row. Reusable: each row's prediction replaces the one before. Not thread-safe. */
public final class Prediction {
    private final Model model;
    private final double[] scores;
    /** NaN if the highest score decides. */
    private final double threshold;

    private int index;

    public Prediction(Model model) {
        this.model = model;
        scores = new double[model.outputs()];
        threshold = model.pipeline().threshold().orElse(Double.NaN);
    }

    /**
     * Scores a row.
     *
     * @param row one value per feature
     * @throws NumbersTooLargeException when a score is not finite
     */
    public void predict(double[] row) throws NumbersTooLargeException {
        model.scorer().score(row, scores);
        NumbersTooLargeException.check(scores);
        index = Double.isNaN(threshold) ? indexOfHighest(scores) : scores[1] >= threshold ? 1 : 0;
    }

    private static int indexOfHighest(double[] scores) {
        int highest = 0;
        for (int k = 1; k < scores.length; k++) {
            if (scores[k] > scores[highest]) {
                highest = k;
            }
        }
        return highest;
    }

    /**
     * The index of the predicted class: the one of the highest probability, of equal ones the first; with a threshold, the positive class from
     * that probability on. For a quantity 0.
     */
    public int index() {
        return index;
    }

    /** The predicted class's probability; a quantity's value. */
    public double score() {
        return scores[index];
    }

    /** The probability of a class. */
    public double score(int output) {
        return scores[output];
    }

    /** The number of scores: one per class, or one. */
    public int outputs() {
        return scores.length;
    }

    /** A copy of all scores. */
    public double[] scores() {
        return scores.clone();
    }

    /** Copies all scores to an array, from an index on. */
    public void copyScores(double[] to, int at) {
        System.arraycopy(scores, 0, to, at, scores.length);
    }
}
