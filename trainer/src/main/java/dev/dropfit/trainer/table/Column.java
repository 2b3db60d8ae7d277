package dev.dropfit.trainer.table;

import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Input;
import dev.dropfit.trainer.format.Decimals;
import dev.dropfit.trainer.format.Distinct;
import dev.dropfit.trainer.format.Hash;
import dev.dropfit.trainer.format.InferredFormat;
import dev.dropfit.trainer.format.Times;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One column of a dataset, in chunks of {@link Table#CHUNK} rows. As long as a column has few distinct values, its chunks contain codes, one
 * or two bytes per row. When a column of numbers gets too many values, the chunks from then on contain the numbers.
 *
 * <p>Immutable; may be read by many threads at the same time.
 */
public final class Column {
    private final String name;
    private final Distinct distinct;
    private final List<Object> chunks;
    private final boolean coded;
    private final long missing;
    private final long texts;
    private final boolean identifying;
    private final InferredFormat format;
    private final @Nullable Problem firstText;
    private final Times times;
    private volatile @Nullable EncodedTexts encodedTexts;

    /**
     * @param chunks each a {@code byte[]} or {@code char[]} of codes, or a {@code double[]} or {@link Decimals}
     * @param coded whether all chunks contain codes
     * @param missing the number of rows without a value
     * @param texts the number of rows with text instead of a number
     * @param identifying whether all values were different as long as they had codes
     * @param format how its values are written
     * @param firstText the first text and its line
     * @param times the dates and times among its values
     */
    public Column(
            String name,
            Distinct distinct,
            List<Object> chunks,
            boolean coded,
            long missing,
            long texts,
            boolean identifying,
            InferredFormat format,
            @Nullable Problem firstText,
            Times times) {
        this.name = name;
        this.distinct = distinct;
        this.chunks = List.copyOf(chunks);
        this.coded = coded;
        this.missing = missing;
        this.texts = texts;
        this.identifying = identifying;
        this.format = format;
        this.firstText = firstText;
        this.times = times;
    }

    /**
     * This column with some texts renamed, and the rows of some values counted as rows of others.
     *
     * @param into the code that gets the rows, by the code that loses them
     * @param names new texts, by code
     */
    public Column renamed(Map<Integer, Integer> into, Map<Integer, String> names) {
        char[] newCodes = new char[Distinct.MAX_CODES];
        for (int code = 0; code < newCodes.length; code++) {
            newCodes[code] = (char) (int) into.getOrDefault(code, code);
        }
        return new Column(
                name,
                distinct.renamed(into, names),
                into.isEmpty()
                        ? chunks
                        : chunks.stream()
                                .map(chunk -> Chunks.recoded(chunk, newCodes))
                                .toList(),
                coded,
                missing,
                texts,
                identifying,
                format,
                firstText,
                times);
    }

    /** Some of the rows of this column, in new chunks. */
    public Column kept(BitSet rows) {
        double[] lookup = new double[codes()];
        for (int code = 0; code < lookup.length; code++) {
            lookup[code] = coded ? code : timed() ? time(code) : number(code);
        }
        List<Object> packed = new ArrayList<>();
        int[] counts = new int[Math.max(Distinct.OVERFLOW + 1, lookup.length)];
        double[] decoded = new double[Table.CHUNK];
        double[] values = new double[Table.CHUNK];
        long absent = 0;
        int size = 0;
        int row = 0;
        for (int chunk = 0; chunk < chunks.size(); chunk++) {
            decode(chunk, lookup, decoded);
            for (int i = 0; i < rowsIn(chunk); i++) {
                if (rows.get(row++)) {
                    values[size++] = decoded[i];
                    absent += Double.isNaN(decoded[i]) ? 1 : 0;
                    counts[coded ? (int) decoded[i] : 0]++;
                }
                if (size == Table.CHUNK) {
                    packed.add(coded ? Chunks.codes(values, size) : Arrays.copyOf(values, size));
                    size = 0;
                }
            }
        }
        if (size > 0) {
            packed.add(coded ? Chunks.codes(values, size) : Arrays.copyOf(values, size));
        }
        Distinct remaining = coded ? distinct.recounted(counts) : distinct;
        long textRows = coded
                ? IntStream.range(1, lookup.length)
                        .filter(this::isText)
                        .mapToLong(code -> counts[code])
                        .sum()
                : texts;
        return new Column(
                name,
                remaining,
                packed,
                coded,
                coded ? counts[0] : absent,
                textRows,
                identifying,
                format,
                firstText,
                times);
    }

    public String name() {
        return name;
    }

    /** The number of rows without a value. */
    public long missing() {
        return missing;
    }

    /** The number of rows with text instead of a number. */
    public long texts() {
        return texts;
    }

    /** Whether all values were different as long as they had codes. */
    public boolean identifying() {
        return identifying;
    }

    /** The first text and its line: {@code 'abc' on line 17}. */
    public String firstText() {
        return place(firstText);
    }

    /** How its values are written. With a notation of numbers, the values are the numbers. */
    public InferredFormat format() {
        return format;
    }

    /** The line of the first text, from 1; empty if there is no text. */
    public List<Long> textLines() {
        return lines(firstText);
    }

    /** The line of the first value that is not a date or time, from 1; empty if there is none. */
    public List<Long> otherLines() {
        return lines(times.firstOther());
    }

    private static List<Long> lines(@Nullable Problem value) {
        return value == null ? List.of() : List.of(value.line());
    }

    private static String place(@Nullable Problem value) {
        return value == null ? "none" : "'" + value.message() + "' on line " + value.line();
    }

    /** The number of rows with a date or time. */
    public long times() {
        return times.rows();
    }

    /** The first value that is not a date or time, and its line: {@code 'abc' on line 17}. */
    public String firstOther() {
        return place(times.firstOther());
    }

    /** The time with this code, in seconds since 1970, UTC; NaN if the value is not a time. */
    public double time(int code) {
        return times.of(code);
    }

    /** Whether chunks without codes contain times, in seconds since 1970, UTC, instead of numbers. */
    public boolean timed() {
        return times.plain();
    }

    /**
     * The earliest and the latest time, in seconds since 1970, UTC. Without times, positive and negative infinity.
     */
    public double[] timeRange() {
        double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        IntStream.rangeClosed(1, distinct.size())
                .filter(code -> count(code) > 0)
                .mapToDouble(this::time)
                .forEach(time -> extend(range, time));
        if (timed() || times.plainNumbers()) {
            for (Object chunk : chunks) {
                for (double number : Chunks.numbers(chunk)) {
                    extend(range, times.ofPlain(number));
                }
            }
        }
        return range;
    }

    private static void extend(double[] range, double time) {
        if (!Double.isNaN(time)) {
            range[0] = Math.min(range[0], time);
            range[1] = Math.max(range[1], time);
        }
    }

    /** The smallest and the largest number. Without numbers, positive and negative infinity. */
    public double[] numberRange() {
        double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int code = 1; code <= distinct.size(); code++) {
            if (count(code) > 0) {
                extend(range, number(code));
            }
        }
        for (Object chunk : chunks) {
            for (double number : Chunks.numbers(chunk)) {
                extend(range, number);
            }
        }
        return range;
    }

    /** The time of a value of a chunk without codes, in seconds since 1970, UTC; NaN if the value is not a time. */
    public double plainTime(double value) {
        return times.ofPlain(value);
    }

    /** Whether all chunks contain codes: false for numbers or times with very many different values. */
    public boolean coded() {
        return coded;
    }

    /** The number of different values; the real number is higher when {@link #manyValued}. */
    public int distinctValues() {
        return distinct.counted();
    }

    /** Whether there were more different values than codes. */
    public boolean manyValued() {
        return !coded || distinct.overflowed();
    }

    /** The number of codes. They start at 0, which is a missing value. */
    public int codes() {
        return distinct.overflowed() ? Distinct.MAX_CODES : distinct.size() + 1;
    }

    /** The number with this code; NaN for text, missing and overflow. */
    public double number(int code) {
        return distinct.number(code);
    }

    /** Whether the value with this code is text. */
    public boolean isText(int code) {
        return distinct.isText(code);
    }

    /** Whether this is the code of a single value: not missing, not overflow. */
    public boolean isValue(int code) {
        return code > 0 && code <= distinct.size();
    }

    /** The value with this code, as a category. Only if {@link #isValue}. */
    public String category(int code) {
        return distinct.category(code);
    }

    /** The number of rows with this code. */
    public int count(int code) {
        return distinct.count(code);
    }

    /** The hash of the value with this code. */
    public long hash(int code) {
        return distinct.hash(code);
    }

    /**
     * The terms of a model in the texts of the column. Keeps the last ones: a run reads the same texts several times for the same model.
     *
     * @param input of the model
     */
    public TextVectors textVectors(Input input) {
        EncodedTexts known = encodedTexts;
        if (known == null || !known.features.equals(input.features())) {
            known = new EncodedTexts(input.features(), TextVectors.of(this, input));
            encodedTexts = known;
        }
        return known.vectors;
    }

    private record EncodedTexts(List<Feature> features, TextVectors vectors) {}

    /** The line of the first occurrence of this code. */
    public long firstLine(int code) {
        return distinct.firstLine(code);
    }

    /**
     * Counts the codes of some rows of a chunk with codes.
     *
     * @param rows their indices within the chunk
     * @param size the number of valid indices in {@code rows}
     * @param counts incremented at the code of each row; has length {@link #codes}
     */
    public void count(int chunk, int[] rows, int size, int[] counts) {
        Chunks.count(chunks.get(chunk), rows, size, counts);
    }

    /**
     * Counts the rows of a chunk with codes by code and class.
     *
     * @param classOfRow the class of each row
     * @param classes the number of classes
     * @param counts incremented at code * classes + class
     */
    public void count(int chunk, byte[] classOfRow, int classes, int[] counts) {
        Chunks.count(chunks.get(chunk), classOfRow, classes, counts);
    }

    /**
     * The codes of a chunk with codes.
     *
     * @param out receives one code per row
     */
    public void codes(int chunk, int[] out) {
        Chunks.codes(chunks.get(chunk), out);
    }

    /**
     * Adds the hash of the value and the name of the column to the hash of each row; a missing value adds nothing.
     *
     * @param rows their indices within the chunk
     * @param size the number of valid indices in {@code rows}
     */
    public void addHashes(int chunk, int[] rows, int size, long[] hashes) {
        long ofName = Distinct.hash(name.toCharArray(), 0, name.length());
        Object content = chunks.get(chunk);
        for (int i = 0; i < size; i++) {
            long value;
            if (content instanceof byte[] codes) {
                value = distinct.hash(codes[rows[i]] & 0xFF);
            } else if (content instanceof char[] codes) {
                value = codes[rows[i]] == Distinct.OVERFLOW ? 0 : distinct.hash(codes[rows[i]]);
            } else {
                double number =
                        content instanceof Decimals decimals ? decimals.get(rows[i]) : ((double[]) content)[rows[i]];
                value = Double.isNaN(number) ? 0 : Distinct.hash(number);
            }
            hashes[i] += value == 0 ? 0 : Hash.mix(ofName + value);
        }
    }

    /** Whether a chunk contains codes instead of numbers. */
    public boolean codedIn(int chunk) {
        return !(chunks.get(chunk) instanceof double[] || chunks.get(chunk) instanceof Decimals);
    }

    /**
     * Looks up the codes of some rows of a chunk.
     *
     * @param lookup one value per code; has length {@link #codes}
     * @param rows their indices within the chunk
     * @param size the number of valid indices in {@code rows}
     * @param out receives one value per row: from {@code lookup}, or the number if the chunk contains numbers
     */
    public void decode(int chunk, double[] lookup, int[] rows, int size, double[] out) {
        Chunks.decode(chunks.get(chunk), lookup, rows, size, out);
    }

    /**
     * Looks up the codes of a chunk.
     *
     * @param lookup one value per code; has length {@link #codes}
     * @param out receives one value per row: from {@code lookup}, or the number if the chunk contains numbers
     */
    public void decode(int chunk, double[] lookup, double[] out) {
        Chunks.decode(chunks.get(chunk), lookup, out);
    }

    /**
     * Adds to each row of a chunk the number of its code.
     *
     * @param ofCodes one number per code; has length {@link #codes}
     * @return false if the chunk has no codes; then nothing is added
     */
    public boolean addOfCodes(int chunk, long[] ofCodes, long[] sums) {
        return Chunks.addOfCodes(chunks.get(chunk), ofCodes, sums);
    }

    /** The number of chunks. */
    int chunks() {
        return chunks.size();
    }

    /** The number of rows in a chunk. */
    int rowsIn(int chunk) {
        return Chunks.size(chunks.get(chunk));
    }
}
