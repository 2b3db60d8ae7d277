package dev.dropfit.trainer.table;

import dev.dropfit.trainer.format.Decimals;
import java.lang.reflect.Array;

/** The rows of a column in chunks: a {@code byte[]} or {@code char[]} of codes, or a {@code double[]} or {@link Decimals}. */
final class Chunks {
    private Chunks() {}

    /** The number of rows in a chunk. */
    static int size(Object chunk) {
        return chunk instanceof Decimals decimals ? decimals.size() : Array.getLength(chunk);
    }

    /** A chunk of codes from numbers that are codes. */
    static Object codes(double[] values, int size) {
        char[] codes = new char[size];
        for (int i = 0; i < size; i++) {
            codes[i] = (char) values[i];
        }
        return codes;
    }

    /** A chunk with other codes; one without codes stays as it is. */
    static Object recoded(Object chunk, char[] newCodes) {
        if (chunk instanceof byte[] codes) {
            byte[] recoded = codes.clone();
            for (int i = 0; i < recoded.length; i++) {
                recoded[i] = (byte) newCodes[recoded[i] & 0xFF];
            }
            return recoded;
        }
        if (chunk instanceof char[] codes) {
            char[] recoded = codes.clone();
            for (int i = 0; i < recoded.length; i++) {
                recoded[i] = newCodes[recoded[i]];
            }
            return recoded;
        }
        return chunk;
    }
}
