package dev.dropfit.monitor.dashboard.change;

import java.util.Locale;

/**
 * The progress of a run.
 *
 * @param stage the last milestone that was reached
 * @param note why the run does not continue; empty when it does
 */
public record Progress(Milestone stage, String note) {
    /** The milestones of a run, in this order. */
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
