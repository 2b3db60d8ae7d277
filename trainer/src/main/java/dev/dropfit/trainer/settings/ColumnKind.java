package dev.dropfit.trainer.settings;

import java.util.Locale;

/** What a column of a dataset is to a model. */
public enum ColumnKind {
    /** A number. */
    NUMERIC,
    /** One of several values without an order, text or coded as numbers. */
    CATEGORICAL,
    /** A date or time, which gives several numbers. */
    DATETIME,
    /** Not used. */
    IGNORE;

    /** As it is written in settings. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
