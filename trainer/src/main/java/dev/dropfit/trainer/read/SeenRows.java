package dev.dropfit.trainer.read;

import org.jspecify.annotations.Nullable;

/**
 * Detects duplicate rows by the hash of their content. Stores a limited number of different rows, the first ones, in a few megabytes. Not
 * thread-safe.
 */
final class SeenRows {
    /** The maximum number of different rows to store. */
    static final int MAX_ROWS = 1 << 18;

    private static final long FREE = 0;

    /** A filter of 256 KB, which stays in the cache of a core; the rows that are stored set an eighth of its bits. */
    private static final int FILTER_BITS = 21;

    private long[] slots = new long[1024];
    private int size;
    /** Has a bit for each row that is stored. Made when the limit is reached: from then on most rows are not stored. */
    private long @Nullable [] filter;

    /** Whether a row with this content is stored. Stores it otherwise, if the limit is not reached. */
    boolean seen(long content) {
        long hash = content == FREE ? 1 : content;
        if (filter != null && !isIn(filter, hash)) {
            return false;
        }
        int slot = slot(hash);
        while (slots[slot] != FREE) {
            if (slots[slot] == hash) {
                return true;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        if (!full()) {
            slots[slot] = hash;
            size++;
            if (size * 2 > slots.length) {
                grow();
            }
            if (full()) {
                filter = filter();
            }
        }
        return false;
    }

    /** Whether the limit is reached: then some duplicates may not be detected. */
    boolean full() {
        return size == MAX_ROWS;
    }

    private long[] filter() {
        long[] bits = new long[1 << (FILTER_BITS - 6)];
        for (long hash : slots) {
            if (hash != FREE) {
                bits[bit(hash) >>> 6] |= 1L << bit(hash);
            }
        }
        return bits;
    }

    private static boolean isIn(long[] bits, long hash) {
        return (bits[bit(hash) >>> 6] & 1L << bit(hash)) != 0;
    }

    /** By other bits of the hash than its slot. */
    private static int bit(long hash) {
        return (int) (hash >>> (Long.SIZE - FILTER_BITS));
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        for (long hash : old) {
            if (hash != FREE) {
                int slot = slot(hash);
                while (slots[slot] != FREE) {
                    slot = (slot + 1) & (slots.length - 1);
                }
                slots[slot] = hash;
            }
        }
    }

    private int slot(long hash) {
        return (int) hash & (slots.length - 1);
    }
}
