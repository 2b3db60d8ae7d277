package dev.dropfit.trainer.learn.blend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.model.Link;
import dev.dropfit.core.model.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class GreedyWeightsTest {
    private static final int ROWS = 2_000;

    private final Random random = new Random(1);
    private final double[] truth = random.doubles(ROWS, -2, 2).toArray();

    @Test
    void membersThatErrDifferentlyAreBlended() {
        double[] one = withNoise(1);
        double[] other = withNoise(1);
        double[] worse = withNoise(2);
        Losses losses = Losses.of(new Target.Quantity(), truth);

        double[] weights = GreedyWeights.of(List.of(one, other, worse), losses);

        // The inverse variances are 1, 1 and 1/4.
        assertThat(weights).containsExactly(new double[] {4 / 9.0, 4 / 9.0, 1 / 9.0}, within(0.08));
        assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-12));
        assertThat(losses.mean(GreedyWeights.weighted(List.of(one, other, worse), weights), 1))
                .isLessThan(0.6 * losses.mean(one, 1));
    }

    @Test
    void aMemberThatAddsLittleIsLeftOut() {
        double[] good = withNoise(0.3);
        double[] worse = withNoise(1.5);

        double[] weights = GreedyWeights.of(List.of(worse, good), Losses.of(new Target.Quantity(), truth));

        assertThat(weights).containsExactly(0, 1);
    }

    @Test
    void membersThatDoNotFitIntoAModelTogetherAreNotBlended() {
        double[] best = withNoise(0.9);
        double[] other = withNoise(1);
        double[] small = withNoise(1.1);
        Losses losses = Losses.of(new Target.Quantity(), truth);

        double[] weights = GreedyWeights.of(List.of(best, other, small), new double[] {1.2, 0.9, 0}, losses);

        assertThat(weights[0]).isEqualTo(1);
        assertThat(GreedyWeights.of(List.of(best, other, small), new double[] {0.6, 0.5, 0.4}, losses)[1])
                .isZero();
    }

    @Test
    void ofEqualMembersTheFirstIsTaken() {
        double[] one = withNoise(1);

        double[] weights = GreedyWeights.of(List.of(one, one.clone()), Losses.of(new Target.Quantity(), truth));

        assertThat(weights).containsExactly(1, 0);
    }

    @Test
    void fewRowsDrawTheWeightsTowardsEqualOnes() {
        double[] few = Arrays.copyOf(truth, 100);
        double[] one = Arrays.copyOf(withNoise(1), few.length);

        double[] weights = GreedyWeights.of(List.of(one, one.clone()), Losses.of(new Target.Quantity(), few));

        assertThat(weights).containsExactly(new double[] {0.625, 0.375}, within(1e-12));
    }

    @Test
    void theMarginsOfClassesAreBlendedByTheirLogLoss() {
        double[] labels = map(margin -> random.nextDouble() < 1 / (1 + Math.exp(-margin)) ? 1 : 0);
        Losses losses = Losses.of(new Target.Classes(List.of("no", "yes"), Map.of()), labels);
        double[] first = map(margin -> margin > 0 ? margin : 0);
        double[] second = map(margin -> margin > 0 ? 0 : margin);

        double[] weights = GreedyWeights.of(List.of(first, second), losses);

        assertThat(weights).containsExactly(new double[] {0.5, 0.5}, within(0.1));
    }

    @Test
    void theLossOfTwoMarginsIsThatOfTheirDifference() {
        double[] labels = {0, 1, 1};
        Losses binary = new Losses(true, Link.IDENTITY, 1, labels);
        Losses several = new Losses(true, Link.IDENTITY, 2, labels);

        double[] one = binary.of(new double[] {0.4, -1, 700}, 1.5);
        double[] two = several.of(new double[] {0.1, 0.5, 2, 1, -300, 400}, 1.5);

        assertThat(one).containsExactly(two, within(1e-12));
        assertThat(one[0]).isCloseTo(Math.log(1 + Math.exp(0.6)), within(1e-12));
    }

    private double[] withNoise(double deviation) {
        return map(value -> value + deviation * random.nextGaussian());
    }

    private double[] map(DoubleUnaryOperator operator) {
        return Arrays.stream(truth).map(operator).toArray();
    }
}
