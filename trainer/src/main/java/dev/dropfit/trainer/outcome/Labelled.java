package dev.dropfit.trainer.outcome;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A prediction and its label.
 *
 * @param key which prediction it is: another label with the same key is about the same one
 * @param generation of the file that has the label
 * @param label the index of the class, or the number; NaN if the file has two labels
 * @param scores of the prediction: one per class, or one
 * @param day when it was made, in UTC; null if that is not known
 */
@SuppressWarnings("ArrayRecordComponent") // Made once, never compared.
record Labelled(
        long key,
        long generation,
        double label,
        double[] scores,
        @Nullable LocalDate day) {
    /** The day of a time, in UTC. */
    static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /** This label and another one about the same prediction: that of the newer file. */
    Labelled and(Labelled other) {
        if (generation != other.generation) {
            return generation > other.generation ? this : other;
        }
        return label == other.label ? this : new Labelled(key, generation, Double.NaN, scores, day);
    }

    boolean isContradictory() {
        return Double.isNaN(label);
    }
}
