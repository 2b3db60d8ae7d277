package dev.dropfit.trainer.settings;

import java.util.Locale;

/** The learners that settings can name. */
public enum LearnerName {
    LOGISTIC_REGRESSION(true),
    LINEAR_REGRESSION(false);

    private final boolean classification;

    LearnerName(boolean classification) {
        this.classification = classification;
    }

    /** Whether it predicts classes, not a number. */
    public boolean classification() {
        return classification;
    }

    /** As it is written in settings. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
