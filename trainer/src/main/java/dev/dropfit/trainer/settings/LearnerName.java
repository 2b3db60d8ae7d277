package dev.dropfit.trainer.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The learners that settings can name. */
public enum LearnerName {
    LOGISTIC_REGRESSION(true, false),
    LINEAR_REGRESSION(false, true),
    GRADIENT_BOOSTING(true, true),
    RANDOM_FOREST(true, true),
    EXTRA_TREES(true, true),
    /** Blends the others as is best in cross-validation. */
    AUTO(true, true);

    /** The learner when settings name none. */
    public static final LearnerName DEFAULT = AUTO;

    private final boolean classifies;
    private final boolean regresses;

    LearnerName(boolean classifies, boolean regresses) {
        this.classifies = classifies;
        this.regresses = regresses;
    }

    /** Whether it can predict classes, or a number. */
    public boolean learns(boolean classes) {
        return classes ? classifies : regresses;
    }

    /** Whether it may fit a linear model. */
    public boolean mayFitLinear() {
        return switch (this) {
            case LOGISTIC_REGRESSION, LINEAR_REGRESSION, AUTO -> true;
            case GRADIENT_BOOSTING, RANDOM_FOREST, EXTRA_TREES -> false;
        };
    }

    /** Whether it may grow boosted trees. */
    public boolean mayBoost() {
        return this == GRADIENT_BOOSTING || this == AUTO;
    }

    /** Whether it may grow a forest of random trees. */
    public boolean mayGrowForest() {
        return this == RANDOM_FOREST || this == EXTRA_TREES || this == AUTO;
    }

    /** Whether it may grow trees of any kind. */
    public boolean mayGrowTrees() {
        return mayBoost() || mayGrowForest();
    }

    /** Whether it compares several models before it fits one. */
    public boolean compares() {
        return this == AUTO;
    }

    /** The linear learner of a task. */
    public static LearnerName linear(boolean classes) {
        return classes ? LOGISTIC_REGRESSION : LINEAR_REGRESSION;
    }

    /** The names of the learners that can predict classes, or a number, separated by commas. */
    public static String thatLearn(boolean classes) {
        return Arrays.stream(values())
                .filter(learner -> learner.learns(classes))
                .map(LearnerName::text)
                .collect(Collectors.joining(", "));
    }

    /** The name in settings. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
