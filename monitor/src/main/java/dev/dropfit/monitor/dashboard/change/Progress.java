package dev.dropfit.monitor.dashboard.change;

import java.util.Locale;

/**
 * The progress of a run.
 *
 * @param stage the last milestone that was reached
 * @param note why the run does not continue; empty when it does
 * @param work what the run does now, and how long it will take; empty if that is not known
 */
public record Progress(Milestone stage, String note, String work) {
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
