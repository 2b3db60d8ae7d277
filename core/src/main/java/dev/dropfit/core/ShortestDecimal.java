package dev.dropfit.core;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Writes a number in the fewest digits that read back as the same number, for numbers from 0.001 to below 10,000,000: most predictions.
 * {@link Double#toString} took a fifth of a prediction's time; on JDK 17 it is slower than this, and sometimes writes too many digits.
 *
 * <p>After Raffaele Giulietti, The Schubfach way to render doubles, 2022, which JDK 19 and later use; the names are the paper's. Between the
 * bounds, powers of ten are whole and the exponents few. Pure functions.
 */
public final class ShortestDecimal {
    private static final double MIN = 1e-3;
    private static final double END = 1e7;
    private static final int PRECISION = 53;
    private static final long HIDDEN_BIT = 1L << (PRECISION - 1);
    private static final int EXPONENT_BIAS = 1075;
    private static final long MASK_63 = Long.MAX_VALUE;

    /** The decimal exponents of numbers between the bounds, at 17 digits. */
    private static final int MIN_K = -19;

    private static final int MAX_K = -9;
    private static final int POWER_BITS = 126;
    /** The upper and lower 63 bits of each 10^-k. */
    private static final long[] G1 = new long[MAX_K - MIN_K + 1];

    private static final long[] G0 = new long[G1.length];

    static {
        for (int k = MIN_K; k <= MAX_K; k++) {
            BigInteger power = BigInteger.TEN.pow(-k);
            BigInteger g = power.shiftLeft(POWER_BITS - power.bitLength()).add(BigInteger.ONE);
            G1[k - MIN_K] = g.shiftRight(63).longValueExact();
            G0[k - MIN_K] = g.longValue() & MASK_63;
        }
    }

    /** The maximum number of bytes of a number. */
    public static final int MAX_LENGTH = 24;

    private ShortestDecimal() {}

    /**
     * Writes a number.
     *
     * @param out has room for {@link #MAX_LENGTH} bytes more
     * @return where it ends; -1 when {@link Double#toString} must write this number
     */
    public static int write(double number, byte[] out, int start) {
        double magnitude = Math.abs(number);
        if (!(magnitude >= MIN && magnitude < END)) {
            return -1;
        }
        long bits = Double.doubleToRawLongBits(magnitude);
        long c = (bits & (HIDDEN_BIT - 1)) | HIDDEN_BIT;
        int q = (int) (bits >>> (PRECISION - 1)) - EXPONENT_BIAS;
        if (c == HIDDEN_BIT) {
            // Powers of two are nearer to their lower neighbour than to their upper one.
            return -1;
        }
        int at = start;
        if (number < 0) {
            out[at++] = '-';
        }
        int k = floorLog10Pow2(q);
        return writeDecimal(shortest(c, q, k), k, out, at);
    }

    /** The text of a number: what {@link #write} writes, or {@link Double#toString} if it must. */
    public static String text(double number) {
        byte[] bytes = new byte[MAX_LENGTH];
        int end = write(number, bytes, 0);
        return end < 0 ? Double.toString(number) : new String(bytes, 0, end, StandardCharsets.US_ASCII);
    }

    /** The multiple of 10^k in the rounding interval of c 2^q that is a multiple of ten, if there is one; else the nearest. */
    private static long shortest(long c, int q, int k) {
        long odd = c & 1;
        long cb = c << 2;
        int h = q + floorLog2Pow10(-k) + 2;
        long g1 = G1[k - MIN_K];
        long g0 = G0[k - MIN_K];
        long vb = roundToOdd(g1, g0, cb << h);
        long vbl = roundToOdd(g1, g0, (cb - 2) << h);
        long vbr = roundToOdd(g1, g0, (cb + 2) << h);
        long s = vb >> 2;
        long sp10 = s / 10 * 10;
        long tp10 = sp10 + 10;
        boolean upin = vbl + odd <= sp10 << 2;
        boolean wpin = (tp10 << 2) + odd <= vbr;
        if (upin != wpin) {
            return upin ? sp10 : tp10;
        }
        long t = s + 1;
        boolean uin = vbl + odd <= s << 2;
        boolean win = (t << 2) + odd <= vbr;
        if (uin != win) {
            return uin ? s : t;
        }
        long nearer = vb - ((s + t) << 1);
        return nearer < 0 || (nearer == 0 && (s & 1) == 0) ? s : t;
    }

    /** The product of a power of ten and a number; its last bit says whether digits were cut off. */
    private static long roundToOdd(long g1, long g0, long cp) {
        long x1 = Math.multiplyHigh(g0, cp);
        long y0 = g1 * cp;
        long y1 = Math.multiplyHigh(g1, cp);
        long z = (y0 >>> 1) + x1;
        long w = y1 + (z >>> 63);
        return w | (((z & MASK_63) + MASK_63) >>> 63);
    }

    /** Writes digits times 10^k with a point, and at least one digit on each side of it. */
    private static int writeDecimal(long value, int k, byte[] out, int start) {
        long digits = value;
        int scale = -k;
        while (scale > 1 && digits % 10 == 0) {
            digits /= 10;
            scale--;
        }
        int length = scale + 1;
        for (long bound = power(scale + 1); length < MAX_LENGTH && bound > 0 && digits >= bound; bound *= 10) {
            length++;
        }
        int end = start + length + 1;
        for (int at = end - 1; at >= start; at--) {
            if (at == end - 1 - scale) {
                out[at] = '.';
            } else {
                long tenth = digits / 10;
                out[at] = (byte) ('0' + (digits - tenth * 10));
                digits = tenth;
            }
        }
        return end;
    }

    /** 10^exponent; negative where a long does not hold it. */
    private static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            if (power > Long.MAX_VALUE / 10) {
                return -1;
            }
            power *= 10;
        }
        return power;
    }

    private static int floorLog10Pow2(int exponent) {
        return (int) ((exponent * 661_971_961_083L) >> 41);
    }

    private static int floorLog2Pow10(int exponent) {
        return (int) ((exponent * 913_124_641_741L) >> 38);
    }
}
