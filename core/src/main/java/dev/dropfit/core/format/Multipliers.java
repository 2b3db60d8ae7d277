package dev.dropfit.core.format;

/** Texts after a number that multiply it: {@code 1.2k}, {@code 3M}, {@code 42 lakh}. Pure functions. */
public final class Multipliers {
    private Multipliers() {}

    /**
     * The factor of a text; NaN if it is not a multiplier.
     *
     * @param text in lower case
     */
    public static double factor(String text) {
        return switch (text) {
            case "k", "tsd", "thousand", "ribu", "ngh\u00ECn" -> 1e3;
            case "m", "mn", "mm", "mio", "mln", "million", "millions", "juta", "tri\u1EC7u" -> 1e6;
            case "b", "bn", "mrd", "billion", "billions", "miliar", "milyar", "t\u1EF7", "t\u1EC9" -> 1e9;
            case "t", "tn", "trillion", "trillions", "triliun" -> 1e12;
            case "lac", "lacs", "lakh", "lakhs" -> 1e5;
            case "cr", "crore", "crores" -> 1e7;
            default -> Double.NaN;
        };
    }
}
