package dev.dropfit.core.model.score;

import java.util.Arrays;

/**
 * A blend of a linear model and trees. Its margins are the sums of their margins, so its contributions are the sums of their contributions.
 * The weights of the blend are already in the weights of the linear model and in the leaves.
 */
public final class BlendScorer implements MarginScorer {
    private final LinearScorer linear;
    private final TreeScorer trees;
    private final int outputs;
    private final boolean classes;

    /**
     * @param linear with the same features and outputs as the trees
     * @throws IllegalArgumentException when the outputs differ
     */
    public BlendScorer(LinearScorer linear, TreeScorer trees) {
        this.linear = linear;
        this.trees = trees;
        outputs = trees.trees().size();
        classes = outputs > 1;
        if (linear.weights().length != outputs) {
            throw new IllegalArgumentException(
                    "A blend of " + linear.weights().length + " linear outputs and trees of " + outputs);
        }
    }

    /** The linear model. */
    public LinearScorer linear() {
        return linear;
    }

    /** The trees. */
    public TreeScorer trees() {
        return trees;
    }

    @Override
    public void margins(double[] row, double[] margins) {
        trees.margins(row, margins);
        linear.addMargins(row, margins);
    }

    @Override
    public void score(double[] row, double[] scores) {
        margins(row, scores);
        if (classes) {
            Softmax.apply(scores, outputs);
        }
    }

    @Override
    public double contributions(double[] row, int output, double[] contributions) {
        double[] ofTrees = new double[contributions.length];
        double base = linear.contributions(row, output, contributions) + trees.contributions(row, output, ofTrees);
        Arrays.setAll(contributions, feature -> contributions[feature] + ofTrees[feature]);
        return base;
    }

    @Override
    public boolean learnedMissing() {
        return trees.learnedMissing();
    }

    @Override
    public long contributionSteps() {
        return linear.contributionSteps() + trees.contributionSteps();
    }

    @Override
    public long heapBytes() {
        return linear.heapBytes() + trees.heapBytes();
    }
}
