package dev.dropfit.predictor.live;

import dev.dropfit.core.model.Scorer;
import org.jspecify.annotations.Nullable;

/** Counts the rows that it scores. */
final class CountedScorer extends ObservedScorer {
    private final LiveCounter counter;
    private final @Nullable ScoreLog log;

    /** @param log gets the scores; null if they are not stored */
    CountedScorer(Scorer scorer, LiveCounter counter, @Nullable ScoreLog log) {
        super(scorer);
        this.log = log;
        this.counter = counter;
    }

    @Override
    protected void scored(double[] row, double[] scores) {
        counter.add(row, scores);
        if (log != null) {
            log.add(row, scores);
        }
    }

    @Override
    public long heapBytes() {
        return super.heapBytes() + counter.heapBytes();
    }
}
