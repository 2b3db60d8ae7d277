package dev.dropfit.trainer.evaluate;

import java.util.List;
import java.util.Locale;

/**
 * How a run ended.
 *
 * @param outcome what came of it
 * @param reasons why, each a sentence with its figures; at least one
 */
public record Verdict(Outcome outcome, List<String> reasons) {
    /** The ways in which a run can end. */
    public enum Outcome {
        /** The new model is served. */
        PROMOTED,
        /** The gate said no. */
        REJECTED,
        /** The dataset or its settings can't be used. */
        INVALID;

        /** As it is written in records. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Verdict {
        reasons = List.copyOf(reasons);
    }
}
