package dev.dropfit.trainer.settings;

import java.util.Locale;

/** How a model uses a column. */
public enum ColumnKind {
    /** A number. */
    NUMERIC,
    /** One of several values without an order, as text or as numbers. */
    CATEGORICAL,
    /** A date or time; the model derives several numbers from it. */
    DATETIME,
    /** A text of several words; the model uses its words. */
    TEXT,
    /** Not used. */
    IGNORE;

    /** The name in settings. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
