package dev.dropfit.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NegativePredictionsTest {
    @Test
    void negativePredictionsOfANumberThatNeverIsAreNoted() {
        Scores scores = new Scores(1, new double[] {-1, 2, 3, 4}, new double[] {0, 0, 3, 90});

        assertThat(NegativePredictions.note(scores, "spent", true))
                .hasValueSatisfying(
                        note -> assertThat(note.message())
                                .isEqualTo(
                                        "25.0 % of the predictions on 4 rows are negative, but 'spent' never is (50.0 % of these"
                                                + " rows have 0); treat them as 0, or set learner to gradient-boosting in dropfit.json"));
    }

    @Test
    void aLabelThatMayBeNegativeHasNoNote() {
        assertThat(NegativePredictions.note(
                        new Scores(1, new double[] {-1, 2}, new double[] {-0.5, 3}), "balance", true))
                .isEmpty();
        assertThat(NegativePredictions.note(new Scores(1, new double[] {1, 2}, new double[] {0, 3}), "spent", true))
                .isEmpty();
        assertThat(NegativePredictions.note(new Scores(1, new double[0], new double[0]), "spent", true))
                .isEmpty();
    }
}
