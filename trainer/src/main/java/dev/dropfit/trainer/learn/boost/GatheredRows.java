package dev.dropfit.trainer.learn.boost;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * The rows of a node of a growing tree, held-out ones included, as another process needs them to split the node further.
 *
 * @param codes [group][row]
 * @param derivatives one word per row, as in {@link Derivatives}
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record GatheredRows(byte[][] codes, long[] derivatives) {
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

    void write(DataOutput out) throws IOException {
        out.writeInt(codes.length);
        out.writeInt(rows());
        for (byte[] group : codes) {
            out.write(group);
        }
        for (long word : derivatives) {
            out.writeLong(word);
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
        for (int row = 0; row < rows; row++) {
            derivatives[row] = in.readLong();
        }
        return new GatheredRows(codes, derivatives);
    }
}
