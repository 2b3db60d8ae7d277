package dev.dropfit.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Interval;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PairedDifferenceTest {
    private static final Target NUMBER = new Target.Quantity();

    @Test
    void aClearDifferenceIsNoChance() {
        Interval interval = interval(500, 1, 2);

        assertThat(interval.hasZero()).isFalse();
        assertThat(interval.high()).isNegative();
    }

    @Test
    void equallyGoodModelsMayDifferByChance() {
        assertThat(interval(500, 1, 1).hasZero()).isTrue();
    }

    @Test
    void theSameScoresDoNotDiffer() {
        Scores scores = scores(new SplittableRandom(1), 100, 1);

        assertThat(interval(scores, scores, Metric.MAE)).contains(new Interval(0, 0));
    }

    @Test
    void theIntervalOfAMeanIsWhatTheoryTells() {
        // The error of one is 0 in every row; of the other it is uniform from 0 to 1, with a deviation of 0.289.
        for (int rows : new int[] {1_000, 40_000}) {
            SplittableRandom random = new SplittableRandom(7);
            double[] actual = new double[rows];
            double[] predicted = random.doubles(rows).toArray();
            double half = 1.96 * 0.289 / Math.sqrt(rows);

            Interval interval = interval(new Scores(1, predicted, actual), new Scores(1, actual, actual), Metric.MAE)
                    .orElseThrow();

            assertThat((interval.high() - interval.low()) / 2).isCloseTo(half, within(0.05 * half));
            assertThat((interval.high() + interval.low()) / 2).isCloseTo(0.5, within(2 * half));
        }
    }

    @Test
    void zeroAtTheEndOfAnIntervalIsInIt() {
        assertThat(new Interval(0, 1).hasZero()).isTrue();
        assertThat(new Interval(-1, 0).hasZero()).isTrue();
    }

    @Test
    void noRowsTellNothing() {
        Scores none = new Scores(1, new double[0], new double[0]);

        assertThat(interval(none, none, Metric.MAE)).isEmpty();
    }

    private static Interval interval(int rows, double challenger, double champion) {
        SplittableRandom random = new SplittableRandom(3);
        return interval(scores(random, rows, challenger), scores(random, rows, champion), Metric.RMSE)
                .orElseThrow();
    }

    private static Optional<Interval> interval(Scores challenger, Scores champion, Metric metric) {
        return PairedDifference.interval(challenger, champion, NUMBER, metric, 0.95);
    }

    /** Of zeros, predicted with an error of up to so much. */
    private static Scores scores(SplittableRandom random, int rows, double error) {
        return new Scores(1, random.doubles(rows, -error, error).toArray(), new double[rows]);
    }
}
