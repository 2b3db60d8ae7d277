package dev.dropfit.trainer.evaluate;

/** Quantiles of the distributions that intervals are made of. */
final class DistributionQuantiles {
    /** Two-sided, 95 %. */
    static final double CONFIDENCE = 0.95;

    private static final double[] NUMERATOR = {2.515517, 0.802853, 0.010328};
    private static final double[] DENOMINATOR = {1, 1.432788, 0.189269, 0.001308};

    private DistributionQuantiles() {}

    /**
     * How many standard errors an interval reaches to each side, for a mean of normally distributed values whose deviation is estimated: the
     * quantile of Student's distribution, as a series in the degrees of freedom (Abramowitz, Stegun, Handbook of Mathematical Functions,
     * 26.7.5).
     *
     * @param confidence of the two-sided interval, from 0 to 1
     * @param rows at least 2
     */
    static double student(double confidence, int rows) {
        double z = normal((1 + confidence) / 2);
        double freedom = rows - 1.0;
        double cubed = z * z * z;
        double fifth = cubed * z * z;
        return z + (cubed + z) / (4 * freedom) + (5 * fifth + 16 * cubed + 3 * z) / (96 * freedom * freedom);
    }

    /**
     * A quantile of the normal distribution, with an error of up to 0.00045 (Abramowitz, Stegun, 26.2.23).
     *
     * @param share from 0.5 to less than 1
     */
    static double normal(double share) {
        double t = Math.sqrt(-2 * Math.log(1 - share));
        return t - polynomial(NUMERATOR, t) / polynomial(DENOMINATOR, t);
    }

    private static double polynomial(double[] coefficients, double t) {
        double sum = 0;
        for (int i = coefficients.length - 1; i >= 0; i--) {
            sum = sum * t + coefficients[i];
        }
        return sum;
    }
}
