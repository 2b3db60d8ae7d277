package dev.dropfit.core.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The metrics that models are judged by, all measured on the holdout. */
public enum Metric {
    ROC_AUC(true, true),
    F1(true, true),
    /** In percent. */
    VAL_ACC(true, true),
    LOG_LOSS(true, false),
    R2(false, true),
    /** In the label's unit. */
    RMSE(false, false),
    /** In the label's unit. */
    MAE(false, false);

    private final boolean classification;
    private final boolean higherIsBetter;

    Metric(boolean classification, boolean higherIsBetter) {
        this.classification = classification;
        this.higherIsBetter = higherIsBetter;
    }

    /** The metric that records and settings call so. */
    public static Optional<Metric> parse(String text) {
        return Arrays.stream(values())
                .filter(metric -> metric.text().equals(text))
                .findFirst();
    }

    /** What a label is, and those that judge it, as a message says it. */
    public static String accepted(boolean classification) {
        return Arrays.stream(values())
                .filter(metric -> metric.classification() == classification)
                .map(Metric::text)
                .collect(Collectors.joining(
                        ", ", classification ? "classes; accepted are " : "a number; accepted are ", ""));
    }

    /** Whether it judges classes, not numbers. */
    public boolean classification() {
        return classification;
    }

    public boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** How much better the first is than the second, in the metric's unit; negative when it is worse. */
    public double gain(double value, double than) {
        return higherIsBetter ? value - than : than - value;
    }

    /** As it is written in settings and in metrics. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
