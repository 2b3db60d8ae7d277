package dev.dropfit.predictor;

/** What follows from scores. */
final class Prediction {
    private Prediction() {}

    /** The index of the highest score; of equal ones the first. */
    static int bestOf(double[] scores) {
        int best = 0;
        for (int k = 1; k < scores.length; k++) {
            if (scores[k] > scores[best]) {
                best = k;
            }
        }
        return best;
    }
}
