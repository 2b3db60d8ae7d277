package dev.dropfit.core.model;

import dev.dropfit.core.text.Terms;

/**
 * One of the numbers that a model derives from a text: the weight of a term, or the length of the text.
 *
 * @param term the name of the term, see {@link Terms}; {@link Terms#LENGTH} for the length
 * @param frequency the inverse document frequency of the term; of the length 1, without meaning
 */
public record TextPart(String term, double frequency) {
    /** The length of a text: the logarithm of 1 plus its characters. */
    public static final TextPart LENGTH = new TextPart(Terms.LENGTH, 1);

    /** Other frequencies, which no training makes, could have weights that are not finite. */
    private static final double MIN_FREQUENCY = 1e-6;

    private static final double MAX_FREQUENCY = 1e6;

    public TextPart {
        if (term.isEmpty() || !(frequency >= MIN_FREQUENCY && frequency <= MAX_FREQUENCY)) {
            throw new IllegalArgumentException("The term '" + term + "' has the frequency " + frequency);
        }
    }

    /** Whether this is the length. */
    public boolean isLength() {
        return term.equals(Terms.LENGTH);
    }

    /** The value of the length for a number of characters. */
    public static double length(int characters) {
        return Math.log1p(characters);
    }

    /** The number of characters for a value of the length. */
    public static long characters(double length) {
        return Math.round(Math.expm1(length));
    }
}
