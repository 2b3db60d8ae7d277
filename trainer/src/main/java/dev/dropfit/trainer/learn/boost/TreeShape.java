package dev.dropfit.trainer.learn.boost;

/**
 * The parameters of trees.
 *
 * @param leaves the maximum number of leaves, at least 2
 * @param minRows the minimum number of rows of a leaf, about
 * @param penalty the L2 penalty of leaf values
 * @param rate the learning rate
 * @param features the share of the features that a node looks at, on average; at least one
 */
record TreeShape(int leaves, int minRows, double penalty, double rate, double features) {
    /** The maximum number of nodes of a growing tree: each split that is kept may come with splits in advance of all leaves. */
    int maxNodes() {
        return 1 + 2 * leaves * leaves;
    }
}
