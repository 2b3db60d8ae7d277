package dev.dropfit.trainer.evaluate;

/**
 * The predictions of one class.
 *
 * @param right rows of the class that are predicted as it
 * @param predicted rows that are predicted as the class
 * @param actual rows of the class
 */
record ClassCounts(int right, int predicted, int actual) {
    /** @param confusion [actual][predicted]: rows */
    static ClassCounts of(int[][] confusion, int index) {
        int predicted = 0;
        int actual = 0;
        for (int other = 0; other < confusion.length; other++) {
            predicted += confusion[other][index];
            actual += confusion[index][other];
        }
        return new ClassCounts(confusion[index][index], predicted, actual);
    }

    /** NaN when no row has the class or is predicted as it. */
    double f1() {
        return 2.0 * right / (predicted + actual);
    }

    /** The rows that have the class or are predicted as it. */
    int either() {
        return predicted + actual - right;
    }
}
