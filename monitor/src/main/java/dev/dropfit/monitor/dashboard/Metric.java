package dev.dropfit.monitor.dashboard;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** The metrics of records, in the order in which they are shown. */
enum Metric {
    ROC_AUC("ROC AUC", true),
    VAL_ACC("Accuracy", true),
    F1("F1", true),
    LOG_LOSS("Log loss", false),
    R2("R²", true),
    RMSE("RMSE", false),
    MAE("MAE", false);

    private final String label;
    private final boolean higherIsBetter;

    Metric(String label, boolean higherIsBetter) {
        this.label = label;
        this.higherIsBetter = higherIsBetter;
    }

    /** As it is written in records. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As people call it. */
    String label() {
        return label;
    }

    /** The highest that it can be; empty when there is no such bound. */
    OptionalDouble most() {
        return switch (this) {
            case VAL_ACC -> OptionalDouble.of(100);
            case ROC_AUC, F1, R2 -> OptionalDouble.of(1);
            default -> OptionalDouble.empty();
        };
    }

    boolean higherIsBetter() {
        return higherIsBetter;
    }

    static Optional<Metric> of(String key) {
        return Arrays.stream(values())
                .filter(metric -> metric.key().equals(key))
                .findFirst();
    }

    /** A value as it is shown; a dash when it was not measured. */
    String format(double value) {
        return this == VAL_ACC ? Figures.percent(value / 100) : Figures.number(value);
    }

    /** A difference as it is shown, with its sign. */
    String formatDifference(double difference) {
        if (!Double.isFinite(difference)) {
            return Figures.NONE;
        }
        String size = this == VAL_ACC
                ? String.format(Locale.ROOT, "%.1f pp", Math.abs(difference))
                : Figures.number(Math.abs(difference));
        boolean zero = size.chars().noneMatch(c -> c >= '1' && c <= '9');
        return (zero ? "±" : difference < 0 ? "−" : "+") + size;
    }
}
