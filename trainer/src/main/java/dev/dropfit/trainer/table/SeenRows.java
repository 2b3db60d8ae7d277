package dev.dropfit.trainer.table;

/**
 * Tells rows that came before by the hashes of their content. Remembers a bounded number of different rows, the first ones: a few megabytes
 * at most. Not thread-safe.
 */
final class SeenRows {
    /** How many different rows are remembered. */
    static final int LIMIT = 1 << 18;

    private static final long FREE = 0;

    private long[] slots = new long[1024];
    private int size;

    /** Whether a row of this content is among those remembered; if not it is from now on, while there is room. */
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

    /** Whether there was no room for some row: then what is told is the least that there is. */
    boolean full() {
        return size == LIMIT;
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
