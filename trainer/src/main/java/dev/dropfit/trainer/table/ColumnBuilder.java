package dev.dropfit.trainer.table;

import dev.dropfit.core.csv.CommaNumbers;
import dev.dropfit.core.csv.DateTimes;
import dev.dropfit.core.csv.Problem;
import dev.dropfit.core.csv.Values;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Collects the cells of a column, row by row. Ignores a cell whose row is not committed. Not thread-safe. */
final class ColumnBuilder {
    private static final int SMALL_DIGITS = 3;
    /** The memory of an empty column with all that is made of it. */
    private static final int OBJECT_BYTES = 2_000;

    private static final int SMALL_INTEGERS = 1000;
    /** The rows that a new column has room for: wide files have few rows. */
    private static final int FIRST_ROWS = 64;

    private final String name;
    private final long nameHash;
    /** Whether numbers may have decimal commas. The earlier cells are only examined when it matters. */
    private final boolean commasAllowed;

    private boolean commaNumbers;
    private boolean points;
    private Distinct distinct = new Distinct();
    /** The codes of small whole numbers, which are the most frequent cells: avoids a hash lookup. 0 if there is no code yet. */
    private char[] smallCodes = new char[0];

    private final List<Object> chunks = new ArrayList<>();
    private char @Nullable [] codes = new char[FIRST_ROWS];
    private double @Nullable [] numbers;
    private int inChunk;
    private long missing;
    private long texts;
    private boolean overflowed;
    /** Whether {@link #numbers} are times: the texts of a column with too many values were times. */
    private boolean timed;

    private long timesWithoutCode;
    private @Nullable Problem firstOther;
    private boolean identifying;
    private long rows;
    private long chunkBytes;
    /** The memory of a row in the last chunk. */
    private int bytesPerRow;

    private @Nullable Problem firstText;

    private @Nullable Problem text;
    private int code;
    private double number;
    /** The time of a value without a code. */
    private double time;

    private @Nullable Problem other;
    private long hash;

    /** @param commasAllowed whether numbers may have decimal commas */
    ColumnBuilder(String name, boolean commasAllowed) {
        this.name = name;
        this.commasAllowed = commasAllowed;
        this.nameHash = Distinct.hash(name.toCharArray(), 0, name.length());
    }

    /** Whether this text is the column's name. */
    boolean isNamed(char[] buffer, int offset, int length) {
        return length == name.length() && name.contentEquals(CharBuffer.wrap(buffer, offset, length));
    }

    /** The cell of the next row. */
    void cell(char[] buffer, int offset, int length, long line) {
        int small = smallInteger(buffer, offset, length);
        if (small >= 0 && small < smallCodes.length && codes != null && smallCodes[small] > 0) {
            code = smallCodes[small];
            number = small;
            time = Double.NaN;
            hash = distinct.hash(code);
            return;
        }
        if (Values.isMissing(buffer, offset, length)) {
            code = Distinct.MISSING;
            number = Double.NaN;
            time = Double.NaN;
            hash = 0;
            return;
        }
        number = commaNumbers ? CommaNumbers.number(buffer, offset, length) : Values.number(buffer, offset, length);
        points =
                points || (commasAllowed && !commaNumbers && !Double.isNaN(number) && hasPoint(buffer, offset, length));
        if (Double.isNaN(number)) {
            if (firstText == null) {
                text = new Problem(line, name, new String(buffer, offset, Math.min(length, 40)));
            }
            hash = textHash(buffer, offset, length);
            code = distinct.codeOf(buffer, offset, length, hash, line);
        } else if (codes != null) {
            code = distinct.codeOf(number, line);
            hash = code == Distinct.OVERFLOW ? Distinct.hash(number) : distinct.hash(code);
            if (small >= 0 && code != Distinct.OVERFLOW) {
                if (small >= smallCodes.length) {
                    smallCodes = Arrays.copyOf(smallCodes, small < 10 ? 10 : small < 100 ? 100 : SMALL_INTEGERS);
                }
                smallCodes[small] = (char) code;
            }
        } else {
            code = Distinct.OVERFLOW;
            hash = Distinct.hash(number);
        }
        if (code == Distinct.OVERFLOW && !overflowed && turnToCommaNumbers()) {
            cell(buffer, offset, length, line);
            return;
        }
        time = overflowed || code == Distinct.OVERFLOW ? DateTimes.seconds(buffer, offset, length) : Double.NaN;
        if (timed && Double.isNaN(time) && firstOther == null) {
            other = new Problem(line, name, new String(buffer, offset, Math.min(length, 40)));
        }
    }

    /** The hash of a text, or of the number that it may mean, so that the hash of a row does not depend on other rows. */
    private long textHash(char[] buffer, int offset, int length) {
        if (!commasAllowed) {
            return Distinct.hash(buffer, offset, length);
        }
        double number =
                commaNumbers ? Values.number(buffer, offset, length) : CommaNumbers.number(buffer, offset, length);
        return Double.isNaN(number) ? Distinct.hash(buffer, offset, length) : Distinct.hash(number);
    }

    private static boolean hasPoint(char[] buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (buffer[i] == '.') {
                return true;
            }
        }
        return false;
    }

    /** Turns the values so far into numbers, if they are numbers with decimal commas. */
    private boolean turnToCommaNumbers() {
        if (!commasAllowed || commaNumbers || points || texts == 0 || Commas.of(distinct) != Commas.DECIMAL) {
            return false;
        }
        Distinct numbered = new Distinct();
        char[] turned = new char[distinct.size() + 1];
        for (int code = 1; code < turned.length; code++) {
            if (distinct.count(code) > 0) {
                double number =
                        distinct.isText(code) ? CommaNumbers.number(distinct.category(code)) : distinct.number(code);
                turned[code] = (char) numbered.codeOf(number, distinct.firstLine(code));
                numbered.incrementAs(turned[code], distinct, code);
            }
        }
        for (Object chunk : chunks) {
            turn(chunk, turned);
        }
        if (codes != null) {
            turn(codes, turned);
        }
        distinct = numbered;
        commaNumbers = true;
        texts = 0;
        firstText = null;
        Arrays.fill(smallCodes, (char) 0);
        return true;
    }

    /** Replaces codes by new codes, which are not larger. */
    private static void turn(Object chunk, char[] turned) {
        if (chunk instanceof byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) turned[bytes[i] & 0xFF];
            }
        } else if (chunk instanceof char[] chars) {
            for (int i = 0; i < chars.length; i++) {
                chars[i] = turned[chars[i]];
            }
        }
    }

    /** A whole number of up to three digits without leading zeros; -1 for other texts. */
    private static int smallInteger(char[] buffer, int offset, int length) {
        if (length == 0 || length > SMALL_DIGITS || (buffer[offset] == '0' && length > 1)) {
            return -1;
        }
        int number = 0;
        for (int i = offset; i < offset + length; i++) {
            int digit = buffer[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** The code of the cell of the next row. */
    int code() {
        return code;
    }

    boolean isMissing() {
        return code == Distinct.MISSING;
    }

    /** The hash of the cell of the next row and the name of the column; 0 for a missing value. */
    long contentHash() {
        return code == Distinct.MISSING ? 0 : Distinct.mix(nameHash + hash);
    }

    /** Adds the cell of the next row to the column. */
    void commit() {
        if (code == Distinct.OVERFLOW && !overflowed) {
            overflowed = true;
            // Whether all values so far are different.
            identifying = rows - missing == distinct.counted();
            Times times = Times.of(name, distinct, false, 0, null);
            timed = times.rows() > 0 && times.rows() >= (1 - SchemaInference.MAX_STRAY_SHARE) * (rows - missing);
            if (timed) {
                holdNumbers(times::of);
            }
        }
        rows++;
        distinct.increment(code);
        if (code == Distinct.MISSING) {
            missing++;
        } else if (timed && Double.isNaN(time)) {
            firstOther = firstOther == null ? other : firstOther;
        }
        if (code == Distinct.OVERFLOW && !Double.isNaN(time)) {
            timesWithoutCode++;
        }
        if (code != Distinct.MISSING && Double.isNaN(number)) {
            texts++;
            firstText = firstText == null ? text : firstText;
        }
        // A few stray texts do not make the column text: they become missing, so that the numbers from here on do not.
        if (code == Distinct.OVERFLOW
                && codes != null
                && !Double.isNaN(number)
                && texts <= SchemaInference.MAX_STRAY_SHARE * (rows - missing)) {
            holdNumbers(distinct::number);
        }
        if (codes != null) {
            if (inChunk == codes.length) {
                codes = Arrays.copyOf(codes, Math.min(Table.CHUNK, 4 * inChunk));
            }
            codes[inChunk++] = (char) code;
        } else if (numbers != null) {
            numbers[inChunk++] = timed ? time : number;
        }
        if (inChunk == Table.CHUNK) {
            finishChunk();
        }
    }

    /** From this chunk on, stores numbers instead of codes. */
    private void holdNumbers(IntToDoubleFunction ofCode) {
        double[] held = new double[Table.CHUNK];
        for (int i = 0; codes != null && i < inChunk; i++) {
            held[i] = ofCode.applyAsDouble(codes[i]);
        }
        numbers = held;
        codes = null;
    }

    private void finishChunk() {
        if (codes != null) {
            chunks.add(distinct.size() < 256 ? bytes(codes, inChunk) : Arrays.copyOf(codes, inChunk));
            bytesPerRow = distinct.size() < 256 ? Byte.BYTES : Character.BYTES;
        } else if (numbers != null) {
            Optional<Decimals> decimals = Decimals.of(numbers, inChunk);
            chunks.add(decimals.isPresent() ? decimals.get() : Arrays.copyOf(numbers, inChunk));
            bytesPerRow = decimals.isPresent() ? Integer.BYTES : Double.BYTES;
        }
        chunkBytes += (long) inChunk * bytesPerRow;
        inChunk = 0;
    }

    private static byte[] bytes(char[] codes, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) codes[i];
        }
        return bytes;
    }

    /** The memory of the column so far, about, in bytes. */
    long bytes() {
        return OBJECT_BYTES
                + chunkBytes
                + distinct.bytes()
                + (codes == null ? 0 : (long) codes.length * Character.BYTES);
    }

    /** The memory that more rows like the last ones need, about, in bytes: the distinct values grow up to their maximum only. */
    double moreBytes(double rows, double growth) {
        double values = Math.min(growth, (double) Distinct.MAX_CODES / Math.max(1, distinct.size())) - 1;
        return rows * bytesPerRow + Math.max(0, codes == null ? 0 : values) * distinct.bytes();
    }

    Column build() {
        if (inChunk > 0) {
            finishChunk();
        }
        if (!overflowed) {
            turnToCommaNumbers();
            identifying = rows - missing == distinct.counted();
        }
        Times times = Times.of(name, distinct, timed, timesWithoutCode, firstOther);
        Commas commas = commaNumbers
                ? Commas.DECIMAL
                : texts > 0 && Commas.of(distinct) != Commas.OTHER ? Commas.UNCLEAR : Commas.OTHER;
        return new Column(name, distinct, chunks, codes != null, missing, texts, identifying, commas, firstText, times);
    }
}
