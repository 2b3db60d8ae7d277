package dev.dropfit.trainer.learn.boost;

import dev.dropfit.trainer.learn.tree.BinLayout;
import dev.dropfit.trainer.learn.tree.ParallelParts;
import java.util.BitSet;

/** The rows of a part of a dataset in the nodes of a growing tree. Not thread-safe. */
final class NodeRows {
    /** With fewer rows, margins are changed in one thread. */
    private static final int MIN_PARALLEL_ROWS = 1 << 14;

    private final BinLayout layout;
    private final byte[][] codes;
    private final Histogram histogram;
    private final RowOrder order;
    /** The places of the first row of each node, and after its last one. */
    private final int[] from;

    private final int[] to;
    private final BitSet leaves = new BitSet();

    /**
     * All rows in the root.
     *
     * @param codes of the rows, [group][row]
     * @param order of as many rows
     * @param maxNodes the maximum number of nodes, also of those that are split
     */
    NodeRows(BinLayout layout, byte[][] codes, Histogram histogram, RowOrder order, int maxNodes) {
        this.layout = layout;
        this.codes = codes;
        this.histogram = histogram;
        this.order = order;
        from = new int[maxNodes];
        to = new int[maxNodes];
        reset();
    }

    /** Begins a tree. */
    void reset() {
        reset(0);
    }

    /** Begins a tree, or the part of one that is below a node and has all these rows. */
    void reset(int root) {
        order.reset();
        leaves.clear();
        leaves.set(root);
        from[root] = 0;
        to[root] = order.order().length;
    }

    /** Splits a node. */
    void split(NodeSplit split) {
        int middle = order.split(
                from[split.node()],
                to[split.node()],
                codes[layout.groupOf(split.feature())],
                layout.goesLeft(split.feature(), split.cut()));
        from[split.left()] = from[split.node()];
        to[split.left()] = middle;
        from[split.right()] = middle;
        to[split.right()] = to[split.node()];
        leaves.clear(split.node());
        leaves.set(split.left());
        leaves.set(split.right());
    }

    /** The child with fewer rows. */
    int smaller(NodeSplit split) {
        return rows(split.left()) <= rows(split.right()) ? split.left() : split.right();
    }

    private int rows(int node) {
        return to[node] - from[node];
    }

    /** The sums of the rows of a node. */
    NodeSums sums(int node, Derivatives derivatives) {
        return new NodeSums(node, rows(node), histogram.of(order.order(), from[node], to[node], derivatives));
    }

    /** The rows of a node. */
    GatheredRows gather(int node, Derivatives derivatives) {
        byte[][] gathered = new byte[codes.length][rows(node)];
        long[] words = new long[rows(node)];
        ParallelParts.run(codes.length, group -> {
            for (int i = 0; i < words.length; i++) {
                gathered[group][i] = codes[group][order.order()[from[node] + i]];
            }
        });
        for (int i = 0; i < words.length; i++) {
            words[i] = derivatives.packed()[order.order()[from[node] + i]];
        }
        return new GatheredRows(gathered, words);
    }

    /**
     * Adds the values of a tree to the margins of its rows.
     *
     * @param values one per node
     */
    void add(float[] values, float[] margins) {
        if (order.order().length < MIN_PARALLEL_ROWS) {
            for (int node = leaves.nextSetBit(0); node >= 0; node = leaves.nextSetBit(node + 1)) {
                add(node, values[node], margins);
            }
            return;
        }
        int[] nodes = leaves.stream().toArray();
        ParallelParts.run(nodes.length, leaf -> add(nodes[leaf], values[nodes[leaf]], margins));
    }

    private void add(int node, float value, float[] margins) {
        int[] rows = order.order();
        for (int i = from[node]; i < to[node]; i++) {
            margins[rows[i]] += value;
        }
    }
}
