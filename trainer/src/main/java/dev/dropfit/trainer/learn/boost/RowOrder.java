package dev.dropfit.trainer.learn.boost;

import dev.dropfit.trainer.learn.tree.ParallelParts;

/** The order of rows in which those of each node are contiguous. A split keeps the order on both sides. */
final class RowOrder {
    private static final int MAX_PARTS = 8;
    private static final int ROWS_PER_PART = 1 << 14;

    private final int[] order;
    private final int[] left;
    private final int[] right;

    RowOrder(int rows) {
        order = new int[rows];
        left = new int[rows];
        right = new int[rows];
    }

    /** Another order of the same rows. They share memory, so that only one of them may be split at a time. */
    RowOrder(RowOrder other) {
        order = new int[other.order.length];
        left = other.left;
        right = other.right;
    }

    /** The indices of the rows; not a copy. */
    int[] order() {
        return order;
    }

    /** Restores the original order. */
    void reset() {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
    }

    /**
     * Moves the rows of a node that go left before those that go right.
     *
     * @param from the position of the first row of the node
     * @param to the end of the node, exclusive
     * @param codes one per row
     * @param goesLeft 1 or 0 for each code
     * @return the position of the first row that goes right
     */
    int split(int from, int to, byte[] codes, byte[] goesLeft) {
        int size = to - from;
        int parts = Math.max(1, Math.min(MAX_PARTS, size / ROWS_PER_PART));
        int[] starts = new int[parts + 1];
        for (int part = 0; part <= parts; part++) {
            starts[part] = from + (int) ((long) size * part / parts);
        }
        int[] lefts = ParallelParts.of(parts, part -> deal(starts[part], starts[part + 1], codes, goesLeft))
                .mapToInt(Integer::intValue)
                .toArray();
        int middle = from;
        for (int count : lefts) {
            middle += count;
        }
        int[] toLeft = new int[parts];
        int[] toRight = new int[parts];
        int atLeft = from;
        int atRight = middle;
        for (int part = 0; part < parts; part++) {
            toLeft[part] = atLeft;
            toRight[part] = atRight;
            atLeft += lefts[part];
            atRight += starts[part + 1] - starts[part] - lefts[part];
        }
        ParallelParts.run(parts, part -> {
            int count = lefts[part];
            System.arraycopy(left, starts[part], order, toLeft[part], count);
            System.arraycopy(right, starts[part], order, toRight[part], starts[part + 1] - starts[part] - count);
        });
        return middle;
    }

    /** Has no branch for the direction of a row, because the processor could not predict it. */
    private int deal(int from, int to, byte[] codes, byte[] goesLeft) {
        int lefts = from;
        int rights = from;
        for (int i = from; i < to; i++) {
            int row = order[i];
            int goes = goesLeft[codes[row] & 0xFF];
            left[lefts] = row;
            right[rights] = row;
            lefts += goes;
            rights += 1 - goes;
        }
        return lefts - from;
    }
}
