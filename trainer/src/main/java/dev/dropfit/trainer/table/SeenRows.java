package dev.dropfit.trainer.table;

/**
 * Detects duplicate rows by the hash of their content. Stores a limited number of different rows, the first ones, in a few megabytes. Not
 * thread-safe.
 */
final class SeenRows {
    /** The maximum number of different rows to store. */
    static final int MAX_ROWS = 1 << 18;

    private static final long FREE = 0;

    private long[] slots = new long[1024];
    private int size;

    /** Whether a row with this content is stored. Stores it otherwise, if the limit is not reached. */
    boolean seen(long content) {
        long hash = content == FREE ? 1 : content;
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
        }
        return false;
    }

    /** Whether the limit is reached: then some duplicates may not be detected. */
    boolean full() {
        return size == MAX_ROWS;
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
