package dev.dropfit.core.model;

/**
 * How a predicted number follows from the margin of a model, which is a sum: the margin itself, or with a logarithm {@code factor *
 * exp(margin) - shift}; then the nearest number between the bounds.
 *
 * @param logarithm whether the model has learned the logarithm of the number
 * @param shift what is added to the number before its logarithm is taken, at least 0; 0 without a logarithm
 * @param factor corrects the mean, because the mean of logarithms is not the logarithm of the mean; more than 0, and 1 without a logarithm
 * @param min the smallest prediction; negative infinity if there is none
 * @param max the largest prediction; infinity if there is none
 * @param linearWeight the weight of the linear model in a blend: with a logarithm, its part of the margin stays within this multiple of the
 *     margins of the bounds, because an unusual row may have a linear margin of any size; at least 0, and 1 without a logarithm
 */
public record Link(boolean logarithm, double shift, double factor, double min, double max, double linearWeight) {
    /** The number is the margin. */
    public static final Link IDENTITY = new Link(false, 0, 1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1);

    /** The number is the margin, but never negative. */
    public static final Link NOT_NEGATIVE = new Link(false, 0, 1, 0, Double.POSITIVE_INFINITY, 1);

    public Link {
        boolean plain = shift == 0 && factor == 1 && linearWeight == 1;
        boolean usable = shift >= 0
                && Double.isFinite(shift)
                && factor > 0
                && Double.isFinite(factor)
                && min + shift > 0
                && Double.isFinite(max)
                && linearWeight >= 0
                && Double.isFinite(linearWeight);
        if (!(logarithm ? usable : plain) || !(min <= max)) {
            throw new IllegalArgumentException("A link with the shift " + shift + ", the factor " + factor
                    + " and the bounds " + min + " and " + max);
        }
    }

    /**
     * The logarithm of a number plus a shift.
     *
     * @param min the smallest number that may be predicted
     * @param max the largest
     */
    public static Link logarithm(double shift, double min, double max) {
        return new Link(true, shift, 1, min, max, 1);
    }

    /** The same with another factor. */
    public Link withFactor(double corrected) {
        return new Link(logarithm, shift, corrected, min, max, linearWeight);
    }

    /** The same with another weight of the linear model. */
    public Link withLinearWeight(double weight) {
        return new Link(logarithm, shift, factor, min, max, weight);
    }

    /** The smallest margin of a linear model, before its weight; negative infinity if there is none. */
    public double minLinear() {
        return logarithm ? margin(min) : Double.NEGATIVE_INFINITY;
    }

    /** The largest margin of a linear model, before its weight; infinity if there is none. */
    public double maxLinear() {
        return logarithm ? margin(max) : Double.POSITIVE_INFINITY;
    }

    /** The margin that stands for a number, with a factor of 1. */
    public double margin(double value) {
        return logarithm ? Math.log(value + shift) : value;
    }

    /** The number that a margin stands for; a margin that is not finite stays as it is. */
    public double value(double margin) {
        if (!Double.isFinite(margin)) {
            return margin;
        }
        double value = logarithm ? factor * Math.exp(margin) - shift : margin;
        return value < min ? min : value > max ? max : value;
    }

    /** What the factor adds to the score of a row: a score is the logarithm of the number plus the shift. */
    public double offset() {
        return logarithm ? Math.log(factor) : 0;
    }
}
