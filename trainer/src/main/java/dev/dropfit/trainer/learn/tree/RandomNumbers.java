package dev.dropfit.trainer.learn.tree;

import dev.dropfit.trainer.format.Hash;

/** A sequence of random numbers that depends on nothing but its seed. Not thread-safe. */
public final class RandomNumbers {
    private static final int UNUSED_BITS = Long.SIZE - 53;
    private static final double UNIT = 0x1p-53;

    private long state;

    /** The sequence of a seed. */
    public RandomNumbers(long seed) {
        state = Hash.mix(seed);
    }

    /** The sequence of a part of the work, such as a tree or a node. */
    public static long seed(long whole, long part) {
        return Hash.mix(whole + Hash.STEP * (part + 1));
    }

    /** A number from 0, inclusive, to 1, exclusive. */
    public double next() {
        state += Hash.STEP;
        return unit(Hash.mix(state));
    }

    /** A whole number from 0 to {@code bound} - 1. */
    public int below(int bound) {
        return (int) (next() * bound);
    }

    /** A number from 0, inclusive, to 1, exclusive, from the bits of a hash. */
    public static double unit(long hash) {
        return (hash >>> UNUSED_BITS) * UNIT;
    }
}
