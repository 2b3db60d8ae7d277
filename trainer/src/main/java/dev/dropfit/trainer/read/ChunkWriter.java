package dev.dropfit.trainer.read;

import dev.dropfit.trainer.format.Decimals;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The rows of a column that is being read, in chunks of codes or, from some chunk on, of numbers. Not thread-safe. */
final class ChunkWriter {
    /** The rows that a new column has room for: wide files have few rows. */
    private static final int FIRST_ROWS = 64;

    private final List<Object> chunks = new ArrayList<>();
    private char @Nullable [] codes = new char[FIRST_ROWS];
    private double @Nullable [] numbers;
    private int inChunk;
    private long chunkBytes;
    /** The memory of a row in the last chunk. */
    private int bytesPerRow;

    /** Whether all chunks so far have codes. */
    boolean coded() {
        return codes != null;
    }

    /** The memory of a row in the last chunk, in bytes. */
    int bytesPerRow() {
        return bytesPerRow;
    }

    /** The memory of the chunks, in bytes. */
    long bytes() {
        return chunkBytes + (codes == null ? 0 : (long) codes.length * Character.BYTES);
    }

    /**
     * Adds a row.
     *
     * @param code of its value, as long as chunks have codes
     * @param number its value, after that
     * @param values the number of different values with a code
     */
    void add(char code, double number, int values) {
        if (codes != null) {
            if (inChunk == codes.length) {
                codes = Arrays.copyOf(codes, Math.min(Table.CHUNK, 4 * inChunk));
            }
            codes[inChunk++] = code;
        } else if (numbers != null) {
            numbers[inChunk++] = number;
        }
        if (inChunk == Table.CHUNK) {
            finishChunk(values);
        }
    }

    /**
     * All chunks; no more rows come.
     *
     * @param values the number of different values with a code
     */
    List<Object> finish(int values) {
        if (inChunk > 0) {
            finishChunk(values);
        }
        return chunks;
    }

    /**
     * Replaces codes by new codes, which are not larger.
     *
     * @param turned the new code of each code
     */
    void turn(char[] turned) {
        for (Object chunk : chunks) {
            turn(chunk, turned);
        }
        if (codes != null) {
            turn(codes, turned);
        }
    }

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

    /** From this chunk on, stores numbers instead of codes. */
    void holdNumbers(IntToDoubleFunction ofCode) {
        double[] held = new double[Table.CHUNK];
        for (int i = 0; codes != null && i < inChunk; i++) {
            held[i] = ofCode.applyAsDouble(codes[i]);
        }
        numbers = held;
        codes = null;
    }

    private void finishChunk(int values) {
        if (codes != null) {
            chunks.add(values < 256 ? bytes(codes, inChunk) : Arrays.copyOf(codes, inChunk));
            bytesPerRow = values < 256 ? Byte.BYTES : Character.BYTES;
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
}
