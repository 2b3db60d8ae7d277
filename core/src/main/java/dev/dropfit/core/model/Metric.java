package dev.dropfit.core.model;

import dev.dropfit.core.Figures;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The metrics that models are judged by, all measured on the holdout. Everything that depends on a metric but its computation is here: a new
 * metric is one constant here and one function in {@code trainer/evaluate}. Records list the metrics of a task in this order.
 */
public enum Metric {
    /** Area under the ROC curve; for more than two classes, the mean over the classes that the rows have, each against the rest. */
    ROC_AUC("ROC AUC", Task.CLASSIFICATION, Unit.NONE, Better.HIGHER, 0, 1),
    /** Of the positive class; for more than two classes, the mean over the classes that the rows have. */
    F1("F1", Task.CLASSIFICATION, Unit.NONE, Better.HIGHER, 0, 1),
    /** Accuracy, in percent. */
    VAL_ACC("Accuracy", Task.CLASSIFICATION, Unit.PERCENT, Better.HIGHER, 0, 100),
    /** Mean negative log probability of the actual class. */
    LOG_LOSS("Log loss", Task.CLASSIFICATION, Unit.NONE, Better.LOWER, 0, Double.POSITIVE_INFINITY),
    /**
     * For two classes, the mean squared difference between the probability of the positive class and 1 or 0; for more, the mean over the
     * rows of the squared differences summed over the classes, up to 2. As {@code brier_score_loss} of scikit-learn.
     */
    BRIER("Brier score", Task.CLASSIFICATION, Unit.NONE, Better.LOWER, 0, 2),
    /**
     * Area under the precision–recall curve as a step function, of the positive class; for more than two classes, the mean over the classes
     * that the rows have, each against the rest. As {@code average_precision_score} of scikit-learn.
     */
    AVERAGE_PRECISION("Average precision", Task.CLASSIFICATION, Unit.NONE, Better.HIGHER, 0, 1),
    /**
     * Expected calibration error: the mean distance between the probability and the share of rows for which the prediction came true, in tenths
     * of the probability; of the positive class, or for more than two classes of the predicted one.
     */
    CALIBRATION_ERROR("Calibration error", Task.CLASSIFICATION, Unit.NONE, Better.LOWER, 0, 1),
    /** Coefficient of determination: 1 is perfect, 0 is as good as the mean of the rows. */
    R2("R²", Task.REGRESSION, Unit.NONE, Better.HIGHER, Double.NEGATIVE_INFINITY, 1),
    /** Root mean squared error. */
    RMSE("RMSE", Task.REGRESSION, Unit.LABEL, Better.LOWER, 0, Double.POSITIVE_INFINITY),
    /** Mean absolute error. */
    MAE("MAE", Task.REGRESSION, Unit.LABEL, Better.LOWER, 0, Double.POSITIVE_INFINITY);

    /** What a metric's values are in. */
    public enum Unit {
        NONE,
        PERCENT,
        /** As the label. */
        LABEL
    }

    private enum Better {
        HIGHER,
        LOWER
    }

    /** How much of a metric the gate lets a new model lose by default: 0.02, two percentage points, or 2 % of an error. */
    private static final double DEFAULT_MAX_REGRESSION = 0.02;

    /** How much of a metric a model may lose by default before an alert is sent, likewise. */
    private static final double DEFAULT_ALERT_DROP = 0.05;

    /** 0.90 - 0.88 is more than 0.02 in binary fractions. */
    private static final double ROUNDING = 1e-12;

    private final String label;
    private final Task task;
    private final Unit unit;
    private final Better better;
    private final double min;
    private final double max;

    Metric(String label, Task task, Unit unit, Better better, double min, double max) {
        this.label = label;
        this.task = task;
        this.unit = unit;
        this.better = better;
        this.min = min;
        this.max = max;
    }

    /** The metric with this key in records and settings. */
    public static Optional<Metric> parse(String key) {
        return Arrays.stream(values())
                .filter(metric -> metric.text().equals(key))
                .findFirst();
    }

    /** The metrics of a task, in the order of records. */
    public static List<Metric> of(boolean classification) {
        return Arrays.stream(values())
                .filter(metric -> metric.classification() == classification)
                .toList();
    }

    /** The metric that the gate judges by where the settings name none. */
    public static Metric defaultOf(boolean classification) {
        return classification ? ROC_AUC : R2;
    }

    /** A metric that any rows determine, for rows that do not determine the one to judge by: of one class, or of one value. */
    public static Metric fallbackOf(boolean classification) {
        return classification ? LOG_LOSS : RMSE;
    }

    /** Whether its value for more than two classes is a mean over the classes, each against the rest. */
    public boolean isMeanOfClasses() {
        return this == ROC_AUC || this == F1 || this == AVERAGE_PRECISION;
    }

    /**
     * Whether the gate can judge by it. The baseline, which predicts the shares of the classes, has hardly a calibration error, so every model
     * would fail by that.
     */
    public boolean judges() {
        return this != CALIBRATION_ERROR;
    }

    /** What kind the label is, and the metrics of its task, for a message. */
    public static String accepted(boolean classification) {
        return accepted(classification, metric -> true);
    }

    /** What kind the label is, and the metrics that the gate can judge it by, for a message. */
    public static String acceptedByGate(boolean classification) {
        return accepted(classification, Metric::judges);
    }

    private static String accepted(boolean classification, Predicate<Metric> which) {
        return of(classification).stream()
                .filter(which)
                .map(Metric::text)
                .collect(Collectors.joining(
                        ", ", classification ? "classes; accepted are " : "a number; accepted are ", ""));
    }

    /** What it is of a model and which values are good, as the end of a sentence for readers without statistics. */
    public String meaning() {
        return switch (this) {
            case ROC_AUC -> "how well it ranks rows: 0.5 is guessing, 1 is perfect";
            case F1 -> "the balance of false alarms and missed rows: 1 is perfect";
            case VAL_ACC -> "the share of right predictions";
            case LOG_LOSS -> "how surprised it is by what came true: 0 is perfect";
            case BRIER -> "the mean squared error of the probabilities: 0 is perfect";
            case AVERAGE_PRECISION -> "how well it finds the rows of a class: 1 is perfect";
            case CALIBRATION_ERROR -> "how far probabilities are from observed shares: 0 is perfect";
            case R2 -> "the share of the variation that it explains: 1 is perfect, 0 is like the mean";
            case RMSE -> "a typical error, large errors count more; in the unit of the label";
            case MAE -> "the mean error, in the unit of the label";
        };
    }

    /** Its key in settings, in records and on the command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As people call it. */
    public String label() {
        return label;
    }

    public Unit unit() {
        return unit;
    }

    public Task task() {
        return task;
    }

    /** Whether it judges classes, not numbers. */
    public boolean classification() {
        return task == Task.CLASSIFICATION;
    }

    public boolean higherIsBetter() {
        return better == Better.HIGHER;
    }

    /** The lowest possible value; empty when there is none. */
    public OptionalDouble min() {
        return Double.isFinite(min) ? OptionalDouble.of(min) : OptionalDouble.empty();
    }

    /** The highest possible value; empty when there is none. */
    public OptionalDouble max() {
        return Double.isFinite(max) ? OptionalDouble.of(max) : OptionalDouble.empty();
    }

    /** How much better the first value is than the second, in the metric's unit; negative when it is worse. */
    public double gain(double value, double than) {
        return higherIsBetter() ? value - than : than - value;
    }

    /**
     * Whether the first value is worse than the second by more than is accepted. False if one of them was not measured.
     *
     * @param accepted at least 0, in the metric's unit
     */
    public boolean isWorse(double value, double than, double accepted) {
        return gain(value, than) < -accepted - ROUNDING * Math.max(1, Math.abs(than));
    }

    /**
     * How much worse than the previous model a new one may be by default, in the metric's unit.
     *
     * @param reference the previous model's value
     */
    public double defaultMaxRegression(double reference) {
        return scaled(DEFAULT_MAX_REGRESSION, reference);
    }

    /**
     * How much worse than before a model may be by default until an alert is sent, in the metric's unit.
     *
     * @param reference the value before
     */
    public double defaultAlertDrop(double reference) {
        return scaled(DEFAULT_ALERT_DROP, reference);
    }

    /** A share of the reference for an error in the unit of the label, because such an error has no scale of its own. */
    private double scaled(double share, double reference) {
        return switch (unit) {
            case NONE -> share;
            case PERCENT -> 100 * share;
            case LABEL -> share * Math.abs(reference);
        };
    }

    /** A value as text; {@link Figures#NONE} when it was not measured. */
    public String format(double value) {
        return switch (unit) {
            case NONE -> Figures.ratio(value);
            case PERCENT -> Figures.percent(value / 100);
            case LABEL -> Figures.number(value);
        };
    }

    /** The size of a difference or a tolerance as text, without a sign. */
    public String formatSize(double difference) {
        double size = Math.abs(difference);
        return switch (unit) {
            case NONE -> Figures.ratio(size);
            case PERCENT -> Figures.percentagePoints(size);
            case LABEL -> Figures.number(size);
        };
    }

    /** A difference as text, with its sign: {@code +}, {@code -}, or {@code ±} when it rounds to zero. */
    public String formatDifference(double difference) {
        return Figures.signed(difference, formatSize(difference));
    }
}
