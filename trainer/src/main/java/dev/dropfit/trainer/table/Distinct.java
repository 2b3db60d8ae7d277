package dev.dropfit.trainer.table;

import dev.dropfit.core.csv.Values;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The distinct values of a column, numbered from 1 in the order in which they came; 0 is a missing value. Looks texts up where they lie,
 * without making a string. Not thread-safe.
 */
final class Distinct {
    /** The code of a missing value. */
    static final int MISSING = 0;
    /** How many codes there are, {@link #MISSING} and {@link #OVERFLOW} among them. */
    static final int LIMIT = 1 << 16;
    /** The code of every value that came after the others filled the limit. */
    static final int OVERFLOW = LIMIT - 1;

    private static final int FREE = 0;
    private static final int BYTES_A_VALUE = 3 * Long.BYTES + 3 * Integer.BYTES;
    private static final int BYTES_A_STRING = 56;

    private int size = 1;
    private long textBytes;
    private int[] slots = new int[64];
    private double[] numbers = {Double.NaN, 0, 0, 0};
    private @Nullable String[] texts = new String[4];
    private long[] hashes = new long[4];
    private long[] firstLines = new long[4];
    private int[] counts = new int[4];
    private int counted;
    private boolean overflowed;

    /** The code of a number, a new one if need be; {@link #OVERFLOW} when there is no room for it. */
    int codeOf(double number, long line) {
        long hash = hash(number);
        int slot = slot(hash);
        while (slots[slot] != FREE) {
            int code = slots[slot];
            if (hashes[code] == hash && texts[code] == null && numbers[code] == number) {
                return code;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return add(slot, number, null, hash, line);
    }

    /**
     * The code of a text, a new one if need be; {@link #OVERFLOW} when there is no room for it.
     *
     * @param hash the text's, or that of the number that it may turn out to be
     */
    int codeOf(char[] buffer, int offset, int length, long hash, long line) {
        int slot = slot(hash);
        while (slots[slot] != FREE) {
            int code = slots[slot];
            if (hashes[code] == hash && equal(texts[code], buffer, offset, length)) {
                return code;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return add(slot, Double.NaN, new String(buffer, offset, length), hash, line);
    }

    private int add(int slot, double number, @Nullable String text, long hash, long line) {
        if (size == OVERFLOW) {
            overflowed = true;
            return OVERFLOW;
        }
        int code = size++;
        if (code == numbers.length) {
            grow(code * 2);
        }
        slots[slot] = code;
        numbers[code] = number;
        texts[code] = text;
        textBytes += text == null ? 0 : BYTES_A_STRING + 2L * text.length();
        hashes[code] = hash;
        firstLines[code] = line;
        if (size * 2 > slots.length) {
            rehash();
        }
        return code;
    }

    private void grow(int capacity) {
        numbers = Arrays.copyOf(numbers, capacity);
        texts = Arrays.copyOf(texts, capacity);
        hashes = Arrays.copyOf(hashes, capacity);
        firstLines = Arrays.copyOf(firstLines, capacity);
        counts = Arrays.copyOf(counts, capacity);
    }

    private void rehash() {
        slots = new int[slots.length * 2];
        for (int code = 1; code < size; code++) {
            int slot = slot(hashes[code]);
            while (slots[slot] != FREE) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = code;
        }
    }

    private int slot(long hash) {
        return (int) hash & (slots.length - 1);
    }

    /** Counts one row with this code. */
    void increment(int code) {
        if (code < counts.length && counts[code]++ == 0 && code != MISSING && code != OVERFLOW) {
            counted++;
        }
    }

    /** Counts as many rows as another's code has. */
    void incrementAs(int code, Distinct other, int otherCode) {
        increment(code);
        counts[code] += other.count(otherCode) - 1;
    }

    /** How many bytes all this takes, about. */
    long bytes() {
        return textBytes + (long) slots.length * Integer.BYTES + (long) numbers.length * BYTES_A_VALUE;
    }

    /** How many values have a code, those without a row that counts among them; missing and overflow not counted. */
    int size() {
        return size - 1;
    }

    /** How many values have a code and a row that counts. */
    int counted() {
        return counted;
    }

    /** Whether there were more values than there is room for. */
    boolean overflowed() {
        return overflowed;
    }

    /** How many rows have this code; not kept for {@link #OVERFLOW}. */
    int count(int code) {
        return code < counts.length ? counts[code] : 0;
    }

    /** The number of this code; NaN if it is a text, missing or overflow. */
    double number(int code) {
        return code < size ? numbers[code] : Double.NaN;
    }

    boolean isText(int code) {
        return code < size && texts[code] != null;
    }

    /** The value of this code as a category. */
    String category(int code) {
        String text = texts[code];
        return text != null ? text : Values.category(numbers[code]);
    }

    /** The line on which this value came first. */
    long firstLine(int code) {
        return code < size ? firstLines[code] : 0;
    }

    /** The hash of a value's content: the same on every machine and in every version of Dropfit. */
    long hash(int code) {
        return hashes[code];
    }

    /** The hash of a number's content. */
    static long hash(double number) {
        return mix(Double.doubleToLongBits(number) + 0x9E3779B97F4A7C15L);
    }

    /** The hash of a text's content. */
    static long hash(char[] buffer, int offset, int length) {
        long hash = 0xCBF29CE484222325L;
        for (int i = offset; i < offset + length; i++) {
            hash = (hash ^ buffer[i]) * 0x100000001B3L;
        }
        return mix(hash);
    }

    /** The finaliser of MurmurHash3 (A. Appleby, 2011): every bit of the argument moves every bit of the result. */
    static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }

    private static boolean equal(@Nullable String text, char[] buffer, int offset, int length) {
        if (text == null || text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != buffer[offset + i]) {
                return false;
            }
        }
        return true;
    }
}
