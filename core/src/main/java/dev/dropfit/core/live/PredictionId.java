package dev.dropfit.core.live;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.OptionalLong;

/**
 * The id of a prediction: a hash of the version and of the row as the model sees it. The same row has the same id in all protocols, at any time
 * and in any instance, so nothing has to be kept to know it again. A client may have an id of its own instead, a {@link ClientId}.
 *
 * <p>Pure functions.
 */
public final class PredictionId {
    /** The number of characters. */
    public static final int LENGTH = 16;

    private static final long SEED = 0x9E3779B97F4A7C15L;
    private static final long CLIENTS = 0xC2B2AE3D27D4EB4FL;

    private PredictionId() {}

    /** The part of an id that the rows of a version have in common. */
    public static long seed(String version) {
        return of(SEED, version);
    }

    /** A hash of a text, such as the client's own id of a prediction. */
    public static long of(long seed, String text) {
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
            hash = mixed(hash ^ text.charAt(i));
        }
        return hash;
    }

    /** A hash of the content of a request. */
    public static long of(long seed, byte[] content) {
        ByteBuffer words = ByteBuffer.wrap(content);
        long hash = seed;
        while (words.remaining() >= Long.BYTES) {
            hash = mixed(hash ^ words.getLong()) + SEED;
        }
        while (words.hasRemaining()) {
            hash = mixed(hash ^ words.get()) + SEED;
        }
        return mixed(hash ^ content.length);
    }

    /**
     * The id of a row.
     *
     * @param seed that of its version
     * @param row one value per feature
     */
    public static long of(long seed, double[] row) {
        long hash = seed;
        for (double value : row) {
            // All NaN have the same bits here.
            hash = mixed(hash ^ Double.doubleToLongBits(value)) + SEED;
        }
        return mixed(hash);
    }

    /** The id of a row that its client has named: what {@link #parse} finds, if it looks like an id, otherwise a hash. The version is no part of it, as labels do not know it. */
    public static long named(String text) {
        return parse(text).orElseGet(() -> of(CLIENTS, text));
    }

    /** An id as it is in responses and files: {@value #LENGTH} hexadecimal digits. */
    public static String text(long id) {
        return HexFormat.of().toHexDigits(id);
    }

    /** The id with this text, in upper or lower case; empty if it is none. */
    public static OptionalLong parse(CharSequence text) {
        if (text.length() != LENGTH) {
            return OptionalLong.empty();
        }
        for (int i = 0; i < LENGTH; i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(HexFormat.fromHexDigitsToLong(text));
    }

    /** The finalizer of MurmurHash3 as improved by D. Stafford (variant 13): each bit of the result depends on each bit of the argument. */
    private static long mixed(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
