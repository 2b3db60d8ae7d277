package dev.dropfit.trainer.table;

import java.util.BitSet;

/**
 * Which rows a model is judged on and which it is fitted on; some may be on neither side. A row's side depends on its own content alone: it
 * stays as the dataset grows, equal rows are on one side, and a smaller holdout lies within a larger one. Immutable.
 */
public final class Split {
    private static final int PLACES = 1 << 16;

    /** For each place a bit. */
    private final long[] heldOut;

    private final long[] trained;

    private Split(BitSet heldOut, BitSet trained) {
        this.heldOut = words(heldOut);
        this.trained = words(trained);
    }

    private static long[] words(BitSet places) {
        long[] words = new long[PLACES / Long.SIZE];
        long[] used = places.toLongArray();
        System.arraycopy(used, 0, words, 0, used.length);
        return words;
    }

    /**
     * The split that holds out this share of rows, on average, and trains on all others.
     *
     * @param share from 0 to 1, kept to 1/65536
     */
    public static Split of(double share) {
        int bound = (int) Math.round(share * PLACES);
        BitSet heldOut = new BitSet(PLACES);
        heldOut.set(0, bound);
        BitSet trained = new BitSet(PLACES);
        trained.set(bound, PLACES);
        return new Split(heldOut, trained);
    }

    /**
     * A split of the rows that this one trains on, dealt out into parts of about the same size.
     *
     * @param part from 0 to {@code parts} - 1: which one is held out; the others are trained on
     */
    public Split inside(int parts, int part) {
        BitSet within = BitSet.valueOf(trained);
        BitSet heldOut = new BitSet(PLACES);
        int rank = 0;
        for (int place = within.nextSetBit(0); place >= 0; place = within.nextSetBit(place + 1)) {
            heldOut.set(place, rank++ % parts == part);
        }
        within.andNot(heldOut);
        return new Split(heldOut, within);
    }

    /**
     * A split that trains on fewer of the rows that this one trains on, and holds out none.
     *
     * @param share of the rows trained on, from 0 to 1
     */
    public Split sample(double share) {
        BitSet kept = BitSet.valueOf(trained);
        int left = (int) Math.ceil(share * kept.cardinality());
        for (int place = kept.nextSetBit(0); place >= 0; place = kept.nextSetBit(place + 1)) {
            kept.set(place, left-- > 0);
        }
        return new Split(new BitSet(), kept);
    }

    /** Whether rows are held out at all. */
    public boolean judges() {
        return !BitSet.valueOf(heldOut).isEmpty();
    }

    /** Whether the row of this place is held out. */
    public boolean heldOut(char place) {
        return bit(heldOut, place) == 1;
    }

    private static int bit(long[] words, char place) {
        return (int) (words[place >> 6] >>> place) & 1;
    }

    /**
     * Finds the rows of one side in a chunk.
     *
     * @param rows receives their indices within the chunk; as long as {@link Table#CHUNK}
     * @return how many there are
     */
    public int select(char[] places, boolean heldOut, int[] rows) {
        long[] side = heldOut ? this.heldOut : trained;
        int count = 0;
        for (int i = 0; i < places.length; i++) {
            rows[count] = i;
            count += bit(side, places[i]);
        }
        return count;
    }

    /** How many rows of a table one side has. */
    public int count(Table table, boolean heldOut) {
        long[] side = heldOut ? this.heldOut : trained;
        int count = 0;
        for (char[] places : table.shares()) {
            for (char place : places) {
                count += bit(side, place);
            }
        }
        return count;
    }
}
