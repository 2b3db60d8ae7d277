package dev.dropfit.trainer.table;

import dev.dropfit.core.csv.Problem;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One column of a dataset, in chunks of {@link Table#CHUNK} rows. While a column has few distinct values its chunks hold their codes, in
 * one or two bytes a row; from the chunk on in which a column of numbers outgrows that, they hold the numbers themselves.
 *
 * <p>Immutable; may be read by many threads at once.
 */
public final class Column {
    private final String name;
    private final Distinct distinct;
    private final List<Object> chunks;
    private final boolean coded;
    private final long missing;
    private final long texts;
    private final boolean identifying;
    private final Commas commas;
    private final @Nullable Problem firstText;
    private final Times times;

    /**
     * @param chunks each a {@code byte[]} or {@code char[]} of codes, or a {@code double[]}
     * @param coded whether all chunks hold codes
     * @param missing how many rows have no value
     * @param texts how many rows hold text, not a number
     * @param identifying whether no value comes twice, as far as values are told apart
     * @param commas what the commas in its values are
     * @param firstText the first text and where it stands
     * @param times what of it is dates and times
     */
    Column(
            String name,
            Distinct distinct,
            List<Object> chunks,
            boolean coded,
            long missing,
            long texts,
            boolean identifying,
            Commas commas,
            @Nullable Problem firstText,
            Times times) {
        this.name = name;
        this.distinct = distinct;
        this.chunks = List.copyOf(chunks);
        this.coded = coded;
        this.missing = missing;
        this.texts = texts;
        this.identifying = identifying;
        this.commas = commas;
        this.firstText = firstText;
        this.times = times;
    }

    public String name() {
        return name;
    }

    /** How many rows have no value. */
    public long missing() {
        return missing;
    }

    /** How many rows hold text, not a number. */
    public long texts() {
        return texts;
    }

    /** Whether no value comes twice, as far as values are told apart. */
    public boolean identifying() {
        return identifying;
    }

    /** The first text among the values, and the line on which it stands: {@code 'abc' on line 17}. */
    public String firstText() {
        return place(firstText);
    }

    /** What the commas in its values are; with {@link Commas#DECIMAL} the values are numbers. */
    Commas commas() {
        return commas;
    }

    /** The line of the first text among the values, from 1; none where there is no text. */
    List<Long> textLines() {
        return lines(firstText);
    }

    /** The line of the first value that is no date or time, from 1; none where there is none. */
    List<Long> otherLines() {
        return lines(times.firstOther());
    }

    private static List<Long> lines(@Nullable Problem value) {
        return value == null ? List.of() : List.of(value.line());
    }

    private static String place(@Nullable Problem value) {
        return value == null ? "none" : "'" + value.message() + "' on line " + value.line();
    }

    /** How many rows hold a date or time, in ISO 8601. */
    public long times() {
        return times.rows();
    }

    /** The first value that is no date or time, and the line on which it stands: {@code 'abc' on line 17}. */
    public String firstOther() {
        return place(times.firstOther());
    }

    /** The time of a code, in seconds since 1970, UTC; NaN if it is none. */
    public double time(int code) {
        return times.of(code);
    }

    /** Whether chunks without codes hold times, in seconds since 1970, UTC; else they hold numbers. */
    public boolean timed() {
        return times.plain();
    }

    /**
     * The earliest and the latest time, in seconds since 1970, UTC; infinite, the earliest positive, when there is none.
     */
    public double[] timeRange() {
        double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        IntStream.rangeClosed(1, distinct.size())
                .filter(code -> count(code) > 0)
                .mapToDouble(this::time)
                .forEach(time -> extend(range, time));
        if (timed()) {
            chunks.stream()
                    .filter(double[].class::isInstance)
                    .flatMapToDouble(chunk -> Arrays.stream((double[]) chunk))
                    .forEach(time -> extend(range, time));
        }
        return range;
    }

    private static void extend(double[] range, double time) {
        if (!Double.isNaN(time)) {
            range[0] = Math.min(range[0], time);
            range[1] = Math.max(range[1], time);
        }
    }

    /** Whether every value is one of {@link #distinctValues}: false for numbers with very many different values. */
    public boolean coded() {
        return coded;
    }

    /** How many different values there are; more than this when {@link #manyValued}. */
    public int distinctValues() {
        return distinct.counted();
    }

    /** Whether there were more different values than are told apart. */
    public boolean manyValued() {
        return !coded || distinct.overflowed();
    }

    /** The codes of a coded column are 0, a missing value, to this, exclusive. */
    public int codes() {
        return distinct.overflowed() ? Distinct.LIMIT : distinct.size() + 1;
    }

    /** The number of a code; NaN if it is text, missing or one of too many. */
    public double number(int code) {
        return distinct.number(code);
    }

    /** Whether the value of a code is text. */
    public boolean isText(int code) {
        return distinct.isText(code);
    }

    /** Whether a code stands for one value of its own: not missing, not one of too many. */
    public boolean isValue(int code) {
        return code > 0 && code <= distinct.size();
    }

    /** The value of a code as a category. Only where {@link #isValue}. */
    public String category(int code) {
        return distinct.category(code);
    }

    /** How many rows have the value of this code. */
    public int count(int code) {
        return distinct.count(code);
    }

    /** The line on which the value of this code came first. */
    public long firstLine(int code) {
        return distinct.firstLine(code);
    }

    /**
     * Counts the codes of some rows of a chunk that holds codes.
     *
     * @param rows their indices within the chunk
     * @param size how many of these indices count
     * @param counts receives one more at each row's code; as long as {@link #codes}
     */
    void count(int chunk, int[] rows, int size, int[] counts) {
        Object content = chunks.get(chunk);
        if (content instanceof byte[] codes) {
            for (int i = 0; i < size; i++) {
                counts[codes[rows[i]] & 0xFF]++;
            }
        } else {
            char[] codes = (char[]) content;
            for (int i = 0; i < size; i++) {
                counts[codes[rows[i]]]++;
            }
        }
    }

    /**
     * The codes of a chunk that holds codes.
     *
     * @param out receives a code a row
     */
    void codes(int chunk, int[] out) {
        Object content = chunks.get(chunk);
        if (content instanceof byte[] codes) {
            for (int i = 0; i < codes.length; i++) {
                out[i] = codes[i] & 0xFF;
            }
        } else {
            char[] codes = (char[]) content;
            for (int i = 0; i < codes.length; i++) {
                out[i] = codes[i];
            }
        }
    }

    /** Whether a chunk holds codes, not numbers. */
    public boolean codedIn(int chunk) {
        return !(chunks.get(chunk) instanceof double[]);
    }

    /**
     * Looks the codes of some rows of a chunk up in a table.
     *
     * @param lookup a value for each code, as long as {@link #codes}
     * @param rows their indices within the chunk
     * @param size how many of these indices count
     * @param out receives a value a row: from the table, or the number itself where the chunk holds numbers
     */
    public void decode(int chunk, double[] lookup, int[] rows, int size, double[] out) {
        Object content = chunks.get(chunk);
        if (content instanceof byte[] codes) {
            for (int i = 0; i < size; i++) {
                out[i] = lookup[codes[rows[i]] & 0xFF];
            }
        } else if (content instanceof char[] codes) {
            for (int i = 0; i < size; i++) {
                out[i] = lookup[codes[rows[i]]];
            }
        } else {
            double[] numbers = (double[]) content;
            for (int i = 0; i < size; i++) {
                out[i] = numbers[rows[i]];
            }
        }
    }

    /**
     * Looks the codes of a chunk up in a table.
     *
     * @param lookup a value for each code, as long as {@link #codes}
     * @param out receives a value a row: from the table, or the number itself where the chunk holds numbers
     */
    public void decode(int chunk, double[] lookup, double[] out) {
        Object content = chunks.get(chunk);
        if (content instanceof byte[] codes) {
            for (int i = 0; i < codes.length; i++) {
                out[i] = lookup[codes[i] & 0xFF];
            }
        } else if (content instanceof char[] codes) {
            for (int i = 0; i < codes.length; i++) {
                out[i] = lookup[codes[i]];
            }
        } else {
            double[] numbers = (double[]) content;
            System.arraycopy(numbers, 0, out, 0, numbers.length);
        }
    }

    /**
     * The quantiles of the numbers in a column, as the least number that so large a share does not exceed; NaN where there is none.
     * Thread-safe, and costs a sort where there are many different numbers.
     *
     * @param shares each from 0 to 1
     */
    public double[] quantiles(double[] shares) {
        double[] values = new double[shares.length];
        Arrays.fill(values, Double.NaN);
        if (!coded) {
            double[] sorted = sortedNumbers();
            for (int i = 0; i < shares.length && sorted.length > 0; i++) {
                values[i] = sorted[rank(shares[i], sorted.length)];
            }
            return values;
        }
        int[] codes = IntStream.rangeClosed(1, distinct.size())
                .filter(code -> !isText(code) && count(code) > 0)
                .boxed()
                .sorted(Comparator.comparingDouble(this::number))
                .mapToInt(Integer::intValue)
                .toArray();
        long total = IntStream.of(codes).mapToLong(this::count).sum();
        for (int i = 0; i < shares.length; i++) {
            long left = total == 0 ? 0 : rank(shares[i], total);
            for (int code : codes) {
                left -= count(code);
                if (left < 0) {
                    values[i] = number(code);
                    break;
                }
            }
        }
        return values;
    }

    private static int rank(double share, long size) {
        return (int) Math.max(0, Math.ceil(share * size) - 1);
    }

    private double[] sortedNumbers() {
        double[] lookup = new double[codes()];
        Arrays.setAll(lookup, this::number);
        double[] decoded = new double[Table.CHUNK];
        return IntStream.range(0, chunks.size())
                .mapToObj(chunk -> {
                    int size = Array.getLength(chunks.get(chunk));
                    decode(chunk, lookup, decoded);
                    return Arrays.copyOf(decoded, size);
                })
                .flatMapToDouble(Arrays::stream)
                .filter(number -> !Double.isNaN(number))
                .sorted()
                .toArray();
    }
}
