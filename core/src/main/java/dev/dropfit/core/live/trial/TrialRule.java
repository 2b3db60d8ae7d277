package dev.dropfit.core.live.trial;

import dev.dropfit.core.Figures;
import dev.dropfit.core.drift.Chance;
import dev.dropfit.core.drift.Shift;
import dev.dropfit.core.live.LiveComparison;
import dev.dropfit.core.live.TrialCounts;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.registry.Outcomes;
import dev.dropfit.core.registry.RunRecord;
import dev.dropfit.core.registry.facts.Interval;
import dev.dropfit.core.registry.facts.MetricValues;
import java.util.Optional;

/**
 * What speaks against a tried version. Each of these is enough: it fails requests that the served version answers; its predictions differ from those of the served
 * version more often than two versions that are as good as promised can; its scores differ both from those of the served version and from those on its own holdout;
 * or labels say that it is worse than promised.
 *
 * <p>Pure functions.
 */
public final class TrialRule {
    /** How probable each comparison of one check may be wrong: a trial has some dozens of checks. */
    private static final double ALPHA = 1e-5;

    private static final Chance CHANCE = new Chance(ALPHA, 1);

    private static final int MIN_FAILURES = 3;
    private static final double MAX_FAILURES = 0.001;
    private static final double LARGE_INDEX = 0.25;
    /** Differences of numbers have heavy tails: their mean must be above the bound by this factor. */
    private static final double CLEARLY = 1.25;

    private static final double PERCENT = 100;

    private TrialRule() {}

    /** Why the version should not be served, as a sentence; empty if nothing speaks against it. */
    public static Optional<String> objection(TrialReport report) {
        TrialCounts counts = report.counts();
        if (counts.failed() >= MIN_FAILURES && counts.failed() > MAX_FAILURES * counts.requests()) {
            return Optional.of("It could not answer " + Figures.count(counts.failed()) + " of "
                    + Figures.count(counts.requests(), "request", "requests")
                    + " that the served version has answered");
        }
        Optional<String> labels = report.outcomes()
                .filter(Outcomes.OfVersion::below)
                .map(of -> "Labels say that it is worse than promised: " + of.sentence());
        if (labels.isPresent() || counts.rows() < LiveComparison.MIN_ROWS) {
            return labels;
        }
        Optional<String> predictions = report.isQuantity() ? difference(report) : agreement(report);
        return predictions.isPresent() ? predictions : scores(report);
    }

    /** Two versions that are right in the shares a and b of all rows predict the same class in at least a + b - 1 of them. */
    private static Optional<String> agreement(TrialReport report) {
        Promises promises = Promises.of(report, Metric.VAL_ACC);
        double least = (promises.served + promises.tried) / PERCENT - 1;
        if (!(least > 0)) {
            return Optional.empty();
        }
        TrialCounts counts = report.counts();
        double rows = (double) counts.rows();
        double error = Math.sqrt(Math.max(least * (1 - least), 1 / rows) / rows);
        return counts.agreement() < least - CHANCE.standardErrors() * error
                ? Optional.of("It predicts the same class as the served version in "
                        + Figures.percent(counts.agreement()) + " of " + Figures.rows(counts.rows())
                        + "; two versions as good as promised agree in at least " + Figures.percent(least))
                : Optional.empty();
    }

    /** The mean difference of two versions is at most the sum of their mean errors. */
    private static Optional<String> difference(TrialReport report) {
        Promises promises = Promises.of(report, Metric.MAE);
        double unit = report.served().map(run -> run.metric(Metric.MAE)).orElse(Double.NaN);
        double most = (promises.served + promises.tried) / unit;
        TrialCounts counts = report.counts();
        double error = Math.sqrt(0.25 / counts.rows());
        boolean isFar =
                counts.meanDifference() > CLEARLY * most && counts.agreement() < 0.5 - CHANCE.standardErrors() * error;
        return isFar
                ? Optional.of("Its predictions differ from those of the served version by "
                        + Figures.number(counts.meanDifference() * unit) + " on average, in "
                        + Figures.rows(counts.rows()) + "; two versions as good as promised differ by at most "
                        + Figures.number(most * unit))
                : Optional.empty();
    }

    private static Optional<String> scores(TrialReport report) {
        Shift fromServed = report.shift();
        Shift fromHoldout = report.fromHoldout();
        return isLarge(fromServed) && isLarge(fromHoldout)
                ? Optional.of("Its scores are distributed unlike those of the served version (PSI "
                        + Figures.ratio(fromServed.index()) + ") and unlike those on its own holdout (PSI "
                        + Figures.ratio(fromHoldout.index()) + ")")
                : Optional.empty();
    }

    private static boolean isLarge(Shift shift) {
        return shift.index() >= LARGE_INDEX && shift.moved(CHANCE);
    }

    /**
     * How good both versions are at least, by the worse ends of their intervals; NaN if it is not known.
     *
     * <p>If the gate has accepted the version, both were judged on the holdout of its dataset. The dataset of another one may be what is wrong: then it has to be
     * as good as the served version was on its own holdout.
     */
    private record Promises(double served, double tried) {
        static Promises of(TrialReport report, Metric metric) {
            MetricValues own =
                    report.served().map(run -> run.model().holdout().metrics()).orElse(MetricValues.NONE);
            Optional<RunRecord> accepted = report.tried().filter(RunRecord::promoted);
            if (accepted.isEmpty()) {
                return new Promises(worst(own, metric), worst(own, metric));
            }
            boolean isSameChampion = accepted.get()
                    .champion()
                    .filter(champion ->
                            champion.version().equals(report.trial().latest().value()))
                    .isPresent();
            MetricValues served =
                    isSameChampion && accepted.get().championMetrics().has(metric)
                            ? accepted.get().championMetrics()
                            : own;
            return new Promises(
                    worst(served, metric),
                    worst(accepted.get().model().holdout().metrics(), metric));
        }

        private static double worst(MetricValues values, Metric metric) {
            Optional<Interval> interval = values.interval(metric);
            return interval.isEmpty()
                    ? values.of(metric)
                    : metric == Metric.MAE
                            ? interval.get().high()
                            : interval.get().low();
        }
    }
}
