package dev.dropfit.trainer.settings;

import java.util.Locale;

/** Whether the day or the month is first in a date such as 3/4/2024. */
public enum DateOrder {
    DAY_FIRST,
    MONTH_FIRST;

    /** The name in settings. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As in "with the day first". */
    public String first() {
        return this == DAY_FIRST ? "day" : "month";
    }

    /** The other order. */
    public DateOrder other() {
        return this == DAY_FIRST ? MONTH_FIRST : DAY_FIRST;
    }
}
