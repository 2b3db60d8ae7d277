package dev.dropfit.core.registry;

import java.util.Arrays;
import java.util.Locale;

/** How a run ended. */
public enum Verdict {
    /** The gate accepted the new model. */
    PROMOTED,
    /** The gate refused the new model. */
    REJECTED,
    /** The dataset or its settings can't be used. */
    INVALID,
    /** A person ended the run before it had a model. */
    CANCELLED,
    /** Its record has no verdict that this release knows; so has a model's own record, written before the verdict. */
    UNKNOWN,
    /** Its record is damaged. */
    UNREADABLE;

    /** The verdict that a record names so. */
    static Verdict parse(String text) {
        return Arrays.stream(values())
                .filter(verdict -> verdict.text().equals(text))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** As it is written in records. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
