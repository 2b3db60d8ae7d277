package dev.dropfit.trainer.split;

import dev.dropfit.trainer.table.Table;
import java.util.BitSet;

/**
 * Divides rows into training rows and holdout by their places; some may be in neither. The place of a row depends on its content, not on other
 * rows, so a row keeps its side when the dataset grows, and a smaller holdout is a subset of a larger one. Immutable.
 */
public final class Split {
    /** One bit per place. */
    private final long[] heldOut;

    private final long[] trained;
    /** Whether lower places are later rows. */
    private final boolean ordered;

    private Split(BitSet heldOut, BitSet trained, boolean ordered) {
        this.heldOut = words(heldOut);
        this.trained = words(trained);
        this.ordered = ordered;
    }

    private static long[] words(BitSet places) {
        long[] words = new long[Table.PLACES / Long.SIZE];
        long[] used = places.toLongArray();
        System.arraycopy(used, 0, words, 0, used.length);
        return words;
    }

    /**
     * Holds out this share of rows, on average, and trains on all others.
     *
     * @param share from 0 to 1, rounded to a multiple of 1/65536
     */
    public static Split of(double share) {
        return of(share, false);
    }

    /** The same for rows whose places are in the order of time, the latest first: parts of the training rows are periods of time. */
    static Split ofNewest(double share) {
        return of(share, true);
    }

    private static Split of(double share, boolean ordered) {
        int bound = (int) Math.round(share * Table.PLACES);
        BitSet heldOut = new BitSet(Table.PLACES);
        heldOut.set(0, bound);
        BitSet trained = new BitSet(Table.PLACES);
        trained.set(bound, Table.PLACES);
        return new Split(heldOut, trained, ordered);
    }

    /**
     * Splits the training rows of this split into parts of about the same size, for cross-validation. If the rows are in the order of time,
     * the parts are periods, the latest first, and only earlier rows are training rows: models predict what comes after.
     *
     * @param part the part to hold out, from 0 to {@code parts} - 1; the others are training rows
     */
    public Split inside(int parts, int part) {
        BitSet within = BitSet.valueOf(trained);
        if (ordered) {
            return period(within, parts + 1, part);
        }
        BitSet heldOut = new BitSet(Table.PLACES);
        int rank = 0;
        for (int place = within.nextSetBit(0); place >= 0; place = within.nextSetBit(place + 1)) {
            if (rank++ % parts == part) {
                heldOut.set(place);
            }
        }
        within.andNot(heldOut);
        return new Split(heldOut, within, false);
    }

    private static Split period(BitSet within, int periods, int period) {
        int size = within.cardinality();
        int begin = (int) ((long) size * period / periods);
        int end = (int) ((long) size * (period + 1) / periods);
        BitSet held = new BitSet(Table.PLACES);
        BitSet earlier = new BitSet(Table.PLACES);
        int rank = 0;
        for (int place = within.nextSetBit(0); place >= 0; place = within.nextSetBit(place + 1)) {
            held.set(place, rank >= begin && rank < end);
            earlier.set(place, rank >= end);
            rank++;
        }
        return new Split(held, earlier, true);
    }

    /**
     * Trains on a sample of the training rows of this split, without a holdout; the latest ones if the rows are in the order of time.
     *
     * @param share the share of training rows to keep, from 0 to 1
     */
    public Split sample(double share) {
        BitSet kept = BitSet.valueOf(trained);
        if (share >= 1) {
            return new Split(new BitSet(), kept, ordered);
        }
        int left = (int) Math.ceil(share * kept.cardinality());
        for (int place = kept.nextSetBit(0); place >= 0; place = kept.nextSetBit(place + 1)) {
            kept.set(place, left-- > 0);
        }
        return new Split(new BitSet(), kept, ordered);
    }

    /** Whether there is a holdout. */
    public boolean judges() {
        return !BitSet.valueOf(heldOut).isEmpty();
    }

    /** Whether the row with this place is in the holdout. */
    public boolean heldOut(char place) {
        return bit(heldOut, place) == 1;
    }

    /** Whether the row with this place is a training row. */
    public boolean trains(char place) {
        return bit(trained, place) == 1;
    }

    private static int bit(long[] words, char place) {
        return (int) (words[place >> 6] >>> place) & 1;
    }

    /**
     * Finds the rows of one side in a chunk.
     *
     * @param rows receives their indices within the chunk; has length {@link Table#CHUNK}
     * @return the number of rows
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

    /** The number of rows of a table on one side. */
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
