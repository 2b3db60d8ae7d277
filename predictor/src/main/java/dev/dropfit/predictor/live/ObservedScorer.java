package dev.dropfit.predictor.live;

import dev.dropfit.core.model.Scorer;

/** A model's scorer, and something that sees each row it has scored. Rows whose scores are not finite get an error, and are not seen. */
public abstract class ObservedScorer implements Scorer {
    private final Scorer scorer;

    /** @param scorer computes the scores */
    protected ObservedScorer(Scorer scorer) {
        this.scorer = scorer;
    }

    /** Sees a row and its scores, which are finite. Both arrays belong to the caller. */
    protected abstract void scored(double[] row, double[] scores);

    @Override
    public final void score(double[] row, double[] scores) {
        scorer.score(row, scores);
        for (double score : scores) {
            if (!Double.isFinite(score)) {
                return;
            }
        }
        scored(row, scores);
    }

    @Override
    public final Scorer withoutCounting() {
        return scorer.withoutCounting();
    }

    @Override
    public final double contributions(double[] row, int output, double[] contributions) {
        return scorer.contributions(row, output, contributions);
    }

    @Override
    public final boolean learnedMissing() {
        return scorer.learnedMissing();
    }

    @Override
    public final long contributionSteps() {
        return scorer.contributionSteps();
    }

    @Override
    public long heapBytes() {
        return scorer.heapBytes();
    }
}
