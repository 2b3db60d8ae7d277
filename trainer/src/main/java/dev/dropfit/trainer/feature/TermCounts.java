package dev.dropfit.trainer.feature;

import java.util.Arrays;

/** Counts hashes, up to a maximum number of different ones; those that come later are left out. Not thread-safe. */
final class TermCounts {
    private static final int NONE = -1;

    private final int max;
    private long[] keys = new long[1 << 10];
    private int[] places = filled(1 << 10);
    private long[] hashes = new long[1 << 9];
    private int[] counts = new int[1 << 9];
    private int size;

    TermCounts(int max) {
        this.max = max;
    }

    private static int[] filled(int capacity) {
        int[] places = new int[capacity];
        Arrays.fill(places, NONE);
        return places;
    }

    /** Counts a hash so many times more. */
    void add(long hash, int times) {
        int slot = slot(hash);
        if (places[slot] != NONE) {
            counts[places[slot]] += times;
        } else if (size < max) {
            if (size == hashes.length) {
                grow();
                slot = slot(hash);
            }
            keys[slot] = hash;
            places[slot] = size;
            hashes[size] = hash;
            counts[size++] = times;
        }
    }

    private int slot(long hash) {
        int slot = (int) hash & (keys.length - 1);
        while (places[slot] != NONE && keys[slot] != hash) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    private void grow() {
        hashes = Arrays.copyOf(hashes, 2 * size);
        counts = Arrays.copyOf(counts, 2 * size);
        keys = new long[4 * size];
        places = filled(4 * size);
        for (int place = 0; place < size; place++) {
            int slot = slot(hashes[place]);
            keys[slot] = hashes[place];
            places[slot] = place;
        }
    }

    /** The place of a hash in the order of first occurrence; negative if it was not counted. */
    int place(long hash) {
        return places[slot(hash)];
    }

    /** The number of different hashes. */
    int size() {
        return size;
    }

    long hash(int place) {
        return hashes[place];
    }

    int count(int place) {
        return counts[place];
    }
}
