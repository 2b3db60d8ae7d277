package dev.dropfit.core.drift;

/** How probable it is that a share rises by chance: Fisher's exact test, one-sided. */
public final class ShareTail {
    private static final double[] LANCZOS = {
        0.9999999999998099,
        676.5203681218851,
        -1259.1392167224028,
        771.3234287776531,
        -176.6150291621406,
        12.507343278686905,
        -0.13857109526572012,
        9.984369578019572e-6,
        1.5056327351493116e-7
    };

    private static final double NEGLIGIBLE = 1e-12;

    private ShareTail() {}

    /**
     * The natural logarithm of the probability that the second of two samples of a population has at least so many of the rows of a kind.
     *
     * @param before the rows of this kind in the first sample
     * @param rowsBefore the size of the first sample
     * @param now the rows of this kind in the second sample
     * @param rowsNow the size of the second sample
     */
    public static double log(long before, long rowsBefore, long now, long rowsNow) {
        return log(before, rowsBefore, now, rowsNow, 1);
    }

    /**
     * The same, with half of the probability of exactly so many rows. A test of counts finds a difference by chance less often than its bound says, because counts have gaps; with the half it
     * is about as often. H. Lancaster, Significance Tests in Discrete Distributions, Journal of the American Statistical Association 56, 1961.
     */
    public static double midLog(long before, long rowsBefore, long now, long rowsNow) {
        return log(before, rowsBefore, now, rowsNow, 0.5);
    }

    /** @param part the part of the probability of exactly so many rows */
    private static double log(long before, long rowsBefore, long now, long rowsNow, double part) {
        long kind = before + now;
        long most = Math.min(kind, rowsNow);
        // The terms are the probabilities of now, now + 1 and so on; each is the one before times a ratio.
        double term = 1;
        double sum = part;
        for (long k = now; k < most && term > NEGLIGIBLE * sum; k++) {
            term *= (double) (kind - k) / (k + 1) * (rowsNow - k) / (rowsBefore - kind + k + 1);
            sum += term;
        }
        double first = logChoose(rowsNow, now) + logChoose(rowsBefore, before) - logChoose(rowsBefore + rowsNow, kind);
        return Math.min(0, first + Math.log(sum));
    }

    private static double logChoose(long all, long chosen) {
        return logFactorial(all) - logFactorial(chosen) - logFactorial(all - chosen);
    }

    /** C. Lanczos, A Precision Approximation of the Gamma Function, 1964. */
    private static double logFactorial(long number) {
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (number + i);
        }
        double base = number + LANCZOS.length - 1.5;
        return 0.5 * Math.log(2 * Math.PI) + (number + 0.5) * Math.log(base) - base + Math.log(sum);
    }
}
