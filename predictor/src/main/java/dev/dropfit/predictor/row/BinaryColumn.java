package dev.dropfit.predictor.row;

import dev.dropfit.core.model.Feature;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** A column of binary values in little-endian order, one after the other. Reads them in place. Not thread-safe. */
public final class BinaryColumn implements RequestColumn {
    private static final long MAX_EXACT = 1L << 53;
    private static final int BYTE_MASK = 0xFF;
    private static final int SHORT_MASK = 0xFFFF;
    private static final long INT_MASK = 0xFFFF_FFFFL;

    private final String name;
    private final Datatype type;
    private final BinaryValues values;
    private final ByteBuffer bytes;
    private final int first;
    private final int step;
    private char[] chars = new char[64];

    /**
     * A column of values.
     *
     * @param name the name of its field
     * @param type the datatype of the values
     * @param first the index of the first row's value
     * @param step the distance to the next row's value
     */
    public BinaryColumn(String name, Datatype type, BinaryValues values, int first, int step) {
        this.name = name;
        this.type = type;
        this.values = values;
        this.first = first;
        this.step = step;
        bytes = ByteBuffer.wrap(values.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public String name() {
        return name;
    }

    /** Fills a field of the builder's row from a row of the column. */
    void fill(int row, int input, RowBuilder builder) {
        int index = first + row * step;
        int at = values.start(index);
        switch (type) {
            case BOOL -> {
                int flag = bytes.get(at);
                if (flag == 0 || flag == 1) {
                    builder.bool(input, flag == 1);
                } else {
                    builder.unusable(input, Integer.toString(flag & BYTE_MASK), type.accepted());
                }
            }
            case INT8 -> builder.number(input, bytes.get(at));
            case UINT8 -> builder.number(input, bytes.get(at) & BYTE_MASK);
            case INT16 -> builder.number(input, bytes.getShort(at));
            case UINT16 -> builder.number(input, bytes.getShort(at) & SHORT_MASK);
            case INT32 -> builder.number(input, bytes.getInt(at));
            case UINT32 -> builder.number(input, (double) (bytes.getInt(at) & INT_MASK));
            case INT64 -> fillLong(bytes.getLong(at), input, builder);
            case UINT64 -> fillUnsigned(bytes.getLong(at), input, builder);
            case FP16 -> builder.number(input, half(bytes.getShort(at)));
            case BF16 -> builder.single(input, Float.intBitsToFloat(bytes.getShort(at) << Short.SIZE));
            case FP32 -> builder.single(input, bytes.getFloat(at));
            case FP64 -> builder.number(input, bytes.getDouble(at));
            case BYTES, CELL, ANY -> fillText(at, values.length(index), input, builder);
        }
    }

    /**
     * Copies the numbers of all rows that there is place for.
     *
     * @param to the rows, one after the other; a row has a value for each column
     * @param at the index of the first row's value
     * @param width the distance to the next row's value
     * @return false if a value is not between the bounds, or may need its text
     */
    boolean fillNumbers(double[] to, int at, int width, double lowest, double highest) {
        if (values.size() == 0) {
            return false;
        }
        int from = values.start(first);
        int distance = values.start(first + step) - from;
        boolean isDouble = type == Datatype.FP64;
        boolean isSingle = type == Datatype.FP32;
        for (int i = at; i < to.length; i += width) {
            double number = isDouble ? bytes.getDouble(from) : isSingle ? bytes.getFloat(from) : integer(from);
            // Not if it is NaN, either.
            if (!(number >= lowest && number <= highest)) {
                return false;
            }
            // No -0: as in numbers that are read from text.
            to[i] = number + 0.0;
            from += distance;
        }
        return true;
    }

    /** The same for the codes of categories; false if training has not seen one. */
    boolean fillCategories(double[] to, int at, int width, Feature.Categorical categories) {
        if (!fillNumbers(to, at, width, -Double.MAX_VALUE, Double.MAX_VALUE)) {
            return false;
        }
        for (int i = at; i < to.length; i += width) {
            double number = to[i];
            if (type == Datatype.FP32 && number != (int) number) {
                // A fraction has other digits as a single than as a double.
                return false;
            }
            to[i] = categories.code(number);
            if (to[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** An integer of 32 or 64 bits that a double holds; NaN for other types and integers. */
    private double integer(int at) {
        return switch (type) {
            case INT32 -> bytes.getInt(at);
            case INT64 -> exact(bytes.getLong(at));
            default -> Double.NaN;
        };
    }

    private static double exact(long number) {
        return Math.abs(number) <= MAX_EXACT ? number : Double.NaN;
    }

    private void fillLong(long number, int input, RowBuilder builder) {
        if (Math.abs(number) <= MAX_EXACT) {
            builder.number(input, (double) number);
        } else {
            fillDigits(Long.toString(number), input, builder);
        }
    }

    private void fillUnsigned(long number, int input, RowBuilder builder) {
        if (number >= 0) {
            fillLong(number, input, builder);
        } else {
            fillDigits(Long.toUnsignedString(number), input, builder);
        }
    }

    /** An integer that a double may not hold, such as a key: its digits count. */
    private static void fillDigits(String digits, int input, RowBuilder builder) {
        builder.number(input, digits.toCharArray(), 0, digits.length());
    }

    private void fillText(int at, int length, int input, RowBuilder builder) {
        if (chars.length < length) {
            chars = new char[Math.max(length, 2 * chars.length)];
        }
        int size = 0;
        while (size < length && bytes.get(at + size) > 0) {
            chars[size] = (char) bytes.get(at + size);
            size++;
        }
        if (size < length) {
            size = decode(at, length);
        }
        if (type == Datatype.CELL) {
            builder.text(input, chars, 0, size);
        } else {
            builder.string(input, chars, 0, size);
        }
    }

    /** Decodes UTF-8; what is not UTF-8 becomes the character for that. Returns the number of characters, at most one per byte. */
    private int decode(int at, int length) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        CharBuffer decoded = CharBuffer.wrap(chars);
        decoder.decode(ByteBuffer.wrap(values.bytes(), at, length), decoded, true);
        return decoded.position();
    }

    /** A number of 16 bits: one for the sign, five for the exponent, ten for the fraction. */
    static double half(short bits) {
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        double magnitude;
        if (exponent == 0x1F) {
            magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            magnitude = Math.scalb((double) fraction, -24);
        } else {
            magnitude = Math.scalb((double) (fraction + 0x400), exponent - 25);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
