package dev.dropfit.trainer.outcome;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.facts.Interval;
import dev.dropfit.core.registry.facts.MetricValues;
import java.util.Optional;

/**
 * What the holdout promised of live predictions. The holdout and the labelled rows are two samples, so the difference of their figures has an
 * interval from both (G. Y. Zou and A. Donner, Construction of confidence limits about effect measures, 2008).
 */
final class Promise {
    /** With fewer rows, the interval of a metric is not reliable. */
    static final int MIN_ROWS = 50;

    /** How many times the width of the 95 % interval: by chance, one of 1,000 promises that are kept looks broken. */
    private static final double WIDTHS = 3.09 / 1.96;

    private Promise() {}

    /**
     * Whether a metric is worse than promised, beyond chance.
     *
     * @param rows the number of labelled rows
     */
    static boolean isBroken(Metric metric, MetricValues live, long rows, MetricValues promised) {
        Optional<Interval> now = live.interval(metric);
        Optional<Interval> then = promised.interval(metric);
        double loss = metric.gain(promised.of(metric), live.of(metric));
        if (rows < MIN_ROWS || now.isEmpty() || then.isEmpty() || !(loss > 0)) {
            return false;
        }
        double better = width(
                live.of(metric),
                metric.higherIsBetter() ? now.get().high() : now.get().low());
        double worse = width(
                promised.of(metric),
                metric.higherIsBetter() ? then.get().low() : then.get().high());
        return loss > WIDTHS * Math.hypot(better, worse);
    }

    private static double width(double value, double end) {
        return Math.abs(end - value);
    }
}
