package dev.dropfit.monitor.dashboard.change;

import java.util.Locale;

/**
 * How far a run has come.
 *
 * @param stage the last that was reached
 * @param note what keeps it from going on; empty when nothing does
 */
public record Progress(Milestone stage, String note) {
    /** What a dataset goes through, in this order. */
    public enum Milestone {
        DROPPED,
        CHECKED,
        TRAINED,
        JUDGED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
