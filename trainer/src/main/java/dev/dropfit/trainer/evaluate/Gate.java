package dev.dropfit.trainer.evaluate;

import dev.dropfit.core.Figures;
import dev.dropfit.core.Text;
import dev.dropfit.core.model.Metric;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.registry.Verdict;
import dev.dropfit.core.registry.facts.ConfusionMatrix;
import dev.dropfit.core.registry.facts.Evaluation;
import dev.dropfit.core.registry.facts.Interval;
import dev.dropfit.trainer.settings.GateSettings;
import dev.dropfit.trainer.settings.InvalidSettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Decides whether a new model is served: it must beat the baseline, reach the threshold if one is set, and not be worse than the previous
 * model on the same rows by more than is accepted, nor in its log loss. A difference that may be chance does not count: it is a test of
 * non-inferiority with the accepted regression as its margin. If the rows do not determine the metric, because they have one class or one value only,
 * {@link Metric#fallbackOf} decides, and the model must keep up with the baseline.
 */
public final class Gate {
    private static final int SHOWN_CLASSES = 5;

    /** With fewer rows, nothing is known of the difference of two models. */
    private static final int MIN_ROWS = 20;

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
                    + Metric.acceptedByGate(classification));
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
     * @param champion the comparison with the champion; empty when there is none, or when it can't be judged
     */
    public GateResult judge(Evaluation challenger, Evaluation baseline, Optional<Comparison> champion) {
        Optional<Metric> decisive = decisive(challenger);
        if (decisive.isEmpty()) {
            return new GateResult(Verdict.REJECTED, List.of(unjudged(challenger)));
        }
        List<String> failures = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        if (settings.minHoldoutRows().isPresent()
                && challenger.rows() < settings.minHoldoutRows().getAsInt()) {
            failures.add("there are " + rows(challenger) + "; min_holdout_rows is "
                    + Figures.count(settings.minHoldoutRows().getAsInt()));
        }
        if (decisive.get() == metric) {
            beat(challenger, baseline, failures, reasons);
        } else {
            keepUp(decisive.get(), challenger, baseline, failures, reasons);
        }
        champion.ifPresent(comparison -> compare(comparison, failures, reasons));
        Optional<String> present = presentClasses(decisive.get(), challenger);
        List<String> all = new ArrayList<>(failures.isEmpty() ? reasons : failures);
        present.ifPresent(all::add);
        return new GateResult(failures.isEmpty() ? Verdict.PROMOTED : Verdict.REJECTED, all);
    }

    /** The metric that the rows determine: the gate's, else the one that any rows determine. Empty without rows. */
    private Optional<Metric> decisive(Evaluation evaluation) {
        return Stream.of(metric, Metric.fallbackOf(metric.classification()))
                .filter(candidate -> evaluation.metrics().has(candidate))
                .findFirst();
    }

    private String unjudged(Evaluation challenger) {
        return challenger.rows() == 0
                ? "the holdout has no rows, so no model can be evaluated: the dataset is too small; upload more rows"
                : metric.text() + " can't be measured on the " + rows(challenger)
                        + ": the model's predictions are not numbers";
    }

    private void beat(Evaluation challenger, Evaluation baseline, List<String> failures, List<String> reasons) {
        double value = challenger.metric(metric);
        double floor = baseline.metric(metric);
        if (Double.isFinite(floor)) {
            boolean better = metric.gain(value, floor) > 0;
            (better ? reasons : failures)
                    .add(name(metric, value) + (better ? " is better than" : " is no better than") + " the baseline's "
                            + metric.format(floor) + " on the " + rows(challenger));
        } else {
            reasons.add("the baseline's " + metric.text() + " can't be measured on the " + rows(challenger));
        }
        if (settings.threshold().isPresent()) {
            double threshold = settings.threshold().getAsDouble();
            boolean met = metric.gain(value, threshold) >= 0;
            (met ? reasons : failures)
                    .add(name(metric, value) + (met ? " meets" : " misses") + " the threshold "
                            + metric.format(threshold));
        }
    }

    /**
     * Judges by the fallback. All rows have one class or one value, which the baseline may predict almost perfectly. Even a model that is
     * exactly right about each row's chances does not beat it there, so it must only keep up with it.
     */
    private void keepUp(
            Metric fallback, Evaluation challenger, Evaluation baseline, List<String> failures, List<String> reasons) {
        reasons.add(metric.text() + " can't be measured on the " + rows(challenger) + ", because all of them have "
                + onlyClass(challenger).map(name -> "the class '" + name + "'").orElse("the same value") + "; "
                + fallback.text() + " decides instead");
        double value = challenger.metric(fallback);
        double floor = baseline.metric(fallback);
        double accepted = fallback.defaultMaxRegression(floor);
        if (fallback.gain(value, floor) > 0) {
            reasons.add(name(fallback, value) + " is better than the baseline's " + fallback.format(floor));
        } else {
            boolean worse = fallback.isWorse(value, floor, accepted);
            (worse ? failures : reasons)
                    .add(name(fallback, value) + " is worse than the baseline's " + fallback.format(floor) + " by "
                            + (worse ? "more" : "no more") + " than the accepted " + fallback.formatSize(accepted));
        }
        settings.threshold()
                .ifPresent(threshold -> failures.add("the threshold " + metric.format(threshold) + " of "
                        + metric.text() + " can't be checked on the " + rows(challenger)
                        + "; upload rows of the other class, or remove gate.threshold from dropfit.json"));
    }

    /** The only class of all rows; empty for a number. */
    private static Optional<String> onlyClass(Evaluation evaluation) {
        return evaluation
                .confusion()
                .flatMap(confusion -> IntStream.range(0, confusion.labels().size())
                        .filter(actual -> confusion.rows(actual) > 0)
                        .mapToObj(confusion.labels()::get)
                        .findFirst());
    }

    /** Says which classes a mean over classes leaves out, because the rows do not have them. */
    private static Optional<String> presentClasses(Metric metric, Evaluation evaluation) {
        if (evaluation.confusion().isEmpty() || !metric.isMeanOfClasses()) {
            return Optional.empty();
        }
        ConfusionMatrix confusion = evaluation.confusion().get();
        int classes = confusion.labels().size();
        List<String> absent = IntStream.range(0, classes)
                .filter(actual -> confusion.rows(actual) == 0)
                .mapToObj(actual -> "'" + confusion.labels().get(actual) + "'")
                .toList();
        return absent.isEmpty() || classes == 2
                ? Optional.empty()
                : Optional.of(metric.text() + " is the mean over the " + Figures.count(classes - absent.size()) + " of "
                        + Figures.count(classes) + " classes that the " + rows(evaluation) + " have; without rows: "
                        + Text.list(absent, SHOWN_CLASSES));
    }

    private void compare(Comparison comparison, List<String> failures, List<String> reasons) {
        Optional<Metric> known = decisive(comparison.champion())
                .filter(candidate -> comparison.challenger().metrics().has(candidate));
        if (known.isEmpty()) {
            return;
        }
        Metric metric = known.get();
        double value = comparison.challenger().metric(metric);
        Evaluation champion = comparison.champion();
        double other = champion.metric(metric);
        double accepted = metric == this.metric
                ? settings.maxRegression().orElse(metric.defaultMaxRegression(other))
                : metric.defaultMaxRegression(other);
        Optional<Interval> chance = metric == this.metric
                ? comparison
                        .difference()
                        .filter(Interval::hasZero)
                        .filter(interval -> value != other)
                        .filter(interval -> !metric.formatDifference(interval.low())
                                .equals(metric.formatDifference(interval.high())))
                : Optional.empty();
        boolean worse = metric.isWorse(value, other, accepted);
        boolean failed = worse && chance.isEmpty();
        List<String> list = failed ? failures : reasons;
        list.add(difference(metric, value, other) + " on the same " + rows(champion)
                + (worse ? "; max_regression is " + metric.formatSize(accepted) : ""));
        chance.ifPresent(interval -> list.add("that difference may be chance"
                + (worse ? ", so it does not count" : "") + ": with other rows of this kind it would be "
                + metric.formatDifference(interval.low()) + " to " + metric.formatDifference(interval.high())
                + " (" + percent(ErrorBudget.METRIC) + " interval)"));
        if (!failed && chance.isPresent()) {
            unseenLoss(metric, chance.get(), accepted).ifPresent(list::add);
        }
        if (metric.classification() && metric != Metric.LOG_LOSS) {
            compareLoss(comparison, failures);
        }
    }

    /** Says so if the rows are too few to show a loss that would be rejected. */
    private static Optional<String> unseenLoss(Metric metric, Interval difference, double accepted) {
        return unseen(metric, difference, accepted)
                .map(loss -> "so few rows can't show a loss of less than " + loss
                        + "; to accept only models that were compared on more, set gate.min_holdout_rows");
    }

    private static Optional<String> unseen(Metric metric, Interval difference, double accepted) {
        double loss = -metric.gain(metric.higherIsBetter() ? difference.low() : difference.high(), 0);
        return loss <= accepted ? Optional.empty() : Optional.of(metric.formatSize(loss));
    }

    /**
     * Why a model of a much smaller dataset is not served: the rows do not show that it is as good as the previous model. Otherwise a worse model
     * passes if the rows are too few to show that it is worse, but rows that were lost are no reason to take that risk.
     *
     * @param sizes a sentence without its end that says how many rows the two datasets have
     */
    public Optional<String> objectionToFewerRows(String sizes, Comparison comparison) {
        double accepted = settings.maxRegression()
                .orElse(metric.defaultMaxRegression(comparison.champion().metric(metric)));
        String advice =
                ". Check that the file is complete, and upload all rows; if there are no more, serve the new model"
                        + " with dropfit promote --force";
        if (comparison.champion().rows() < MIN_ROWS) {
            // Two models that rank a handful of rows alike have a difference of 0 without any width.
            return Optional.of(
                    sizes + ". So few rows can't show whether the new model is as good as the previous one: only "
                            + rows(comparison.champion()) + " can be compared" + advice);
        }
        return comparison
                .difference()
                .flatMap(interval -> unseen(metric, interval, accepted))
                .map(loss ->
                        sizes + ". So few rows can't show whether the new model is as good as the previous one: on the "
                                + rows(comparison.champion()) + ", " + metric.text() + " may be worse by " + loss
                                + advice);
    }

    /**
     * Why a model is rejected although the previous one can't be evaluated on the dataset: the previous one was better in its own time, beyond
     * chance and by more than is accepted.
     *
     * @param before the previous model's figures on its own holdout
     * @param why the previous model can't be evaluated, as a sentence without its end
     */
    public Optional<String> objectionByRecord(Evaluation challenger, Evaluation before, String why) {
        double value = challenger.metric(metric);
        double other = before.metric(metric);
        Optional<Interval> own = challenger.metrics().interval(metric);
        Optional<Interval> others = before.metrics().interval(metric);
        double accepted = settings.maxRegression().orElse(metric.defaultMaxRegression(other));
        if (own.isEmpty() || others.isEmpty() || !metric.isWorse(value, other, accepted)) {
            return Optional.empty();
        }
        // Other rows: the two figures are independent. The ends of their 95 % intervals that face each other are used,
        // because intervals are skewed.
        boolean lower = value < other;
        double distance = Math.hypot(
                lower ? own.get().high() - value : value - own.get().low(),
                lower ? other - others.get().low() : others.get().high() - other);
        return Math.abs(value - other) > distance * ErrorBudget.METRIC.quantile() / ErrorBudget.QUANTILE_OF_INTERVALS
                ? Optional.of(why + ". It had " + name(metric, other) + " on its own " + rows(before)
                        + " when it was trained, and the new model has " + metric.format(value) + " on its "
                        + rows(challenger)
                        + ". Upload a dataset with the columns of the previous one; to do without them,"
                        + " serve the new model with dropfit promote --force")
                : Optional.empty();
    }

    /** A ranking metric does not see probabilities that are all too high or too low; the log loss does. */
    private static void compareLoss(Comparison comparison, List<String> failures) {
        Metric loss = Metric.LOG_LOSS;
        double value = comparison.challenger().metric(loss);
        double other = comparison.champion().metric(loss);
        double accepted = loss.defaultMaxRegression(other);
        comparison
                .lossDifference()
                .filter(interval -> interval.low() > 0 && loss.isWorse(value, other, accepted))
                .ifPresent(interval -> failures.add(difference(loss, value, other) + " on the same "
                        + rows(comparison.champion())
                        + ": its probabilities are worse; the " + percent(ErrorBudget.LOG_LOSS)
                        + " interval of the difference is "
                        + loss.formatDifference(interval.low()) + " to " + loss.formatDifference(interval.high())
                        + ", and " + loss.formatSize(accepted) + " is accepted"));
    }

    private static String difference(Metric metric, double value, double other) {
        return name(metric, value) + " is "
                + (value == other
                        ? "equal to"
                        : metric.formatSize(value - other) + (value > other ? " above" : " below"))
                + " the previous model's " + metric.format(other);
    }

    private static String name(Metric metric, double value) {
        return metric.text() + " " + metric.format(value);
    }

    private static String percent(ErrorBudget test) {
        return Math.round(100 * test.confidence()) + " %";
    }

    private static String rows(Evaluation evaluation) {
        return Figures.count(evaluation.rows(), "holdout row", "holdout rows");
    }
}
