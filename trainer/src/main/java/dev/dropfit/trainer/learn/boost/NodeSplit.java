package dev.dropfit.trainer.learn.boost;

/**
 * A split of a node of a growing tree.
 *
 * @param output whose tree it is
 * @param node the number of the node, from 0 for the root; it says nothing about its place in the tree
 * @param feature by which it is split
 * @param cut the index of the split among those of the bins of the feature
 * @param left the number of its left child; the right one has the next number
 * @param leftIsLighter whether the left child has less of the second derivatives, so probably fewer rows
 */
record NodeSplit(int output, int node, int feature, int cut, int left, boolean leftIsLighter) {
    int right() {
        return left + 1;
    }

    /** The child that probably has fewer rows. */
    int lighter() {
        return leftIsLighter ? left : right();
    }
}
