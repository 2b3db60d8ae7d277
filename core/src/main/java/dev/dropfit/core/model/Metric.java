package dev.dropfit.trainer.settings;

import java.util.Locale;

/** The metrics that a gate can judge by, all measured on the holdout. */
public enum GateMetric {
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

    GateMetric(boolean classification, boolean higherIsBetter) {
        this.classification = classification;
        this.higherIsBetter = higherIsBetter;
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
