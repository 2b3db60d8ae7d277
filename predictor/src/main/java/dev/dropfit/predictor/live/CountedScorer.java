package dev.dropfit.predictor.live;

import dev.dropfit.core.model.Scorer;

/** Counts the rows that it scores. */
final class CountedScorer extends ObservedScorer {
    private final LiveCounter counter;

    CountedScorer(Scorer scorer, LiveCounter counter) {
        super(scorer);
        this.counter = counter;
    }

    @Override
    protected void scored(double[] row, double[] scores) {
        counter.add(row, scores);
    }

    @Override
    public long heapBytes() {
        return super.heapBytes() + counter.heapBytes();
    }
}
