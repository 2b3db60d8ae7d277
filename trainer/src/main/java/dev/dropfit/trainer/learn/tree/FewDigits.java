package dev.dropfit.trainer.learn.tree;

/** Rounds the numbers of trees to four digits, which makes model files small. */
public final class FewDigits {
    private static final int DIGITS = 4;

    private FewDigits() {}

    /** A value with few digits. */
    public static double of(double value) {
        if (value == 0) {
            return 0;
        }
        double unit = Math.pow(10, Math.ceil(Math.log10(Math.abs(value))) - DIGITS);
        return Math.rint(value / unit) * unit;
    }
}
