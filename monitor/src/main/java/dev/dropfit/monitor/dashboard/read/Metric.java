package dev.dropfit.monitor.dashboard.read;

import dev.dropfit.monitor.dashboard.html.PageText;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** How the metrics of records are shown, in this order. */
public enum Metric {
    ROC_AUC(dev.dropfit.core.model.Metric.ROC_AUC, "ROC AUC"),
    VAL_ACC(dev.dropfit.core.model.Metric.VAL_ACC, "Accuracy"),
    F1(dev.dropfit.core.model.Metric.F1, "F1"),
    LOG_LOSS(dev.dropfit.core.model.Metric.LOG_LOSS, "Log loss"),
    R2(dev.dropfit.core.model.Metric.R2, "R²"),
    RMSE(dev.dropfit.core.model.Metric.RMSE, "RMSE"),
    MAE(dev.dropfit.core.model.Metric.MAE, "MAE");

    private final dev.dropfit.core.model.Metric measured;
    private final String label;

    Metric(dev.dropfit.core.model.Metric measured, String label) {
        this.measured = measured;
        this.label = label;
    }

    /** As it is written in records. */
    public String key() {
        return measured.text();
    }

    /** As people call it. */
    public String label() {
        return label;
    }

    /** The highest that it can be; empty when there is no such bound. */
    public OptionalDouble most() {
        return switch (this) {
            case VAL_ACC -> OptionalDouble.of(100);
            case ROC_AUC, F1, R2 -> OptionalDouble.of(1);
            default -> OptionalDouble.empty();
        };
    }

    public boolean higherIsBetter() {
        return measured.higherIsBetter();
    }

    public static Optional<Metric> of(String key) {
        return Arrays.stream(values())
                .filter(metric -> metric.key().equals(key))
                .findFirst();
    }

    /** A value as it is shown; a dash when it was not measured. */
    public String format(double value) {
        return this == VAL_ACC ? PageText.percent(value / 100) : PageText.number(value);
    }

    /** A difference as it is shown, with its sign. */
    public String formatDifference(double difference) {
        if (!Double.isFinite(difference)) {
            return PageText.NONE;
        }
        String size = this == VAL_ACC
                ? String.format(Locale.ROOT, "%.1f pp", Math.abs(difference))
                : PageText.number(Math.abs(difference));
        boolean zero = size.chars().noneMatch(c -> c >= '1' && c <= '9');
        return (zero ? "±" : difference < 0 ? "−" : "+") + size;
    }
}
