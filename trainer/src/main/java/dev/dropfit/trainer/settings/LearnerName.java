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

    /** Whether a fit of it is of trees only. */
    public boolean growsTrees() {
        return this == GRADIENT_BOOSTING || growsForest();
    }

    /** Whether a fit of it may be of trees. */
    public boolean mayGrowTrees() {
        return growsTrees() || this == AUTO;
    }

    /** Whether it is a forest of random trees. */
    public boolean growsForest() {
        return this == RANDOM_FOREST || this == EXTRA_TREES;
    }

    /** The learner when settings name none. */
    public static LearnerName defaultFor(boolean classes) {
        return linear(classes);
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
