package dev.dropfit.trainer.learn.boost;

/**
 * The first and the second derivative of the loss for each row, as whole numbers of small units in one word: the first in the upper half,
 * the second in the lower. Words may be added up as they are, {@code 1 << SUMMED_BITS} of them at most. A row may be written by one thread
 * while others write others.
 */
final class Derivatives {
    static final int SUMMED_BITS = 14;

    /** What the largest derivative is in its unit: it leaves a half word room for its sign and for sums. */
    private static final double LARGEST = 1 << (Integer.SIZE - 1 - SUMMED_BITS);

    private final long[] packed;
    private double gradientUnit = 1;
    private double hessianUnit = 1;
    private double perGradientUnit = 1;
    private double perHessianUnit = 1;

    /** All 0, which they stay for rows that only go along. */
    Derivatives(int rows) {
        packed = new long[rows];
    }

    /** Chooses the units for all rows that are written from now on, by the largest there will be, without their signs. */
    void scale(double largestGradient, double largestHessian) {
        gradientUnit = largestGradient > 0 ? largestGradient / LARGEST : 1;
        hessianUnit = largestHessian / LARGEST;
        perGradientUnit = 1 / gradientUnit;
        perHessianUnit = 1 / hessianUnit;
    }

    /** Rounds and writes; a second derivative is at least one unit, which keeps it from vanishing where a class is certain. */
    void put(int row, double gradient, double hessian) {
        packed[row] = ((long) Math.rint(gradient * perGradientUnit) << Integer.SIZE)
                + (long) Math.max(1, Math.rint(hessian * perHessianUnit));
    }

    /** A word for each row; not a copy. */
    long[] packed() {
        return packed;
    }

    /** The first derivative in a word or a sum of words. */
    double gradient(long word) {
        return (word >> Integer.SIZE) * gradientUnit;
    }

    /** The second derivative in a word or a sum of words. */
    double hessian(long word) {
        return (word & 0xFFFF_FFFFL) * hessianUnit;
    }
}
