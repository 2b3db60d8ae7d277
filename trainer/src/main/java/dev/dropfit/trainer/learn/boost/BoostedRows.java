package dev.dropfit.trainer.learn.boost;

import dev.dropfit.trainer.learn.tree.BinnedFeatures;
import java.util.List;

/** The rows of a boosting with their margins and derivatives, in this process or in others. Not thread-safe. */
interface BoostedRows extends AutoCloseable {
    /** The features, as trees see them. */
    BinnedFeatures features();

    /** The number of rows. */
    int rows();

    /** The number of training rows; the others are held out. */
    int trained();

    /** The margins before the first tree, one for each output. */
    double[] start();

    /** The sum of the losses of the held-out rows. */
    double cost();

    /** An upper bound of the absolute first derivatives of the training rows. */
    double largestGradient();

    /** The maximum number of trees of a round that grow at the same time. */
    int together();

    /** The maximum number of leaves of a tree that are split at the same time. */
    int inAdvance();

    /**
     * Begins the next trees of a round.
     *
     * @param first the output of the first of them
     * @param count the number of trees, at most {@link #together}
     * @param largestGradient of the round
     * @return the sums of all rows for each of them
     */
    List<NodeSums> roots(int first, int count, double largestGradient);

    /**
     * Splits nodes of these trees.
     *
     * @return the sums of one of the children of each split
     */
    List<NodeSums> split(List<NodeSplit> splits);

    /**
     * Adds a tree to the margins.
     *
     * @param tree has grown since the last {@link #roots}
     */
    void add(int output, GrowingTree tree);

    @Override
    void close();
}
