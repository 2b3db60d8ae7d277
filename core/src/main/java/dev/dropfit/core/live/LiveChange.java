package dev.dropfit.core.live;

/**
 * Something in which live rows differ beyond chance.
 *
 * @param column the name of the column; {@link TrainingBins#SCORE} for the score and for the number of rows
 * @param kind what differs
 * @param from what the live rows differ from
 * @param text the change for people; it may contain text from the dataset
 */
public record LiveChange(String column, Kind kind, From from, String text) {
    /** What differs. */
    public enum Kind {
        /** The share of rows without a value. */
        MISSING,
        /** The share of categories that training has not seen. */
        UNSEEN,
        /** The distribution of the values. */
        VALUES,
        /** The number of rows. */
        VOLUME
    }

    /** What live rows are compared with. */
    public enum From {
        TRAINING,
        /** The rows of the week before. */
        WEEK
    }

    /** The same for the same kind of change of the same column, whatever its size. */
    public String key() {
        return from + " " + kind + " " + column;
    }

    /** Whether another change says the same of this column, compared with training. */
    public boolean isSaidBy(LiveChange other) {
        return from == From.WEEK && other.from == From.TRAINING && other.kind == kind && other.column.equals(column);
    }
}
