package dev.dropfit.core.format;

/**
 * How the cells of a column are written. Immutable; may be used by many threads at the same time.
 *
 * <p>Every notation also reads what it does not need: a column of {@code $1,234.50} reads {@code 1234.5} too, a column of {@code 13.05.2024}
 * reads {@code 2024-05-13} too.
 */
public sealed interface Notation
        permits NumberNotation,
                UnitNotation,
                MarkedNotation,
                CompoundNumber,
                DurationNotation,
                DateNotation,
                TimeNumber {
    /**
     * The value of a text: a number, or for {@link #isTime} the seconds since 1970, UTC. NaN if the text is not written like this.
     *
     * @param buffer contains the text, from {@code offset}, {@code length} characters without white space around them
     */
    double value(char[] buffer, int offset, int length);

    /** The value of a text, as above. */
    default double value(String text) {
        return value(text.toCharArray(), 0, text.length());
    }

    /** Whether this notation reads all that another one reads, and likewise. */
    default boolean reads(Notation other) {
        return equals(other);
    }

    /** Whether the values are times. */
    boolean isTime();

    /** What the column accepts, for messages. */
    String accepted();
}
