package dev.dropfit.trainer.learn.boost;

import dev.dropfit.trainer.learn.tree.BinLayout;

/** A node of a growing tree whose rows other processes have sent, and the nodes below it. Not thread-safe. */
final class GatheredNode {
    private final NodeRows nodes;
    private final Derivatives derivatives;

    /**
     * Rows in one node.
     *
     * @param number of the node
     * @param derivatives of the rows
     * @param maxNodes the maximum number of nodes of the whole tree
     */
    GatheredNode(BinLayout layout, GatheredRows rows, int number, Derivatives derivatives, int maxNodes) {
        this.derivatives = derivatives;
        nodes = new NodeRows(
                layout, rows.codes(), new Histogram(layout, rows.codes()), new RowOrder(rows.rows()), maxNodes);
        nodes.reset(number);
    }

    /** Splits the node or one below it. Returns the sums of the smaller child. */
    NodeSums split(NodeSplit split) {
        nodes.split(split);
        return nodes.sums(nodes.smaller(split), derivatives);
    }
}
