package dev.dropfit.core.model;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Some rows of the dataset that a model was trained on, each as a hash, so that the next dataset can be compared with it. There are no values
 * in it. The rows are those with the smallest hashes: another dataset that holds one of them has it in its own sample, up to the smaller of
 * the two {@link #bound bounds} (A. Z. Broder, On the resemblance and containment of documents, 1997).
 *
 * <p>Equal rows are one entry. Immutable.
 */
public final class RowSample {
    /** The maximum number of entries in a model file. */
    public static final int MAX_ENTRIES = 4096;

    /** The label of equal rows that do not have the same label, or whose class the model does not know. */
    public static final int NO_LABEL = 0x7fff;

    private static final int HELD_OUT = 0x8000;
    private static final int BYTES_PER_ENTRY = Long.BYTES + Short.BYTES;

    private final long bound;
    private final long[] hashes;
    private final short[] labels;

    private RowSample(long bound, long[] hashes, short[] labels) {
        this.bound = bound;
        this.hashes = hashes;
        this.labels = labels;
    }

    /**
     * A sample of entries in ascending order of their hashes.
     *
     * @param bound all rows with a hash up to this one are in the sample
     * @param hashes none twice, each from 0 to {@code bound}
     * @param labels of each entry, as {@link #label(int, boolean)} makes them
     */
    public static RowSample of(long bound, long[] hashes, short[] labels) {
        for (int i = 0; i < hashes.length; i++) {
            if (hashes[i] < 0 || hashes[i] > bound || (i > 0 && hashes[i] <= hashes[i - 1])) {
                throw new IllegalArgumentException("The hashes are not in ascending order");
            }
        }
        if (labels.length != hashes.length) {
            throw new IllegalArgumentException(labels.length + " labels of " + hashes.length + " rows");
        }
        return new RowSample(bound, hashes.clone(), labels.clone());
    }

    /**
     * The label of an entry.
     *
     * @param code the index of the class, or some bits of the hash of a number; from 0 to {@link #NO_LABEL}
     * @param heldOut whether the row was in the holdout
     */
    public static short label(int code, boolean heldOut) {
        return (short) (code | (heldOut ? HELD_OUT : 0));
    }

    /** All rows with a hash up to this one are in the sample. */
    public long bound() {
        return bound;
    }

    /** The number of entries. */
    public int size() {
        return hashes.length;
    }

    /** The hash of an entry; they ascend. */
    public long hash(int entry) {
        return hashes[entry];
    }

    /** The entry with this hash; negative if there is none. */
    public int find(long hash) {
        return Arrays.binarySearch(hashes, hash);
    }

    /** The label of an entry, {@link #NO_LABEL} if it is not known. */
    public int label(int entry) {
        return labels[entry] & NO_LABEL;
    }

    /** Whether an entry was in the holdout. */
    public boolean heldOut(int entry) {
        return (labels[entry] & HELD_OUT) != 0;
    }

    /** The sample as in a model file: the bound, then the hash and the label of each entry. */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + hashes.length * BYTES_PER_ENTRY);
        bytes.putLong(bound);
        for (int i = 0; i < hashes.length; i++) {
            bytes.putLong(hashes[i]).putShort(labels[i]);
        }
        return bytes.array();
    }

    /**
     * Reads a sample.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static RowSample read(byte[] content) {
        if (content.length < Long.BYTES || (content.length - Long.BYTES) % BYTES_PER_ENTRY != 0) {
            throw new IllegalArgumentException("A sample of rows does not have " + content.length + " bytes");
        }
        ByteBuffer bytes = ByteBuffer.wrap(content);
        long bound = bytes.getLong();
        long[] hashes = new long[bytes.remaining() / BYTES_PER_ENTRY];
        short[] labels = new short[hashes.length];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = bytes.getLong();
            labels[i] = bytes.getShort();
        }
        return of(bound, hashes, labels);
    }

    /** The maximum size in a model file, in bytes. */
    public static int maxBytes() {
        return Long.BYTES + MAX_ENTRIES * BYTES_PER_ENTRY;
    }
}
