package dev.dropfit.trainer.learn.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SecantsTest {
    private static final double[] WRONG = {1, 0.5, 0.5, 3};

    @Test
    void withoutAStepTheFactorsAloneDecide() {
        double[] direction = secants().direction(new double[] {2, 4});

        assertThat(direction).containsExactly(new double[] {-16.0 / 11, -12.0 / 11}, within(1e-14));
    }

    @Test
    void theDirectionForTheChangeAlongAStepIsThisStepBack() {
        Secants secants = secants();
        secants.add(at(0, 0, 7, 2), at(1, 2, 9, 7));

        assertThat(secants.direction(new double[] {2, 5})).containsExactly(new double[] {-1, -2}, within(1e-14));
    }

    @Test
    void theMinimumOfAParabolaIsReachedInFarFewerStepsThanWithTheFactorsAlone() {
        assertThat(steps(true)).isLessThan(steps(false) / 2);
    }

    @Test
    void aStepAgainstTheCurveIsLeftOut() {
        Secants secants = secants();
        secants.add(at(0, 0, 1, 1), at(1, 1, 0, 0));

        assertThat(secants.direction(new double[] {2, 4})).isEqualTo(secants().direction(new double[] {2, 4}));
    }

    /** The number of steps to the minimum of (3 x² + y²) / 2 - x - y. */
    private static int steps(boolean corrected) {
        Secants secants = secants();
        LinearObjective.Iterate point = at(0, 0, -1, -1);
        int steps = 0;
        while (Arrays.stream(point.gradient).map(Math::abs).max().orElseThrow() > 1e-10) {
            double[] direction = secants.direction(point.gradient);
            double x = point.weights[0] + direction[0] / 2;
            double y = point.weights[1] + direction[1] / 2;
            LinearObjective.Iterate next = at(x, y, 3 * x - 1, y - 1);
            if (corrected) {
                secants.add(point, next);
            }
            point = next;
            steps++;
        }
        return steps;
    }

    private static Secants secants() {
        return new Secants(CholeskyFactors.of(WRONG, 2).orElseThrow());
    }

    private static LinearObjective.Iterate at(double x, double y, double gradientX, double gradientY) {
        return new LinearObjective.Iterate(new double[] {x, y}, 0, new double[] {gradientX, gradientY}, new double[0]);
    }
}
