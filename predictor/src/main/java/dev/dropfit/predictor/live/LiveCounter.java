package dev.dropfit.predictor.live;

import dev.dropfit.core.live.LiveCounts;
import dev.dropfit.core.live.RowBins;
import dev.dropfit.core.live.TrialCounts;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.SortedMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Counts rows of one version of a model. A row is added under the lock of one of several arrays, so threads hardly wait for each other and a row
 * costs one atomic operation, not one for each column. Thread-safe.
 */
final class LiveCounter {
    private static final int MAX_STRIPES = 8;
    /** How long to wait if the holders of all locks are suspended. */
    private static final long PAUSE_NANOS = 1000;

    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    private final RowBins bins;
    private final Stripe[] stripes;

    LiveCounter(RowBins bins, int processors) {
        this.bins = bins;
        // A power of two, so that a thread finds its stripe by a mask.
        stripes = new Stripe[Integer.highestOneBit(Math.max(1, Math.min(MAX_STRIPES, 2 * processors)))];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new Stripe(bins.cells());
        }
    }

    /** The counts of some rows. Only the holder of its lock uses it. */
    private static final class Stripe {
        /** The lock is the first element, apart from the counts and from locks of other stripes: each is in a cache line of its own. */
        private static final int FIRST = 8;

        private final long[] counts;
        private final int rows;

        Stripe(int cells) {
            counts = new long[FIRST + cells + 1];
            rows = cells;
        }

        boolean tryLock() {
            return ELEMENT.compareAndSet(counts, 0, 0L, 1L);
        }

        void unlock() {
            ELEMENT.setRelease(counts, 0, 0L);
        }

        void add(RowBins bins, double[] row, double[] scores) {
            bins.count(row, scores, counts, FIRST);
            counts[FIRST + rows]++;
        }
    }

    void add(double[] row, double[] scores) {
        Stripe stripe = locked((int) Thread.currentThread().getId());
        try {
            stripe.add(bins, row, scores);
        } finally {
            stripe.unlock();
        }
    }

    /** A stripe that this thread has locked: the first one that is free. A lock is held for less than a microsecond, unless its thread is suspended. */
    private Stripe locked(int first) {
        for (int i = 0; ; i++) {
            Stripe stripe = stripes[(first + i) & (stripes.length - 1)];
            if (stripe.tryLock()) {
                return stripe;
            }
            if (i % stripes.length == stripes.length - 1) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** The number of rows in each cell, and at the end the number of rows, since the start: of whole rows only. */
    private long[] sum() {
        long[] sum = new long[bins.cells() + 1];
        for (Stripe stripe : stripes) {
            while (!stripe.tryLock()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            try {
                for (int cell = 0; cell < sum.length; cell++) {
                    sum[cell] += stripe.counts[Stripe.FIRST + cell];
                }
            } finally {
                stripe.unlock();
            }
        }
        return sum;
    }

    /** The bins in which rows are counted. */
    RowBins bins() {
        return bins;
    }

    /** The rows that have been counted since the start, with these requests and trials. */
    LiveCounts counts(TrafficCounter traffic, SortedMap<String, TrialCounts> trials) {
        long[] sum = sum();
        return new LiveCounts(bins.bins(), sum[bins.cells()], bins.slots(sum), traffic.traffic(), trials);
    }

    /** The heap memory of the counts, in bytes, about. */
    long heapBytes() {
        return (long) stripes.length * (Stripe.FIRST + bins.cells() + 1) * Long.BYTES;
    }
}
