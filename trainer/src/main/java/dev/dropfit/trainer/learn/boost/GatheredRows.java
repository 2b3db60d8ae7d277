package dev.dropfit.trainer.learn.boost;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The rows of a node of a growing tree, held-out ones included, as another process needs them to split the node further.
 *
 * @param codes [group][row]
 * @param derivatives one word per row, as in {@link Derivatives}
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record GatheredRows(byte[][] codes, long[] derivatives) {
    /** Rows whose derivatives are written together. */
    private static final int BLOCK = 1024;

    int rows() {
        return derivatives.length;
    }

    /** The rows of several parts, at least one. */
    static GatheredRows joined(List<GatheredRows> parts) {
        int rows = parts.stream().mapToInt(GatheredRows::rows).sum();
        byte[][] codes = new byte[parts.get(0).codes.length][rows];
        long[] derivatives = new long[rows];
        int at = 0;
        for (GatheredRows part : parts) {
            for (int group = 0; group < codes.length; group++) {
                System.arraycopy(part.codes[group], 0, codes[group], at, part.rows());
            }
            System.arraycopy(part.derivatives, 0, derivatives, at, part.rows());
            at += part.rows();
        }
        return new GatheredRows(codes, derivatives);
    }

    /** About how many bytes {@link #write} writes. */
    int bytes() {
        return rows() * (codes.length + Long.BYTES);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(codes.length);
        out.writeInt(rows());
        for (byte[] group : codes) {
            out.write(group);
        }
        ByteBuffer block = ByteBuffer.allocate(BLOCK * Long.BYTES);
        for (int from = 0; from < rows(); from += BLOCK) {
            int length = Math.min(BLOCK, rows() - from);
            block.asLongBuffer().put(derivatives, from, length);
            out.write(block.array(), 0, length * Long.BYTES);
        }
    }

    static GatheredRows read(DataInput in) throws IOException {
        int groups = in.readInt();
        int rows = in.readInt();
        byte[][] codes = new byte[groups][rows];
        for (byte[] group : codes) {
            in.readFully(group);
        }
        long[] derivatives = new long[rows];
        ByteBuffer block = ByteBuffer.allocate(BLOCK * Long.BYTES);
        for (int from = 0; from < rows; from += BLOCK) {
            int length = Math.min(BLOCK, rows - from);
            in.readFully(block.array(), 0, length * Long.BYTES);
            block.asLongBuffer().get(derivatives, from, length);
        }
        return new GatheredRows(codes, derivatives);
    }
}
