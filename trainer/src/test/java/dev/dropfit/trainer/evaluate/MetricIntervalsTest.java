package dev.dropfit.trainer.evaluate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MetricIntervalsTest {
    private static final Target TWO = new Target.Classes(List.of("no", "yes"), Map.of());
    private static final Target THREE = new Target.Classes(List.of("a", "b", "c"), Map.of());
    private static final Target NUMBER = new Target.Quantity();
    private static final int RESAMPLES = 400;
    private static final int SAMPLES = 200;

    /** The calibration error is not measured: sampled rows have a larger one, because it adds up distances. */
    @ParameterizedTest
    @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "CALIBRATION_ERROR")
    void theStandardErrorIsThatOfTheBootstrap(Metric metric) {
        for (Target target : targets(metric)) {
            MetricInput input = input(target, 2_000, new SplittableRandom(5), 1);
            double value = MetricFunctions.of(metric, input);
            input.rankings();

            double error = Influence.of(metric, input, value).standardError();

            SplittableRandom random = new SplittableRandom(9);
            double[] resampled = IntStream.range(0, RESAMPLES)
                    .mapToDouble(i -> MetricFunctions.of(
                            metric, input.sample(random.ints(2_000, 0, 2_000).toArray())))
                    .toArray();
            double mean = Arrays.stream(resampled).average().orElseThrow();
            double deviation = Math.sqrt(Arrays.stream(resampled)
                            .map(one -> (one - mean) * (one - mean))
                            .sum()
                    / (RESAMPLES - 1));
            assertThat(error).isCloseTo(deviation, within(0.15 * deviation));
        }
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void theIntervalContainsTheTruthInAboutNineteenOfTwentySamples(Metric metric) {
        for (Target target : targets(metric)) {
            double truth = MetricFunctions.of(metric, input(target, 200_000, new SplittableRandom(1), 1));
            for (int rows : new int[] {60, 400}) {
                int inside = 0;
                for (int sample = 0; sample < SAMPLES; sample++) {
                    MetricInput input = input(target, rows, new SplittableRandom(1000L + sample), 1);
                    Interval interval = MetricIntervals.of(metric, input, MetricFunctions.of(metric, input))
                            .orElseThrow();
                    inside += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
                }

                assertThat((double) inside / SAMPLES).isGreaterThan(0.86);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void theIntervalOfManyRowsIsAsWideAsThatOfAllOfThem(Metric metric) {
        for (Target target : targets(metric)) {
            MetricInput input = input(target, 90_000, new SplittableRandom(3), 1);
            double value = MetricFunctions.of(metric, input);

            Interval sampled = requireNonNull(
                    MetricIntervals.of(input, Map.of(metric, value)).get(metric));

            Interval whole = MetricIntervals.of(metric, input, value).orElseThrow();
            assertThat(sampled.high() - sampled.low())
                    .isCloseTo(whole.high() - whole.low(), withinPercentage(metric.classification() ? 4 : 0));
        }
    }

    @Test
    void theIntervalOfARareClassIsThatOfAllRows() {
        double[] values = new double[180_000];
        double[] actual = new double[90_000];
        SplittableRandom random = new SplittableRandom(4);
        for (int row = 0; row < actual.length; row++) {
            values[2 * row + 1] = random.nextDouble() / 100;
            values[2 * row] = 1 - values[2 * row + 1];
            actual[row] = random.nextDouble() < values[2 * row + 1] ? 1 : 0;
        }
        MetricInput input = new MetricInput(new Scores(2, values, actual), TWO);
        double area = MetricFunctions.of(Metric.ROC_AUC, input);

        assertThat(MetricIntervals.of(input, Map.of(Metric.ROC_AUC, area)).get(Metric.ROC_AUC))
                .isEqualTo(MetricIntervals.of(Metric.ROC_AUC, input, area).orElseThrow());
    }

    @Test
    void aPerfectModelOfFewRowsMayStillBeWrong() {
        // Ten positive rows before ten others.
        double[] values = new double[40];
        double[] actual = new double[20];
        for (int row = 0; row < 20; row++) {
            actual[row] = row < 10 ? 1 : 0;
            values[2 * row + 1] = row < 10 ? 0.9 : 0.1;
            values[2 * row] = 1 - values[2 * row + 1];
        }
        MetricInput perfect = new MetricInput(new Scores(2, values, actual), TWO);

        Interval area = MetricIntervals.of(Metric.ROC_AUC, perfect, 1).orElseThrow();
        Interval accuracy = MetricIntervals.of(Metric.VAL_ACC, perfect, 100).orElseThrow();
        Interval f1 = MetricIntervals.of(Metric.F1, perfect, 1).orElseThrow();

        assertThat(area.high()).isEqualTo(1);
        assertThat(area.low()).isBetween(0.85, 0.95);
        assertThat(accuracy.low()).isBetween(80.0, 90.0);
        assertThat(f1.low()).isBetween(0.7, 0.9);
    }

    @Test
    void whatTheRowsDoNotDetermineHasNoInterval() {
        MetricInput one = new MetricInput(new Scores(2, new double[] {0.4, 0.6}, new double[] {1}), TWO);

        assertThat(MetricIntervals.of(Metric.ROC_AUC, one, Double.NaN)).isEmpty();
        assertThat(MetricIntervals.of(Metric.LOG_LOSS, one, 0.5)).isEmpty();
        assertThat(MetricIntervals.share(0, 0).interval()).isEmpty();
    }

    @Test
    void quantilesAreThoseOfTables() {
        assertThat(DistributionQuantiles.normal(0.975)).isCloseTo(1.960, within(0.001));
        assertThat(DistributionQuantiles.normal(0.99975)).isCloseTo(3.481, within(0.001));
        assertThat(DistributionQuantiles.student(0.95, 11)).isCloseTo(2.228, within(0.005));
        assertThat(DistributionQuantiles.student(0.95, 51)).isCloseTo(2.009, within(0.001));
    }

    private static List<Target> targets(Metric metric) {
        return metric.classification() ? List.of(TWO, THREE) : List.of(NUMBER);
    }

    /** @param strength how well the scores predict the label */
    private static MetricInput input(Target target, int rows, SplittableRandom random, double strength) {
        int outputs = target instanceof Target.Classes classes ? classes.size() : 1;
        double[] values = new double[rows * outputs];
        double[] actual = new double[rows];
        for (int row = 0; row < rows; row++) {
            if (outputs == 1) {
                values[row] = 10 + strength * random.nextGaussian();
                actual[row] = values[row] + random.nextGaussian();
                continue;
            }
            double sum = 0;
            for (int k = 0; k < outputs; k++) {
                values[row * outputs + k] = Math.exp(strength * random.nextGaussian() - (k == 1 ? 1 : 0));
                sum += values[row * outputs + k];
            }
            double drawn = random.nextDouble();
            for (int k = 0; k < outputs; k++) {
                values[row * outputs + k] /= sum;
                drawn -= values[row * outputs + k];
                if (drawn < 0) {
                    actual[row] = k;
                    drawn = 1;
                }
            }
        }
        return new MetricInput(new Scores(outputs, values, actual), target);
    }
}
