package dev.dropfit.core.model.score;

/** Turns the margins of classes into probabilities. */
final class Softmax {
    private Softmax() {}

    /**
     * Replaces margins by probabilities. For two classes they add up to exactly 1.
     *
     * @param count the number of classes; the first scores are their margins
     */
    static void apply(double[] scores, int count) {
        if (count == 2) {
            logistic(scores, scores[1] - scores[0]);
            return;
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < count; k++) {
            largest = Math.max(largest, scores[k]);
        }
        double sum = 0;
        for (int k = 0; k < count; k++) {
            scores[k] = Math.exp(scores[k] - largest);
            sum += scores[k];
        }
        for (int k = 0; k < count; k++) {
            scores[k] /= sum;
        }
    }

    /** Two classes, from the difference of their margins: no probability loses digits near 0. */
    private static void logistic(double[] scores, double margin) {
        double smaller = 1 / (1 + Math.exp(Math.abs(margin)));
        scores[0] = margin > 0 ? smaller : 1 - smaller;
        scores[1] = margin > 0 ? 1 - smaller : smaller;
    }
}
