package dev.dropfit.trainer.learn.linear;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A block of rows without texts as bytes, to be kept or sent: the number of rows, the targets, then feature after feature. A column of up to 256
 * different numbers takes a byte for each row, another one eight; codes take one or two.
 */
public final class PackedBlock {
    private static final int MAX_DISTINCT = 256;

    private PackedBlock() {}

    /** Packs the rows of a block. */
    public static byte[] pack(Block block) {
        int size = block.size();
        // The most that it can take.
        int features = block.features().size();
        ByteBuffer out = ByteBuffer.allocate(
                Integer.BYTES + (features + 1) * (Short.BYTES + MAX_DISTINCT * Double.BYTES + size * Double.BYTES));
        out.putInt(size);
        putNumbers(block.target(), size, out);
        for (int f = 0; f < features; f++) {
            if (block.isNumeric(f)) {
                putNumbers(block.numbers(f), size, out);
            } else {
                putCodes(block.codes(f), size, block.features().get(f).width() <= MAX_DISTINCT, out);
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Unpacks rows into a block of the same features, which must have room for them. */
    public static void unpack(byte[] packed, Block block) {
        ByteBuffer in = ByteBuffer.wrap(packed);
        int size = in.getInt();
        block.resize(size);
        takeNumbers(in, block.target(), size);
        for (int f = 0; f < block.features().size(); f++) {
            if (block.isNumeric(f)) {
                takeNumbers(in, block.numbers(f), size);
            } else {
                takeCodes(in, block.codes(f), size, block.features().get(f).width() <= MAX_DISTINCT);
            }
        }
    }

    private static void putNumbers(double[] numbers, int size, ByteBuffer out) {
        long[] bits = new long[size];
        for (int i = 0; i < size; i++) {
            bits[i] = Double.doubleToRawLongBits(numbers[i]);
        }
        long[] distinct = distinct(bits);
        out.putShort((short) distinct.length);
        if (distinct.length == 0) {
            for (long value : bits) {
                out.putLong(value);
            }
            return;
        }
        for (long value : distinct) {
            out.putLong(value);
        }
        for (long value : bits) {
            out.put((byte) Arrays.binarySearch(distinct, value));
        }
    }

    /** The different values in ascending order; empty if there are too many. */
    private static long[] distinct(long[] bits) {
        long[] sorted = bits.clone();
        Arrays.sort(sorted);
        int count = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                if (count == MAX_DISTINCT) {
                    return new long[0];
                }
                sorted[count++] = sorted[i];
            }
        }
        return Arrays.copyOf(sorted, count);
    }

    private static void takeNumbers(ByteBuffer in, double[] numbers, int size) {
        int count = in.getShort();
        if (count == 0) {
            for (int i = 0; i < size; i++) {
                numbers[i] = in.getDouble();
            }
            return;
        }
        double[] distinct = new double[count];
        for (int i = 0; i < count; i++) {
            distinct[i] = in.getDouble();
        }
        for (int i = 0; i < size; i++) {
            numbers[i] = distinct[in.get() & 0xFF];
        }
    }

    private static void putCodes(int[] codes, int size, boolean small, ByteBuffer out) {
        for (int i = 0; i < size; i++) {
            if (small) {
                out.put((byte) codes[i]);
            } else {
                out.putChar((char) codes[i]);
            }
        }
    }

    private static void takeCodes(ByteBuffer in, int[] codes, int size, boolean small) {
        for (int i = 0; i < size; i++) {
            codes[i] = small ? in.get() & 0xFF : in.getChar();
        }
    }
}
