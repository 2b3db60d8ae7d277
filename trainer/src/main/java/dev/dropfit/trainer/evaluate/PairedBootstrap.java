package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How far the difference between two models on the same rows might be chance: the percentile bootstrap of the paired difference (Efron,
 * Tibshirani, An Introduction to the Bootstrap, chapter 13). Always the same for the same rows.
 */
public final class PairedBootstrap {
    private static final int RESAMPLES = 200;

    /** Of more rows, so many are drawn, and the interval is narrowed to what all of them would tell. */
    private static final int MOST_ROWS = 10_000;

    private PairedBootstrap() {}

    /** From where to where the difference is, with a probability of 95 %. */
    public record Interval(double low, double high) {
        /** Whether the two may as well be equal. */
        public boolean hasZero() {
            return low <= 0 && high >= 0;
        }
    }

    /**
     * The interval of the challenger's metric minus the champion's; empty when the rows do not tell.
     *
     * @param champion of the same rows in the same order
     */
    public static Optional<Interval> interval(Scores challenger, Scores champion, Target target, Metric metric) {
        int rows = challenger.rows();
        if (rows == 0 || champion.rows() != rows) {
            return Optional.empty();
        }
        double difference = difference(challenger, champion, target, metric);
        int drawn = Math.min(rows, MOST_ROWS);
        double narrowing = Math.sqrt((double) drawn / rows);
        SplittableRandom random = new SplittableRandom(rows);
        double[] differences = new double[RESAMPLES];
        int known = 0;
        for (int i = 0; i < RESAMPLES; i++) {
            int[] sample = random.ints(drawn, 0, rows).toArray();
            double resampled = difference(challenger.sample(sample), champion.sample(sample), target, metric);
            if (Double.isFinite(resampled)) {
                differences[known++] = difference + (resampled - difference) * narrowing;
            }
        }
        if (!Double.isFinite(difference) || known < RESAMPLES / 2) {
            return Optional.empty();
        }
        Arrays.sort(differences, 0, known);
        return Optional.of(new Interval(differences[(int) (known * 0.025)], differences[(int) (known * 0.975)]));
    }

    private static double difference(Scores challenger, Scores champion, Target target, Metric metric) {
        return Evaluator.evaluate(challenger, target).metric(metric)
                - Evaluator.evaluate(champion, target).metric(metric);
    }
}
