package dev.dropfit.predictor;

import dev.dropfit.core.model.Input;
import dev.dropfit.core.model.Model;
import java.util.Arrays;
import java.util.List;

/** What follows from scores. */
final class Prediction {
    /** What is wrong with a row whose scores are not finite. */
    static final String TOO_LARGE =
            "numbers that are too large to predict from; accepted are numbers like those of training";

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

    /** Whether the numbers are finite; they are not when a row has numbers near the largest there are. */
    static boolean areFinite(double[] numbers) {
        for (double number : numbers) {
            if (!Double.isFinite(number)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Scores a row.
     *
     * @param index the row's, for the message
     * @throws RequestException when its numbers are too large
     */
    static void score(Model model, Row row, int index, double[] scores) throws RequestException {
        model.scorer().score(row.values(), scores);
        requireFinite(scores, index);
    }

    private static void requireFinite(double[] numbers, int index) throws RequestException {
        if (!areFinite(numbers)) {
            throw new RequestException(400, "Row " + index + " has " + TOO_LARGE);
        }
    }

    /**
     * What each column contributes to a row's score.
     *
     * @param inputs the model's
     * @param index the row's, for the message
     * @param output the class's index, of more than two; else ignored
     * @param sums receives one number per input
     * @return the score of a row without features
     * @throws RequestException when its numbers are too large
     */
    static double contributions(Model model, List<Input> inputs, Row row, int index, int output, double[] sums)
            throws RequestException {
        double[] contributions = new double[row.values().length];
        double base = model.scorer().contributions(row.values(), output, contributions);
        for (int i = 0; i < sums.length; i++) {
            int first = inputs.get(i).first();
            int end = first + inputs.get(i).features().size();
            sums[i] = Arrays.stream(contributions, first, end).sum();
        }
        requireFinite(sums, index);
        return base;
    }
}
