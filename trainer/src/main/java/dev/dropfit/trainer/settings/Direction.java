package dev.dropfit.trainer.settings;

import java.util.Locale;

/** Which way predictions may change when a number rises: for classes, the probability of the positive one. */
public enum Direction {
    INCREASING(1),
    DECREASING(-1);

    private final int sign;

    Direction(int sign) {
        this.sign = sign;
    }

    /** 1 if predictions never fall when the number rises, -1 if they never rise. */
    public int sign() {
        return sign;
    }

    /** The name in settings. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
