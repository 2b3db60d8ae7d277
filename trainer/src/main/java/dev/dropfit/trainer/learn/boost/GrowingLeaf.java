package dev.dropfit.trainer.learn.boost;

import java.util.Optional;

/**
 * A leaf of a growing tree.
 *
 * @param number of the node among all nodes that were split in advance, too
 * @param seed decides at which features it looks; from the seed of the tree and the way to the node, so it does not depend on what was split before
 * @param rows their number, held-out ones included; 0 if it stays a leaf
 * @param sums its histogram; empty if it stays a leaf
 * @param bounds of the values below it
 * @param cut the best split, if one reduces the loss
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record GrowingLeaf(
        int number,
        long seed,
        int depth,
        int rows,
        double gradient,
        double hessian,
        double[] sums,
        LeafBounds bounds,
        Optional<Cut> cut) {
    double gain() {
        return cut.map(Cut::gain).orElse(0.0);
    }

    /** The same leaf with its rows and its best split. */
    GrowingLeaf searched(NodeSums own, CutSearch search) {
        GrowingLeaf counted = new GrowingLeaf(
                number, seed, depth, own.rows(), gradient, hessian, own.sums(), bounds, Optional.empty());
        return new GrowingLeaf(
                number,
                seed,
                depth,
                own.rows(),
                gradient,
                hessian,
                own.sums(),
                bounds,
                search.best(counted, own.sums()));
    }
}
