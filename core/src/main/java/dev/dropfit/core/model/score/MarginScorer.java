package dev.dropfit.core.model.score;

import dev.dropfit.core.model.Scorer;

/**
 * A scorer with margins: probabilities are the softmax of the margins of the classes; a quantity is its margin. Margins of several models
 * add up to the margins of their blend.
 */
public sealed interface MarginScorer extends Scorer permits LinearScorer, TreeScorer, BlendScorer {
    /**
     * Computes the margins of one row.
     *
     * @param row one value per feature
     * @param margins receives one number per class, or one number for a quantity
     */
    void margins(double[] row, double[] margins);
}
