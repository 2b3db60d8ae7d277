package dev.dropfit.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dropfit.core.model.Target;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SwappedLabelsTest {
    private static final Target.Classes CLASSES = new Target.Classes(List.of("low", "middle", "high"), Map.of());

    @Test
    void aPairThatIsRankedTheWrongWayRoundIsNamed() {
        assertThat(SwappedLabels.find(scores(300, 0.8, 2, 1, 0), CLASSES))
                .hasValueSatisfying(note -> assertThat(note.message())
                        .startsWith(
                                "'low' and 'high' seem to be swapped in the label: the previous model ranks their rows")
                        .endsWith("Check which rows have which label"));
    }

    @Test
    void aModelThatIsRightOrKnowsNothingOrHasFewRowsSaysNothing() {
        assertThat(SwappedLabels.find(scores(300, 0.8, 0, 1, 2), CLASSES)).isEmpty();
        assertThat(SwappedLabels.find(scores(300, 0.8, 1, 1, 1), CLASSES)).isEmpty();
        assertThat(SwappedLabels.find(scores(30, 0.8, 2, 1, 0), CLASSES)).isEmpty();
    }

    /** @param predicted the class that gets the probability in most rows, for each actual class */
    private static Scores scores(int rows, double probability, int... predicted) {
        SplittableRandom random = new SplittableRandom(3);
        double[] values = new double[3 * rows];
        double[] actual = new double[rows];
        for (int row = 0; row < rows; row++) {
            actual[row] = row % 3;
            int likely = random.nextInt(10) == 0 ? random.nextInt(3) : predicted[row % 3];
            for (int k = 0; k < 3; k++) {
                values[3 * row + k] = k == likely ? probability : (1 - probability) / 2;
            }
        }
        return new Scores(3, values, actual);
    }
}
