package dev.dropfit.trainer.learn.tree;

import dev.dropfit.core.model.Feature;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The rows of a chunk as bytes, to be kept or sent: the numbers of training rows and of held-out rows, then for each group of features a byte a row, then the
 * targets. Training rows come first. For one thread.
 */
public final class BinnedChunk {
    private final BinLayout layout;
    private final List<Feature> features;
    private final Side trained;
    private final Side heldOut;

    /** The rows of one side of the split. */
    private static final class Side {
        final byte[][] codes;
        final double[] target;
        int size;

        Side(int groups, int capacity) {
            codes = new byte[groups][capacity];
            target = new double[capacity];
        }
    }

    /**
     * An empty chunk.
     *
     * @param features those of the layout
     * @param capacity the maximum number of rows
     */
    public BinnedChunk(BinLayout layout, List<Feature> features, int capacity) {
        this.layout = layout;
        this.features = List.copyOf(features);
        trained = new Side(layout.groups().size(), capacity);
        heldOut = new Side(layout.groups().size(), capacity);
    }

    /**
     * Adds a row.
     *
     * @param values one for each feature: a number, NaN if missing, or the code of a level
     */
    public void add(double[] values, double target, boolean isHeldOut) {
        Side side = isHeldOut ? heldOut : trained;
        for (int group = 0; group < side.codes.length; group++) {
            side.codes[group][side.size] = (byte) layout.code(group, features, values);
        }
        side.target[side.size++] = target;
    }

    /** The number of rows. */
    public int size() {
        return trained.size + heldOut.size;
    }

    /** Packs the rows, and removes them. */
    public byte[] pack() {
        ByteBuffer out = ByteBuffer.allocate(2 * Integer.BYTES + size() * (trained.codes.length + Double.BYTES));
        out.putInt(trained.size).putInt(heldOut.size);
        for (int group = 0; group < trained.codes.length; group++) {
            out.put(trained.codes[group], 0, trained.size);
            out.put(heldOut.codes[group], 0, heldOut.size);
        }
        for (Side side : List.of(trained, heldOut)) {
            for (int row = 0; row < side.size; row++) {
                out.putDouble(side.target[row]);
            }
            side.size = 0;
        }
        return out.array();
    }

    /** Rows that were packed. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Packed(byte[] bytes) {
        /** The number of training rows. */
        public int trained() {
            return ByteBuffer.wrap(bytes).getInt();
        }

        /** The number of held-out rows. */
        public int heldOut() {
            return ByteBuffer.wrap(bytes).getInt(Integer.BYTES);
        }

        /**
         * Copies the rows.
         *
         * @param codes [group][row]
         * @param atTrained where the training rows go
         * @param atHeldOut where the held-out rows go
         */
        public void copy(byte[][] codes, double[] target, int atTrained, int atHeldOut) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            int trained = in.getInt();
            int heldOut = in.getInt();
            for (byte[] group : codes) {
                in.get(group, atTrained, trained);
                in.get(group, atHeldOut, heldOut);
            }
            in.asDoubleBuffer().get(target, atTrained, trained).get(target, atHeldOut, heldOut);
        }
    }
}
