package dev.dropfit.trainer.learn.boost;

/** The rows in such an order that those of each node stand together. Parts them without changing the order on either side. */
final class RowOrder {
    private static final int MOST_PARTS = 8;
    private static final int ROWS_OF_A_PART = 1 << 14;

    private final int[] order;
    private final int[] left;
    private final int[] right;

    RowOrder(int rows) {
        order = new int[rows];
        left = new int[rows];
        right = new int[rows];
    }

    /** The rows' indices; not a copy. */
    int[] order() {
        return order;
    }

    /** Puts the rows in their first order. */
    void reset() {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
    }

    /**
     * Puts the rows of a node that go left before those that go right.
     *
     * @param from the node's first
     * @param to behind its last
     * @param codes of each row, in a byte
     * @param goesLeft for each code 1 or 0
     * @return behind the last one that went left
     */
    int part(int from, int to, byte[] codes, byte[] goesLeft) {
        int size = to - from;
        int parts = Math.max(1, Math.min(MOST_PARTS, size / ROWS_OF_A_PART));
        int[] starts = new int[parts + 1];
        for (int part = 0; part <= parts; part++) {
            starts[part] = from + (int) ((long) size * part / parts);
        }
        int[] lefts = Parts.of(parts, part -> deal(starts[part], starts[part + 1], codes, goesLeft))
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
        Parts.run(parts, part -> {
            int count = lefts[part];
            System.arraycopy(left, starts[part], order, toLeft[part], count);
            System.arraycopy(right, starts[part], order, toRight[part], starts[part + 1] - starts[part] - count);
        });
        return middle;
    }

    /** Without a branch: a processor could not foresee which way a row goes. */
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
