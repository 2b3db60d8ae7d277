package dev.dropfit.predictor.live;

import dev.dropfit.core.live.LiveCounts;
import dev.dropfit.core.live.RowBins;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts rows of one version of a model. Threads add to different arrays, so they do not wait for each other. Thread-safe; a row that is added
 * at the time of {@link #counts} may be counted in some columns only, until it is added.
 */
final class LiveCounter {
    private static final int MAX_STRIPES = 8;

    private final RowBins bins;
    /** The counts of some of the threads: those of the slots, then the number of rows. */
    private final Stripe[] stripes;

    LiveCounter(RowBins bins, int processors) {
        this.bins = bins;
        // A power of two, so that a thread finds its stripe by a mask.
        stripes = new Stripe[Integer.highestOneBit(Math.max(1, Math.min(MAX_STRIPES, 2 * processors)))];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new Stripe(bins.slots());
        }
    }

    /** The counts of some threads. It is the sink itself: no object for each row. */
    private static final class Stripe implements RowBins.Sink {
        private final AtomicLongArray counts;

        Stripe(int slots) {
            counts = new AtomicLongArray(slots + 1);
        }

        @Override
        public void add(int slot) {
            counts.getAndIncrement(slot);
        }
    }

    void add(double[] row, double[] scores) {
        Stripe stripe = stripes[(int) Thread.currentThread().getId() & (stripes.length - 1)];
        bins.find(row, scores, stripe);
        stripe.add(bins.slots());
    }

    /** The rows that have been counted since the start. */
    LiveCounts counts() {
        long[] slots = new long[bins.slots()];
        long rows = 0;
        for (Stripe stripe : stripes) {
            rows += stripe.counts.get(slots.length);
            for (int slot = 0; slot < slots.length; slot++) {
                slots[slot] += stripe.counts.get(slot);
            }
        }
        return new LiveCounts(bins.bins(), rows, slots);
    }

    /** The heap memory of the counts, in bytes, about. */
    long heapBytes() {
        return (long) stripes.length * (bins.slots() + 1) * Long.BYTES;
    }
}
