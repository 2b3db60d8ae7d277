package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.Figures;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.Verdict;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.trainer.settings.GateSettings;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Decides whether a new model is served: it must beat the baseline, reach the threshold if one is set, and not be worse than the previous
 * model on the same rows by more than is accepted.
 */
public final class Gate {
    private final Metric metric;
    private final GateSettings settings;

    /**
     * The gate for a task.
     *
     * @throws InvalidSettingsException when the settings name a metric of the other task
     */
    public Gate(GateSettings settings, Target target) throws InvalidSettingsException {
        boolean classification = target instanceof Target.Classes;
        metric = settings.metric().orElse(Metric.defaultOf(classification));
        this.settings = settings;
        if (metric.classification() != classification) {
            throw new InvalidSettingsException("dropfit.json: gate.metric is '" + metric.text() + "', but the label is "
                    + Metric.accepted(classification));
        }
    }

    /** The metric that decides. */
    public Metric metric() {
        return metric;
    }

    /** The worst value that is good enough; empty when the settings name none. */
    public OptionalDouble threshold() {
        return settings.threshold();
    }

    /**
     * Judges a challenger.
     *
     * @param champion the champion on the same rows; empty when there is none, or when it can't be judged
     */
    public GateResult judge(Evaluation challenger, Evaluation baseline, Optional<Evaluation> champion) {
        return judge(challenger, baseline, champion, Optional.empty());
    }

    /**
     * Judges a challenger.
     *
     * @param champion the champion on the same rows; empty when there is none, or when it can't be judged
     * @param difference the interval of the difference between the two, if it is known
     */
    public GateResult judge(
            Evaluation challenger,
            Evaluation baseline,
            Optional<Evaluation> champion,
            Optional<PairedBootstrap.Interval> difference) {
        double value = challenger.metric(metric);
        List<String> failures = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        if (!Double.isFinite(value)) {
            return new GateResult(
                    Verdict.REJECTED,
                    List.of(metric.text() + " can't be measured on the " + rows(challenger)
                            + ": the dataset is too small or its holdout too uniform to judge a model"));
        }
        if (settings.minHoldoutRows().isPresent()
                && challenger.rows() < settings.minHoldoutRows().getAsInt()) {
            failures.add("there are " + rows(challenger) + "; min_holdout_rows is "
                    + Figures.count(settings.minHoldoutRows().getAsInt()));
        }
        double floor = baseline.metric(metric);
        if (Double.isFinite(floor)) {
            boolean better = metric.gain(value, floor) > 0;
            (better ? reasons : failures)
                    .add(name(value) + (better ? " is better than" : " is no better than") + " the baseline's "
                            + metric.format(floor) + " on the " + rows(challenger));
        } else {
            reasons.add("the baseline's " + metric.text() + " can't be measured on the " + rows(challenger));
        }
        if (settings.threshold().isPresent()) {
            double threshold = settings.threshold().getAsDouble();
            boolean met = metric.gain(value, threshold) >= 0;
            (met ? reasons : failures)
                    .add(name(value) + (met ? " meets" : " misses") + " the threshold " + metric.format(threshold));
        }
        champion.ifPresent(evaluation -> compare(value, evaluation, difference, failures, reasons));
        return failures.isEmpty()
                ? new GateResult(Verdict.PROMOTED, reasons)
                : new GateResult(Verdict.REJECTED, failures);
    }

    private void compare(
            double value,
            Evaluation champion,
            Optional<PairedBootstrap.Interval> difference,
            List<String> failures,
            List<String> reasons) {
        double other = champion.metric(metric);
        if (!Double.isFinite(other)) {
            return;
        }
        double accepted = settings.maxRegression().orElse(metric.defaultMaxRegression(other));
        boolean failed = metric.isWorse(value, other, accepted);
        List<String> list = failed ? failures : reasons;
        list.add(name(value) + " is "
                + (value == other
                        ? "equal to"
                        : metric.formatSize(value - other) + (value > other ? " above" : " below"))
                + " the previous model's " + metric.format(other) + " on the same " + rows(champion)
                + (failed ? "; max_regression is " + metric.formatSize(accepted) : ""));
        difference
                .filter(PairedBootstrap.Interval::hasZero)
                .filter(interval -> value != other)
                .ifPresent(interval ->
                        list.add("that difference may be chance: the 95 % interval of the paired bootstrap is "
                                + metric.formatDifference(interval.low()) + " to "
                                + metric.formatDifference(interval.high())));
    }

    private String name(double value) {
        return metric.text() + " " + metric.format(value);
    }

    private static String rows(Evaluation evaluation) {
        return Figures.count(evaluation.rows(), "holdout row", "holdout rows");
    }
}
