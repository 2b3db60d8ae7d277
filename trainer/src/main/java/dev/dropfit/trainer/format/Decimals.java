package dev.dropfit.trainer.format;

import java.util.Arrays;
import java.util.Optional;

/**
 * Numbers with a few digits after the point, in four bytes each instead of eight: whole numbers of a unit such as 1/100000. Both whole number
 * and divisor are exact in a double, so their quotient is the double that is closest to the decimal number: exactly what parsing its text gives.
 */
public final class Decimals {
    /** NaN, which stands for a missing value. */
    private static final int MISSING = Integer.MIN_VALUE;

    private static final double[] DIVISORS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

    private final int[] wholes;
    private final double divisor;

    private Decimals(int[] wholes, double divisor) {
        this.wholes = wholes;
        this.divisor = divisor;
    }

    /** The numbers without loss; empty when they have more digits. */
    public static Optional<Decimals> of(double[] numbers, int size) {
        int[] wholes = new int[size];
        int digits = 0;
        for (int i = 0; i < size; i++) {
            while (!fits(numbers[i], DIVISORS[digits])) {
                if (++digits == DIVISORS.length) {
                    return Optional.empty();
                }
            }
        }
        for (int i = 0; i < size; i++) {
            if (!fits(numbers[i], DIVISORS[digits])) {
                return Optional.empty();
            }
            wholes[i] = Double.isNaN(numbers[i]) ? MISSING : (int) Math.rint(numbers[i] * DIVISORS[digits]);
        }
        return Optional.of(new Decimals(wholes, DIVISORS[digits]));
    }

    private static boolean fits(double number, double divisor) {
        if (Double.isNaN(number)) {
            return true;
        }
        double whole = Math.rint(number * divisor);
        // Compares bits, because -0 is another number than 0.
        return Math.abs(whole) <= Integer.MAX_VALUE
                && Double.doubleToRawLongBits((int) whole / divisor) == Double.doubleToRawLongBits(number);
    }

    public int size() {
        return wholes.length;
    }

    public double get(int row) {
        int whole = wholes[row];
        return whole == MISSING ? Double.NaN : whole / divisor;
    }

    /** All numbers. */
    public double[] numbers() {
        double[] numbers = new double[wholes.length];
        Arrays.setAll(numbers, this::get);
        return numbers;
    }
}
