package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.Figures;
import dev.dropfit.core.registry.facts.Anomaly;
import java.util.Arrays;
import java.util.Optional;

/** A model that predicts negative numbers although no label is one: the label has many zeros, or a few very large values. */
public final class NegativePredictions {
    /** The share of the rows from which on it is worth a note. */
    private static final double MIN_SHARE = 0.02;

    private NegativePredictions() {}

    /**
     * A note about a model of numbers.
     *
     * @param scores of the holdout, or of training rows if there is none
     * @param linear whether the model is linear, so that trees may help
     */
    public static Optional<Anomaly> note(Scores scores, String label, boolean linear) {
        long negative =
                Arrays.stream(scores.values()).filter(value -> value < 0).count();
        long zeros = Arrays.stream(scores.actual()).filter(value -> value == 0).count();
        boolean possible = Arrays.stream(scores.actual()).allMatch(value -> value >= 0);
        if (!possible || negative < MIN_SHARE * scores.rows() || scores.rows() == 0) {
            return Optional.empty();
        }
        return Optional.of(Anomaly.of(
                "negative-predictions",
                Figures.percent((double) negative / scores.rows()) + " of the predictions on "
                        + Figures.rows(scores.rows()) + " are negative, but '" + label + "' never is"
                        + (zeros > 0
                                ? " (" + Figures.percent((double) zeros / scores.rows()) + " of these rows have 0)"
                                : "")
                        + "; treat them as 0"
                        + (linear ? ", or set learner to gradient-boosting in dropfit.json" : "")));
    }
}
