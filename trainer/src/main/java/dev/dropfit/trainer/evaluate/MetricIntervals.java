package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.facts.Estimate;
import dev.dropfit.core.registry.facts.Interval;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The 95 % intervals of metrics, from the deviation of {@link Influence}s. A share of rows has Wilson's interval, which never leaves its range
 * and has a width at 0 and 1 too; for a figure that is no plain share, with the number of rows that would give the same standard error. A
 * loss has an interval on the scale of its logarithm, because losses are skewed.
 */
final class MetricIntervals {
    /** A ranking of all rows is at most so much more exact than a share of the rows of its rarer side. */
    private static final double MAX_PRECISION_OF_RANKING = 4;

    /** The deviation of so many rows of one kind differs from that of all by 2 % (one standard error), and an interval by as much of its width. */
    private static final int ROWS_OF_A_DEVIATION = 1_250;

    /** A sample has at least this many rows. */
    private static final int MIN_SAMPLED_ROWS = 20_000;

    private static final double NORMAL = DistributionQuantiles.normal((1 + DistributionQuantiles.CONFIDENCE) / 2);

    private MetricIntervals() {}

    /** The intervals of those of these metrics that the rows determine. */
    static Map<Metric, Interval> of(MetricInput input, Map<Metric, Double> values) {
        Map<Metric, Interval> intervals = new EnumMap<>(Metric.class);
        MetricInput sample = sample(input);
        values.forEach((metric, value) -> of(metric, input, sample, value, DistributionQuantiles.CONFIDENCE)
                .filter(interval -> Double.isFinite(interval.low()) && Double.isFinite(interval.high()))
                .ifPresent(interval -> intervals.put(metric, interval)));
        return intervals;
    }

    /** The interval of a metric; empty when the rows do not determine it, or there are fewer than two. */
    static Optional<Interval> of(Metric metric, MetricInput input, double value) {
        return of(metric, input, value, DistributionQuantiles.CONFIDENCE);
    }

    /**
     * The interval of a metric with another confidence.
     *
     * @param confidence from 0 to 1
     */
    static Optional<Interval> of(Metric metric, MetricInput input, double value, double confidence) {
        return of(metric, input, input, value, confidence);
    }

    /**
     * Every n-th of many rows, for the deviation of the influences, so that the intervals of a large holdout have a bounded cost. All rows if a
     * class is rare, and for numbers: a few large errors may make most of the deviation.
     */
    private static MetricInput sample(MetricInput input) {
        int rows = input.scores().rows();
        if (input.scores().outputs() == 1) {
            return input;
        }
        long rarest =
                input.rankings().stream().mapToLong(Ranking::rarerRows).min().orElse(0);
        long step = Math.min(rows / MIN_SAMPLED_ROWS, rarest / ROWS_OF_A_DEVIATION);
        return step < 2
                ? input
                : input.sample(IntStream.iterate(0, row -> row < rows, row -> row + (int) step)
                        .toArray());
    }

    /** @param sample of the rows, or all of them: what the standard error is computed from */
    private static Optional<Interval> of(
            Metric metric, MetricInput input, MetricInput sample, double value, double confidence) {
        int rows = input.scores().rows();
        if (!Double.isFinite(value) || rows < 2) {
            return Optional.empty();
        }
        double quantile = DistributionQuantiles.student(confidence, rows);
        if (metric == Metric.F1 && input.binary()) {
            return Optional.of(f1(ClassCounts.of(input.confusion(), 1), quantile));
        }
        double error = Influence.of(metric, sample, value).standardError()
                * Math.sqrt((double) sample.scores().rows() / rows);
        return Optional.of(
                switch (metric) {
                    case ROC_AUC, AVERAGE_PRECISION -> share(value, error, quantile, rankedRows(input));
                    case F1 -> share(value, error, quantile, rows);
                    case VAL_ACC -> percent(wilson(value / 100, rows, quantile));
                    case CALIBRATION_ERROR ->
                        new Interval(
                                Math.max(0, value - input.calibration().errorByChance() - quantile * error),
                                Math.min(1, value + quantile * error));
                    case R2 -> {
                        Interval lost = positive(1 - value, error, quantile);
                        yield new Interval(1 - lost.high(), 1 - lost.low());
                    }
                    case LOG_LOSS, BRIER, RMSE, MAE -> positive(value, error, quantile);
                });
    }

    /** A share of rows with its interval; NaN of no rows. */
    static Estimate share(int count, int rows) {
        return rows == 0
                ? Estimate.NONE
                : new Estimate((double) count / rows, Optional.of(wilson((double) count / rows, rows, NORMAL)));
    }

    /** The F1 of a class with its interval; NaN when no row has the class or is predicted as it. */
    static Estimate ofF1(ClassCounts counts) {
        return counts.either() == 0 ? Estimate.NONE : new Estimate(counts.f1(), Optional.of(f1(counts, NORMAL)));
    }

    /** A mean of values that are at least 0, with its interval. */
    static Estimate mean(double[] values) {
        if (values.length == 0) {
            return Estimate.NONE;
        }
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return values.length < 2
                ? new Estimate(mean, Optional.empty())
                : new Estimate(
                        mean,
                        Optional.of(positive(
                                mean,
                                Math.sqrt(squares / (values.length - 1) / values.length),
                                DistributionQuantiles.student(DistributionQuantiles.CONFIDENCE, values.length))));
    }

    /** F1 grows with the share of right rows among those of the class or predicted as it: F1 = 2 share / (1 + share). */
    private static Interval f1(ClassCounts counts, double quantile) {
        if (counts.either() == 0) {
            return new Interval(0, 1);
        }
        Interval share = wilson((double) counts.right() / counts.either(), counts.either(), quantile);
        return new Interval(2 * share.low() / (1 + share.low()), 2 * share.high() / (1 + share.high()));
    }

    /** How many rows a share would have that is as exact as a ranking can be. */
    private static double rankedRows(MetricInput input) {
        double rarer = input.rankings().stream().mapToDouble(Ranking::rarerRows).sum();
        return MAX_PRECISION_OF_RANKING * rarer;
    }

    private static Interval share(double value, double error, double quantile, double maxRows) {
        double rows = value * (1 - value) / (error * error);
        return wilson(value, rows < maxRows ? rows : maxRows, quantile);
    }

    /** E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, 1927. */
    private static Interval wilson(double share, double rows, double quantile) {
        double squared = quantile * quantile / rows;
        double middle = (share + squared / 2) / (1 + squared);
        double half = quantile / (1 + squared) * Math.sqrt(share * (1 - share) / rows + squared / 4 / rows);
        // Rounding must not leave the range, nor the value outside.
        return new Interval(Math.min(share, Math.max(0, middle - half)), Math.max(share, Math.min(1, middle + half)));
    }

    private static Interval percent(Interval share) {
        return new Interval(100 * share.low(), 100 * share.high());
    }

    private static Interval positive(double value, double error, double quantile) {
        if (value <= 0) {
            return new Interval(value, value);
        }
        double factor = Math.exp(quantile * error / value);
        return new Interval(value / factor, value * factor);
    }
}
