package dev.dropfit.predictor.trial;

import dev.dropfit.core.model.Scorer;
import dev.dropfit.predictor.live.ObservedScorer;
import dev.dropfit.predictor.serve.ServedModel;
import java.util.Arrays;

/** Keeps the scores of the rows of one request, in their order. Rows whose scores are not finite get an error, and are left out. Not thread-safe. */
final class RecordedScorer extends ObservedScorer {
    /** More scores are not kept: the memory of a request is bounded. */
    private static final int MAX_SCORES = 1 << 18;

    private static final int FIRST_SCORES = 16;

    private double[] kept = new double[FIRST_SCORES];
    private int size;
    private long rows;
    private boolean isWhole = true;

    RecordedScorer(Scorer scorer) {
        super(scorer);
    }

    /** The same model, whose scores are kept here. */
    ServedModel recorded(ServedModel model) {
        return model.scoredBy(this);
    }

    @Override
    protected void scored(double[] row, double[] scores) {
        rows++;
        if (size + scores.length > MAX_SCORES) {
            isWhole = false;
            return;
        }
        if (size + scores.length > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(size + scores.length, 2 * kept.length));
        }
        System.arraycopy(scores, 0, kept, size, scores.length);
        size += scores.length;
    }

    /** The number of rows. */
    long rows() {
        return rows;
    }

    /** The number of scores that are kept. */
    int size() {
        return size;
    }

    /** Whether the scores of all rows are kept. */
    boolean isWhole() {
        return isWhole;
    }

    /** The scores of all rows, one row after the other. */
    double[] scores() {
        return Arrays.copyOf(kept, size);
    }
}
