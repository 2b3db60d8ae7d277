package dev.dropfit.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataChangeTest {
    private static final Target CLASSES = new Target.Classes(List.of("no", "yes"), Map.of());

    @Test
    void newRowsAreSuspiciousIfTheNewModelIsWorseOnTheRowsThatBothDatasetsHold() {
        DataChange.Finding finding = DataChange.findOnShared(classes(60, 0.9), classes(60, 0.7), CLASSES)
                .orElseThrow();

        assertThat(finding.reason())
                .isEqualTo(
                        "the data changed: on the 60 holdout rows that the previous dataset holds too, with the same labels, the log_loss"
                                + " of the new model is 0.357, and that of the previous model is 0.105. So the rows that are new teach"
                                + " something wrong. Look for wrong labels and mixed up columns in them; if the world changed, serve the"
                                + " new model with dropfit promote --force");
        assertThat(finding.mended()).isFalse();
    }

    @Test
    void aSmallDifferenceOrFewRowsSayNothing() {
        assertThat(DataChange.findOnShared(classes(60, 0.9), classes(60, 0.89), CLASSES))
                .isEmpty();
        assertThat(DataChange.findOnShared(classes(40, 0.9), classes(40, 0.7), CLASSES))
                .isEmpty();
        assertThat(DataChange.findOnShared(classes(60, 0.7), classes(60, 0.9), CLASSES))
                .isEmpty();
    }

    @Test
    void changedLabelsAreSuspiciousIfBothModelsFindThePreviousOnesMoreLikely() {
        int[] no = new int[30];

        assertThat(DataChange.findOnRelabelled(classes(30, 0.2), classes(30, 0.4), no)
                        .orElseThrow()
                        .reason())
                .startsWith(
                        "the data changed: 30 rows of both holdouts have another label than in the previous dataset. The"
                                + " previous model finds the previous label more likely in 30 of them, and the new model in 30.");
        // The new model agrees with what was corrected.
        assertThat(DataChange.findOnRelabelled(classes(30, 0.2), classes(30, 0.6), no))
                .isEmpty();
        assertThat(DataChange.findOnRelabelled(classes(5, 0.2), classes(5, 0.2), new int[5]))
                .isEmpty();
    }

    @Test
    void errorsOfNumbersAreComparedInTheUnitOfTheLabel() {
        assertThat(DataChange.findOnShared(numbers(60, 1), numbers(60, 1.5), new Target.Quantity())
                        .orElseThrow()
                        .reason())
                .contains("the rmse of the new model is 1.500, and that of the previous model is 1.");
        assertThat(DataChange.findOnShared(numbers(60, 1), numbers(60, 1.01), new Target.Quantity()))
                .isEmpty();
    }

    /** Rows of the second class, which get this probability. */
    private static Scores classes(int rows, double probability) {
        double[] values = new double[2 * rows];
        double[] actual = new double[rows];
        for (int row = 0; row < rows; row++) {
            values[2 * row] = 1 - probability;
            values[2 * row + 1] = probability;
            actual[row] = 1;
        }
        return new Scores(2, values, actual);
    }

    /** Predictions that are too high by this much. */
    private static Scores numbers(int rows, double error) {
        double[] values = new double[rows];
        Arrays.fill(values, error);
        return new Scores(1, values, new double[rows]);
    }
}
