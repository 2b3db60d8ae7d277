package dev.dropfit.trainer.learn.boost;

/**
 * The first and the second derivative of the loss for each row, rounded to multiples of a small power of two and packed into one word: the first
 * in the upper half, the second in the lower half. All sums of them are exact, so parts of the rows add up to the bits of the whole. Up to {@code 1 << SUMMED_BITS} words may be added without unpacking. Different threads may
 * write different rows.
 */
final class Derivatives {
    static final int SUMMED_BITS = 14;

    /** The largest derivative in its unit: leaves room for the sign and for sums in half a word. */
    private static final double MAX_UNITS = 1 << (Integer.SIZE - 1 - SUMMED_BITS);

    private final long[] packed;
    private double gradientUnit = 1;
    private double hessianUnit = 1;
    private double perGradientUnit = 1;
    private double perHessianUnit = 1;

    /** All derivatives are 0; those of the holdout stay 0. */
    Derivatives(int rows) {
        packed = new long[rows];
    }

    /**
     * The derivatives of rows that were written elsewhere.
     *
     * @param packed one word per row
     * @param largestGradient of the round
     */
    Derivatives(long[] packed, double largestGradient, double largestHessian) {
        this.packed = packed;
        scale(largestGradient, largestHessian);
    }

    /** Sets the units for the following rows from the largest absolute derivatives. */
    final void scale(double largestGradient, double largestHessian) {
        gradientUnit = largestGradient > 0 ? powerOfTwo(largestGradient / MAX_UNITS) : 1;
        hessianUnit = powerOfTwo(largestHessian / MAX_UNITS);
        perGradientUnit = 1 / gradientUnit;
        perHessianUnit = 1 / hessianUnit;
    }

    /** The smallest power of two that is not less: sums of its multiples are exact, in any order. */
    private static double powerOfTwo(double unit) {
        double power = Math.scalb(1.0, Math.getExponent(unit));
        return power < unit ? 2 * power : power;
    }

    /** Rounds and writes. A second derivative is at least one unit, so that it does not vanish when a class is certain. */
    void put(int row, double gradient, double hessian) {
        packed[row] = ((long) Math.rint(gradient * perGradientUnit) << Integer.SIZE)
                + (long) Math.max(1, Math.rint(hessian * perHessianUnit));
    }

    /** One word per row; not a copy. */
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
