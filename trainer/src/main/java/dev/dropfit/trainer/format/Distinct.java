package dev.dropfit.trainer.format;

import dev.dropfit.core.csv.Values;
import dev.dropfit.core.model.HeapSize;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The distinct values of a column. Each has a code, counted from 1 in the order of first occurrence; 0 is a missing value. Looks up a text
 * without creating a string. Not thread-safe.
 */
public final class Distinct {
    /** The code of a missing value. */
    public static final int MISSING = 0;
    /** The maximum number of codes, including {@link #MISSING} and {@link #OVERFLOW}. */
    public static final int MAX_CODES = 1 << 16;
    /** The code of all values after the limit is reached. */
    public static final int OVERFLOW = MAX_CODES - 1;

    private static final int FREE = 0;
    private static final int BYTES_PER_VALUE = 3 * Long.BYTES + 3 * Integer.BYTES;

    private static final int SAMPLE = 1000;

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

    /** The code of a number, a new one for a new number; {@link #OVERFLOW} when the limit is reached. */
    public int codeOf(double number, long line) {
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
     * The code of a text, a new one for a new text; {@link #OVERFLOW} when the limit is reached.
     *
     * @param hash the hash of the text, or of the number that the text may mean
     */
    public int codeOf(char[] buffer, int offset, int length, long hash, long line) {
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
        textBytes += text == null ? 0 : HeapSize.string(text);
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
    public void increment(int code) {
        if (code < counts.length && counts[code]++ == 0 && code != MISSING && code != OVERFLOW) {
            counted++;
        }
    }

    /** Counts as many rows as another code has. */
    public void incrementAs(int code, Distinct other, int otherCode) {
        increment(code);
        counts[code] += other.count(otherCode) - 1;
    }

    /**
     * The same values with the same codes, but some renamed, and the rows of some counted as rows of others. Only for reading: it finds no
     * code of a text.
     *
     * @param into the code that gets the rows, by the code that loses them
     * @param names new texts, by code
     */
    public Distinct renamed(Map<Integer, Integer> into, Map<Integer, String> names) {
        Distinct renamed = new Distinct();
        renamed.size = size;
        renamed.textBytes = textBytes;
        renamed.slots = slots;
        renamed.numbers = numbers;
        renamed.texts = texts.clone();
        names.forEach((code, name) -> renamed.texts[code] = name);
        renamed.hashes = hashes;
        renamed.firstLines = firstLines;
        renamed.counts = counts.clone();
        into.forEach((from, to) -> {
            renamed.counts[to] += counts[from];
            renamed.counts[from] = 0;
        });
        renamed.counted = counted - into.size();
        renamed.overflowed = overflowed;
        return renamed;
    }

    /** The same values with the same codes, but other numbers of rows. Only for reading. */
    public Distinct recounted(int[] rows) {
        Distinct recounted = renamed(Map.of(), Map.of());
        recounted.counts = Arrays.copyOf(rows, counts.length);
        recounted.counted = 0;
        for (int code = 1; code < size; code++) {
            recounted.counted += recounted.count(code) > 0 ? 1 : 0;
        }
        return recounted;
    }

    /** The memory of this object, about, in bytes. */
    public long bytes() {
        return textBytes + (long) slots.length * Integer.BYTES + (long) numbers.length * BYTES_PER_VALUE;
    }

    /** The number of values with a code, including those whose rows are all skipped; without missing and overflow. */
    public int size() {
        return size - 1;
    }

    /** The number of values with a code and at least one row that is not skipped. */
    public int counted() {
        return counted;
    }

    /**
     * The number of values with a code after more rows. Values that occur once or twice so far tell how many are still to come (A. Chao,
     * Nonparametric estimation of the number of classes in a population, 1984).
     */
    public double expected(double moreRows) {
        if (moreRows <= 0 || overflowed) {
            return size();
        }
        double once = 0;
        double twice = 0;
        double rows = 1;
        for (int code = 1; code < size; code++) {
            once += counts[code] == 1 ? 1 : 0;
            twice += counts[code] == 2 ? 1 : 0;
            rows += counts[code];
        }
        // Without a value that occurs twice there is no bound but the number of rows.
        double unseen = twice == 0 ? moreRows : once * once / (2 * twice);
        return Math.min(OVERFLOW, size() + Math.min(unseen, moreRows * once / rows));
    }

    /** The memory of a number of the column without codes, in bytes, judged by some that have codes. */
    public int bytesPerNumber() {
        int some = Math.min(size, SAMPLE);
        return Decimals.of(Arrays.copyOfRange(numbers, 1, some), Math.max(0, some - 1))
                        .isPresent()
                ? Integer.BYTES
                : Double.BYTES;
    }

    /** Whether there were more values than codes. */
    public boolean overflowed() {
        return overflowed;
    }

    /** The number of rows with this code; unknown for {@link #OVERFLOW}. */
    public int count(int code) {
        return code < counts.length ? counts[code] : 0;
    }

    /** The number with this code; NaN for text, missing and overflow. */
    public double number(int code) {
        return code < size ? numbers[code] : Double.NaN;
    }

    public boolean isText(int code) {
        return code < size && texts[code] != null;
    }

    /** The value with this code, as a category. */
    public String category(int code) {
        String text = texts[code];
        return text != null ? text : Values.category(numbers[code]);
    }

    /** The line of the first occurrence of this value. */
    public long firstLine(int code) {
        return code < size ? firstLines[code] : 0;
    }

    /** The hash of a value: the same on every machine and in every version of Dropfit. */
    public long hash(int code) {
        return hashes[code];
    }

    /** The hash of a number. */
    public static long hash(double number) {
        return Hash.mix(Double.doubleToLongBits(number) + Hash.STEP);
    }

    /** The hash of a text. */
    public static long hash(char[] buffer, int offset, int length) {
        long hash = 0xCBF29CE484222325L;
        for (int i = offset; i < offset + length; i++) {
            hash = (hash ^ buffer[i]) * 0x100000001B3L;
        }
        return Hash.mix(hash);
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
