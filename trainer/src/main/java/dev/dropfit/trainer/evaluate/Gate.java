package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.settings.GateSettings;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Decides whether a challenger is served: it must beat the baseline, reach the threshold if one is set, and lose no more than a little
 * against the champion on the same rows.
 */
public final class Gate {
    /** How much of the metric a challenger may lose where settings do not say: 0.02, two of a hundred percent, or 2 % of an error. */
    private static final double MAX_REGRESSION = 0.02;

    /** 0.90 - 0.88 is more than 0.02 in binary fractions. */
    private static final double ROUNDING = 1e-12;

    private final Metric metric;
    private final GateSettings settings;

    /**
     * The gate for a task.
     *
     * @throws InvalidSettingsException when the settings name a metric of the other task
     */
    public Gate(GateSettings settings, Target target) throws InvalidSettingsException {
        boolean classification = target instanceof Target.Classes;
        metric = settings.metric().orElse(classification ? Metric.ROC_AUC : Metric.R2);
        this.settings = settings;
        if (metric.classification() != classification) {
            throw new InvalidSettingsException("dropfit.json: gate.metric is '" + metric.text() + "', but the label is "
                    + Metric.accepted(classification));
        }
    }

    /** What is judged by. */
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
    public Verdict judge(Evaluation challenger, Evaluation baseline, Optional<Evaluation> champion) {
        return judge(challenger, baseline, champion, Optional.empty());
    }

    /**
     * Judges a challenger.
     *
     * @param champion the champion on the same rows; empty when there is none, or when it can't be judged
     * @param difference how far the difference between the two might be chance, if that is known
     */
    public Verdict judge(
            Evaluation challenger,
            Evaluation baseline,
            Optional<Evaluation> champion,
            Optional<PairedBootstrap.Interval> difference) {
        double value = challenger.metric(metric);
        List<String> failures = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        if (!Double.isFinite(value)) {
            return new Verdict(
                    Verdict.Outcome.REJECTED,
                    List.of(
                            "%s can't be measured on the %s: the dataset is too small or its holdout too uniform to judge a model"
                                    .formatted(metric.text(), rows(challenger))));
        }
        if (settings.minHoldoutRows().isPresent()
                && challenger.rows() < settings.minHoldoutRows().getAsInt()) {
            failures.add(String.format(
                    Locale.ROOT,
                    "there are %s; min_holdout_rows is %,d",
                    rows(challenger),
                    settings.minHoldoutRows().getAsInt()));
        }
        double floor = baseline.metric(metric);
        check(
                !Double.isFinite(floor) || metric.gain(value, floor) > 0,
                "%s %s is %%s than the baseline's %s on the %s"
                        .formatted(metric.text(), number(value), number(floor), rows(challenger)),
                failures,
                reasons);
        if (settings.threshold().isPresent()) {
            double threshold = settings.threshold().getAsDouble();
            check(
                    metric.gain(value, threshold) >= 0,
                    "%s %s %%s the threshold %s".formatted(metric.text(), number(value), number(threshold)),
                    failures,
                    reasons,
                    "meets",
                    "misses");
        }
        champion.ifPresent(evaluation -> compare(value, evaluation, difference, failures, reasons));
        return failures.isEmpty()
                ? new Verdict(Verdict.Outcome.PROMOTED, reasons)
                : new Verdict(Verdict.Outcome.REJECTED, failures);
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
        double gain = metric.gain(value, other);
        double accepted = settings.maxRegression().orElse(defaultRegression(other));
        String figures = "%s %s is %s the champion's %s on the same %s"
                .formatted(
                        metric.text(),
                        number(value),
                        gain == 0
                                ? "equal to"
                                : number(Math.abs(value - other)) + (value > other ? " above" : " below"),
                        number(other),
                        rows(champion));
        boolean failed = gain < -accepted - ROUNDING * Math.max(1, Math.abs(other));
        List<String> said = failed ? failures : reasons;
        said.add(failed ? figures + "; max_regression is " + number(accepted) : figures);
        difference
                .filter(PairedBootstrap.Interval::hasZero)
                .filter(interval -> gain != 0)
                .ifPresent(interval ->
                        said.add("that difference may be chance: the 95 %% interval of the paired bootstrap is %s to %s"
                                .formatted(number(interval.low()), number(interval.high()))));
    }

    private double defaultRegression(double champion) {
        return switch (metric) {
            case VAL_ACC -> MAX_REGRESSION * 100;
            case RMSE, MAE -> MAX_REGRESSION * champion;
            default -> MAX_REGRESSION;
        };
    }

    private static void check(boolean passed, String sentence, List<String> failures, List<String> reasons) {
        check(passed, sentence, failures, reasons, "better", "no better");
    }

    private static void check(
            boolean passed, String sentence, List<String> failures, List<String> reasons, String yes, String no) {
        (passed ? reasons : failures).add(sentence.formatted(passed ? yes : no));
    }

    private static String rows(Evaluation evaluation) {
        return String.format(Locale.ROOT, "%,d holdout rows", evaluation.rows());
    }

    private static String number(double value) {
        return String.format(
                Locale.ROOT, Math.abs(value) >= 1000 ? "%.0f" : Math.abs(value) >= 10 ? "%.2f" : "%.3f", value);
    }
}
