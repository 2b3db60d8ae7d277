package dev.dropfit.predictor.row;

import dev.dropfit.predictor.memory.RequestMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Where the values of a binary tensor are in a body. Immutable. */
public final class BinaryValues {
    private final byte[] bytes;
    private final int offset;
    /** The bytes of each value; 0 if each has a length of its own. */
    private final int size;
    /** For values of different lengths: where each begins, after its length. */
    private final int @Nullable [] starts;

    private BinaryValues(byte[] bytes, int offset, int size, int @Nullable [] starts) {
        this.bytes = bytes;
        this.offset = offset;
        this.size = size;
        this.starts = starts;
    }

    /**
     * The values in a part of a body; null if the part does not have exactly this number of values.
     *
     * @param type the datatype of the values
     * @param count the number of values
     */
    public static @Nullable BinaryValues find(
            byte[] bytes, int offset, int length, Datatype type, long count, RequestMemory memory) {
        if (type.size() > 0) {
            return count * type.size() == length ? new BinaryValues(bytes, offset, type.size(), null) : null;
        }
        // Each value has the four bytes of its length at least, so the count is bounded before memory is spent.
        if (count * Integer.BYTES > length) {
            return null;
        }
        memory.reserve(Integer.BYTES * (count + 1));
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int[] starts = new int[(int) count + 1];
        int at = offset;
        int end = offset + length;
        for (int i = 0; i < count; i++) {
            if (end - at < Integer.BYTES) {
                return null;
            }
            int own = buffer.getInt(at);
            at += Integer.BYTES;
            if (own < 0 || own > end - at) {
                return null;
            }
            starts[i] = at;
            at += own;
        }
        // As if another value followed.
        starts[(int) count] = at + Integer.BYTES;
        return at == end ? new BinaryValues(bytes, offset, 0, starts) : null;
    }

    byte[] bytes() {
        return bytes;
    }

    /** The bytes of each value; 0 if each has a length of its own. */
    int size() {
        return size;
    }

    /** Where a value begins. */
    int start(int index) {
        return starts == null ? offset + index * size : starts[index];
    }

    /** The bytes of a value. */
    int length(int index) {
        return starts == null ? size : starts[index + 1] - Integer.BYTES - starts[index];
    }
}
