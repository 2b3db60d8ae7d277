package dev.dropfit.trainer.learn.boost;

/**
 * The rows of a node of a growing tree, in one part of the dataset or in all.
 *
 * @param node the number of the node
 * @param rows the number of rows, held-out ones included
 * @param sums the histogram of its training rows: for each bin of each feature the sum of the first derivatives, then that of the second ones; not
 *     a copy
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record NodeSums(int node, int rows, double[] sums) {
    /** The sums of the rows of this part and of another one. Overwrites those of this part. */
    NodeSums plus(NodeSums other) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += other.sums[i];
        }
        return new NodeSums(node, rows + other.rows, sums);
    }
}
