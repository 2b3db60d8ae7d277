package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Interval;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How far the difference between two models on the same rows may be chance: the percentile bootstrap of the paired difference (Efron,
 * Tibshirani, An Introduction to the Bootstrap, chapter 13). The same rows always give the same interval.
 */
public final class PairedBootstrap {
    private static final int RESAMPLES = 200;

    /** How many rows a resample has at most. With more rows the interval is narrowed to the width that all of them would give. */
    private static final int MAX_ROWS = 10_000;

    private PairedBootstrap() {}

    /**
     * The interval of the challenger's metric minus the champion's; empty when the rows do not determine it.
     *
     * @param champion its scores of the same rows in the same order
     */
    public static Optional<Interval> interval(Scores challenger, Scores champion, Target target, Metric metric) {
        int rows = challenger.rows();
        if (rows == 0 || champion.rows() != rows) {
            return Optional.empty();
        }
        MetricInput own = new MetricInput(challenger, target);
        MetricInput other = new MetricInput(champion, target);
        double difference = difference(metric, own, other);
        int drawn = Math.min(rows, MAX_ROWS);
        double narrowing = Math.sqrt((double) drawn / rows);
        SplittableRandom random = new SplittableRandom(rows);
        double[] differences = new double[RESAMPLES];
        int known = 0;
        for (int i = 0; i < RESAMPLES; i++) {
            int[] sample = random.ints(drawn, 0, rows).toArray();
            double resampled = difference(metric, own.sample(sample), other.sample(sample));
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

    private static double difference(Metric metric, MetricInput challenger, MetricInput champion) {
        return MetricFunctions.of(metric, challenger) - MetricFunctions.of(metric, champion);
    }
}
