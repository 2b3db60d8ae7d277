package dev.dropfit.trainer.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The learners that settings can name. */
public enum LearnerName {
    LOGISTIC_REGRESSION(true, false),
    LINEAR_REGRESSION(false, true),
    GRADIENT_BOOSTING(true, true),
    /** The one of the others that does best in cross-validation. */
    AUTO(true, true);

    private final boolean classifies;
    private final boolean regresses;

    LearnerName(boolean classifies, boolean regresses) {
        this.classifies = classifies;
        this.regresses = regresses;
    }

    /** Whether it can predict classes, or else a number. */
    public boolean learns(boolean classes) {
        return classes ? classifies : regresses;
    }

    /** What is fitted where nobody says. */
    public static LearnerName usual(boolean classes) {
        return classes ? LOGISTIC_REGRESSION : LINEAR_REGRESSION;
    }

    /** Those that can predict classes, or else a number, as a person lists them. */
    public static String thatLearn(boolean classes) {
        return Arrays.stream(values())
                .filter(learner -> learner.learns(classes))
                .map(LearnerName::text)
                .collect(Collectors.joining(", "));
    }

    /** As it is written in settings. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
