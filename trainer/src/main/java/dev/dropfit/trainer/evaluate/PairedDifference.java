package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.facts.Interval;
import java.util.Optional;

/**
 * How far the difference between two models on the same rows may be chance, by the {@link Influence} of each row on it: rows that are hard for both
 * add nothing. No random numbers, and one pass over the rows.
 */
final class PairedDifference {
    private PairedDifference() {}

    /**
     * The interval of the challenger's metric minus the champion's; empty when the rows do not determine it.
     *
     * @param champion its scores of the same rows in the same order
     * @param confidence of the two-sided interval, from 0 to 1
     */
    static Optional<Interval> interval(
            Scores challenger, Scores champion, Target target, Metric metric, double confidence) {
        if (challenger.rows() < 2 || champion.rows() != challenger.rows()) {
            return Optional.empty();
        }
        MetricInput own = new MetricInput(challenger, target);
        MetricInput other = new MetricInput(champion, target);
        double value = MetricFunctions.of(metric, own);
        double before = MetricFunctions.of(metric, other);
        double width = DistributionQuantiles.student(confidence, Math.max(2, rows(metric, own)))
                * Influence.of(metric, own, value)
                        .minus(Influence.of(metric, other, before))
                        .standardError();
        double difference = value - before;
        return Double.isFinite(difference) && Double.isFinite(width)
                ? Optional.of(new Interval(difference - width, difference + width))
                : Optional.empty();
    }

    /** How many rows the deviation is estimated on: that of a ranking hangs on the rows of its rarer side. */
    private static int rows(Metric metric, MetricInput input) {
        return metric == Metric.ROC_AUC || metric == Metric.AVERAGE_PRECISION
                ? (int) input.rankings().stream().mapToLong(Ranking::rarerRows).sum()
                : input.scores().rows();
    }
}
