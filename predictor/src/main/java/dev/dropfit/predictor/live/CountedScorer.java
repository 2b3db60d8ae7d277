package dev.dropfit.predictor.live;

import dev.dropfit.core.model.Scorer;
import org.jspecify.annotations.Nullable;

/** Counts the rows that it scores. */
final class CountedScorer implements Scorer {
    private final Scorer scorer;
    private final LiveCounter counter;
    private final @Nullable ScoreLog log;

    /** @param log gets the scores; null if they are not stored */
    CountedScorer(Scorer scorer, LiveCounter counter, @Nullable ScoreLog log) {
        this.log = log;
        this.scorer = scorer;
        this.counter = counter;
    }

    @Override
    public void score(double[] row, double[] scores) {
        scorer.score(row, scores);
        for (double score : scores) {
            if (!Double.isFinite(score)) {
                // The row gets an error.
                return;
            }
        }
        counter.add(row, scores);
        if (log != null) {
            log.add(row, scores);
        }
    }

    @Override
    public Scorer withoutCounting() {
        return scorer;
    }

    @Override
    public double contributions(double[] row, int output, double[] contributions) {
        return scorer.contributions(row, output, contributions);
    }

    @Override
    public boolean learnedMissing() {
        return scorer.learnedMissing();
    }

    @Override
    public long contributionSteps() {
        return scorer.contributionSteps();
    }

    @Override
    public long heapBytes() {
        return scorer.heapBytes() + counter.heapBytes();
    }
}
