package dev.dropfit.core.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a model predicts. */
public enum Task {
    /** One of several classes. */
    CLASSIFICATION,
    /** A number. */
    REGRESSION;

    public static Task of(Target target) {
        return target instanceof Target.Classes ? CLASSIFICATION : REGRESSION;
    }

    /** The task with this name in records. */
    public static Optional<Task> parse(String text) {
        return Arrays.stream(values()).filter(task -> task.text().equals(text)).findFirst();
    }

    /** Its name in records. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
