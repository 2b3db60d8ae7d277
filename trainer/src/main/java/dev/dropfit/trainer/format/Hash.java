package dev.dropfit.trainer.format;

/** How hashes are made of hashes. This must not change: the sides of rows depend on it, and model files have hashes of rows. */
public final class Hash {
    /** The golden ratio in 64 bits: the distance between numbers whose mixed hashes have nothing in common. */
    public static final long STEP = 0x9E3779B97F4A7C15L;

    private Hash() {}

    /** The finaliser of MurmurHash3 (A. Appleby, 2011): every bit of the argument affects every bit of the result. */
    public static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }
}
