package dev.dropfit.trainer.table;

import dev.dropfit.trainer.format.Decimals;
import java.lang.reflect.Array;

/** The rows of a column in chunks: a {@code byte[]} or {@code char[]} of codes, or a {@code double[]} or {@link Decimals}. */
final class Chunks {
    private static final double[] NO_NUMBERS = {};

    private Chunks() {}

    /** The number of rows in a chunk. */
    static int size(Object chunk) {
        return chunk instanceof Decimals decimals ? decimals.size() : Array.getLength(chunk);
    }

    /** The numbers of a chunk without codes; empty for one with codes. */
    static double[] numbers(Object chunk) {
        return chunk instanceof Decimals decimals
                ? decimals.numbers()
                : chunk instanceof double[] numbers ? numbers : NO_NUMBERS;
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

    /** Counts the codes of some rows of a chunk with codes. */
    static void count(Object chunk, int[] rows, int size, int[] counts) {
        if (chunk instanceof byte[] codes) {
            for (int i = 0; i < size; i++) {
                counts[codes[rows[i]] & 0xFF]++;
            }
        } else {
            char[] codes = (char[]) chunk;
            for (int i = 0; i < size; i++) {
                counts[codes[rows[i]]]++;
            }
        }
    }

    /** Counts the rows of a chunk with codes at code * classes + class. */
    static void count(Object chunk, byte[] classOfRow, int classes, int[] counts) {
        if (chunk instanceof byte[] codes) {
            for (int i = 0; i < codes.length; i++) {
                counts[(codes[i] & 0xFF) * classes + classOfRow[i]]++;
            }
        } else {
            char[] codes = (char[]) chunk;
            for (int i = 0; i < codes.length; i++) {
                counts[codes[i] * classes + classOfRow[i]]++;
            }
        }
    }

    /** The codes of a chunk with codes. */
    static void codes(Object chunk, int[] out) {
        if (chunk instanceof byte[] codes) {
            for (int i = 0; i < codes.length; i++) {
                out[i] = codes[i] & 0xFF;
            }
        } else {
            char[] codes = (char[]) chunk;
            for (int i = 0; i < codes.length; i++) {
                out[i] = codes[i];
            }
        }
    }

    /** Looks up the codes of some rows of a chunk; a number stands for itself. */
    static void decode(Object chunk, double[] lookup, int[] rows, int size, double[] out) {
        if (chunk instanceof byte[] codes) {
            for (int i = 0; i < size; i++) {
                out[i] = lookup[codes[rows[i]] & 0xFF];
            }
        } else if (chunk instanceof char[] codes) {
            for (int i = 0; i < size; i++) {
                out[i] = lookup[codes[rows[i]]];
            }
        } else if (chunk instanceof Decimals numbers) {
            for (int i = 0; i < size; i++) {
                out[i] = numbers.get(rows[i]);
            }
        } else {
            double[] numbers = (double[]) chunk;
            for (int i = 0; i < size; i++) {
                out[i] = numbers[rows[i]];
            }
        }
    }

    /** Looks up the codes of a chunk; a number stands for itself. */
    static void decode(Object chunk, double[] lookup, double[] out) {
        if (chunk instanceof byte[] codes) {
            for (int i = 0; i < codes.length; i++) {
                out[i] = lookup[codes[i] & 0xFF];
            }
        } else if (chunk instanceof char[] codes) {
            for (int i = 0; i < codes.length; i++) {
                out[i] = lookup[codes[i]];
            }
        } else if (chunk instanceof Decimals numbers) {
            for (int i = 0; i < numbers.size(); i++) {
                out[i] = numbers.get(i);
            }
        } else {
            double[] numbers = (double[]) chunk;
            System.arraycopy(numbers, 0, out, 0, numbers.length);
        }
    }

    /** Adds to each row of a chunk the number of its code; false if the chunk has no codes. */
    static boolean addOfCodes(Object chunk, long[] ofCodes, long[] sums) {
        if (chunk instanceof byte[] codes) {
            for (int i = 0; i < codes.length; i++) {
                sums[i] += ofCodes[codes[i] & 0xFF];
            }
        } else if (chunk instanceof char[] codes) {
            for (int i = 0; i < codes.length; i++) {
                sums[i] += ofCodes[codes[i]];
            }
        } else {
            return false;
        }
        return true;
    }
}
