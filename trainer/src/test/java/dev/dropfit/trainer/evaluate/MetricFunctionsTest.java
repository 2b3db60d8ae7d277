package dev.dropfit.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Figures that can be worked out by hand; {@link EvaluatorTest} compares with scikit-learn's. */
final class MetricFunctionsTest {
    private static final double PRECISION = 1e-12;
    private static final Target TWO = new Target.Classes(List.of("no", "yes"), Map.of());

    @Test
    void theCoefficientOfDeterminationComparesWithTheMeanOfTheRows() {
        Scores scores = new Scores(1, new double[] {1, 3, 5}, new double[] {1, 2, 6});

        assertThat(MetricFunctions.of(Metric.R2, scores, new Target.Quantity()))
                .isCloseTo(1 - 2.0 / 14, within(PRECISION));
    }

    @Test
    void theF1ScoreIsTheHarmonicMeanOfPrecisionAndRecall() {
        // Two rows are predicted positive and two are positive; one is both.
        Scores scores = ofPositives(new double[] {0.9, 0.8, 0.1, 0.2}, new double[] {1, 0, 1, 0});

        assertThat(MetricFunctions.of(Metric.F1, scores, TWO)).isCloseTo(0.5, within(PRECISION));
    }

    @Test
    void certaintyCostsTheSmallestStepFromOne() {
        Scores scores = ofPositives(new double[] {1, 0}, new double[] {1, 0});

        assertThat(MetricFunctions.of(Metric.LOG_LOSS, scores, TWO)).isCloseTo(Math.ulp(1.0), within(1e-20));
    }

    @Test
    void scoresThatDifferInOneBitAreNotTheSame() {
        Scores scores = ofPositives(new double[] {0.3}, new double[] {1});

        assertThat(scores.same(ofPositives(new double[] {0.3}, new double[] {1})))
                .isTrue();
        assertThat(scores.same(ofPositives(new double[] {Math.nextUp(0.3)}, new double[] {1})))
                .isFalse();
    }

    private static Scores ofPositives(double[] probabilities, double[] actual) {
        double[] values = new double[2 * probabilities.length];
        for (int row = 0; row < probabilities.length; row++) {
            values[2 * row] = 1 - probabilities[row];
            values[2 * row + 1] = probabilities[row];
        }
        return new Scores(2, values, actual);
    }
}
