package dev.dropfit.predictor.trial;

import dev.dropfit.core.model.Scorer;
import dev.dropfit.predictor.live.ObservedScorer;
import java.util.concurrent.locks.LockSupport;

/**
 * Rests between rows, three times as long as it works, so that its thread takes at most a quarter of a core. The pieces are short: a request that comes meanwhile waits for
 * some rows, not for all of them. Not thread-safe.
 */
final class PacedScorer extends ObservedScorer {
    private static final int REST = 3;
    private static final int ROWS_OF_A_PIECE = 32;

    private long start = System.nanoTime();
    private int rows;

    PacedScorer(Scorer scorer) {
        super(scorer);
    }

    @Override
    protected void scored(double[] row, double[] scores) {
        if (++rows == ROWS_OF_A_PIECE) {
            rest();
        }
    }

    /** Rests for the work since the last rest. */
    void rest() {
        LockSupport.parkNanos(REST * (System.nanoTime() - start));
        start = System.nanoTime();
        rows = 0;
    }
}
