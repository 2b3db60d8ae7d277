package dev.dropfit.predictor;

import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Model;
import java.util.Arrays;
import java.util.List;

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

    /**
     * What each column contributes to a row's score.
     *
     * @param output the class's index, of more than two; else ignored
     * @param sums receives one number per input
     * @return the score of a row without features
     */
    static double contributions(Model model, Row row, int output, double[] sums) {
        double[] contributions = new double[row.values().length];
        double base = model.scorer().contributions(row.values(), output, contributions);
        List<Input> inputs = model.pipeline().inputs();
        for (int i = 0; i < sums.length; i++) {
            int first = inputs.get(i).first();
            int end = first + inputs.get(i).features().size();
            sums[i] = Arrays.stream(contributions, first, end).sum();
        }
        return base;
    }
}
