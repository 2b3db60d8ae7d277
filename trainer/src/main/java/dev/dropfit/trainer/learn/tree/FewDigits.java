package dev.dropfit.trainer.learn.tree;

/** Rounds the numbers of trees, which makes model files small: they have the numbers as text. */
public final class FewDigits {
    /** The digits of the value of a leaf. */
    public static final int OF_VALUE = 4;
    /** The digits of the cover of a node, which only explanations use. */
    public static final int OF_COVER = 3;
    /** The digits of the gain of a split, of which only sums over all trees are used. */
    public static final int OF_GAIN = 2;

    private FewDigits() {}

    /** A number with so many digits. */
    public static double of(double value, int digits) {
        if (value == 0) {
            return 0;
        }
        double unit = Math.pow(10, Math.ceil(Math.log10(Math.abs(value))) - digits);
        return Math.rint(value / unit) * unit;
    }
}
