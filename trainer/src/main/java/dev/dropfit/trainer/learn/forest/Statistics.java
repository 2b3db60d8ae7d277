package dev.dropfit.trainer.learn.forest;

import java.util.Arrays;

/** What a node knows of the targets of its rows: some sums. Immutable; for many threads. */
sealed interface Statistics {
    /** The number of sums. */
    int size();

    /** The number of values of a leaf. */
    int outputs();

    /**
     * Adds a row.
     *
     * @param at the position of the first sum in {@code sums}
     * @param weight how often the row counts
     */
    void add(double target, int weight, double[] sums, int at);

    /** How often rows count, together. */
    double weight(double[] sums, int at);

    /** Whether all rows are known to be equal, so that no split reduces the loss. */
    boolean isPure(double[] sums);

    /** How well one value fits all rows of a node: larger is better. The reduction of the loss by a split is the difference of such numbers. */
    double fit(double[] sums, int at);

    /**
     * What a node predicts: the share of each class, or the mean. A node of few rows is drawn towards its parent.
     *
     * @param parent the prediction of the parent
     * @param smoothing the number of rows that the parent stands for
     */
    double[] prediction(double[] sums, double[] parent, double smoothing);

    /** The values of a leaf with this prediction; their mean over the trees is a margin. */
    double[] margins(double[] prediction);

    /** The prediction of a node without rows. */
    double[] nothing();

    /** Classes: the target is the index of a class. */
    record Classes(int size) implements Statistics {
        /** The least share of one of several classes: leaves without a class have the same value for it and join, which makes files small. */
        private static final double MIN_SHARE = 0.002;

        @Override
        public int outputs() {
            return size == 2 ? 1 : size;
        }

        @Override
        public void add(double target, int weight, double[] sums, int at) {
            sums[at + (int) target] += weight;
        }

        @Override
        public double weight(double[] sums, int at) {
            double sum = 0;
            for (int k = 0; k < size; k++) {
                sum += sums[at + k];
            }
            return sum;
        }

        @Override
        public boolean isPure(double[] sums) {
            int present = 0;
            for (int k = 0; k < size; k++) {
                present += sums[k] > 0 ? 1 : 0;
            }
            return present < 2;
        }

        /** The weight without the Gini impurity. */
        @Override
        public double fit(double[] sums, int at) {
            double squares = 0;
            double weight = 0;
            for (int k = 0; k < size; k++) {
                squares += sums[at + k] * sums[at + k];
                weight += sums[at + k];
            }
            return squares / weight;
        }

        @Override
        public double[] prediction(double[] sums, double[] parent, double smoothing) {
            double weight = weight(sums, 0);
            double[] shares = new double[size];
            for (int k = 0; k < size; k++) {
                shares[k] = (sums[k] + smoothing * parent[k]) / (weight + smoothing);
            }
            return shares;
        }

        @Override
        public double[] margins(double[] prediction) {
            double[] margins = new double[outputs()];
            if (margins.length == 1) {
                margins[0] = Math.log(prediction[1] / prediction[0]);
                return margins;
            }
            for (int k = 0; k < size; k++) {
                margins[k] = Math.log(Math.max(MIN_SHARE, prediction[k]));
            }
            return margins;
        }

        @Override
        public double[] nothing() {
            double[] shares = new double[size];
            Arrays.fill(shares, 1.0 / size);
            return shares;
        }
    }

    /** A number: the count of the rows and the sum of their targets. */
    record Numbers() implements Statistics {
        @Override
        public int size() {
            return 2;
        }

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public void add(double target, int weight, double[] sums, int at) {
            sums[at] += weight;
            sums[at + 1] += weight * target;
        }

        @Override
        public double weight(double[] sums, int at) {
            return sums[at];
        }

        @Override
        public boolean isPure(double[] sums) {
            return false;
        }

        /** The sum of the squares that the mean explains. */
        @Override
        public double fit(double[] sums, int at) {
            return sums[at + 1] * sums[at + 1] / sums[at];
        }

        @Override
        public double[] prediction(double[] sums, double[] parent, double smoothing) {
            return new double[] {(sums[1] + smoothing * parent[0]) / (sums[0] + smoothing)};
        }

        @Override
        public double[] margins(double[] prediction) {
            return prediction.clone();
        }

        @Override
        public double[] nothing() {
            return new double[1];
        }
    }
}
