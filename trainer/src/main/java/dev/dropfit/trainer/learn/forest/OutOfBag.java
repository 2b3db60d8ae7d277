package dev.dropfit.trainer.learn.forest;

import dev.dropfit.trainer.learn.tree.BinnedRows;

/**
 * The mean margins of each row over the trees that it did not affect, and the line that turns them into calibrated margins: {@code slope *
 * margin + offset}. The slope of a forest is mostly above 1, because the mean of many trees is too careful. Not thread-safe.
 */
final class OutOfBag {
    private static final int MAX_STEPS = 50;
    private static final double PRECISE = 1e-9;
    /** The slope stays between these bounds. */
    private static final double MIN_SLOPE = 0.1;

    private static final double MAX_SLOPE = 10;
    /** The number of rows that a slope of 1 counts as: a few rows say little about it. */
    private static final double PRIOR = 10;

    private final BinnedRows rows;
    private final Statistics statistics;
    private final double[][] sums;
    private final int[] counts;

    /** The line. */
    record Line(double slope, double offset) {}

    OutOfBag(BinnedRows rows, Statistics statistics) {
        this.rows = rows;
        this.statistics = statistics;
        sums = new double[rows.rows()][statistics.outputs()];
        counts = new int[rows.rows()];
    }

    /**
     * Adds a tree.
     *
     * @param leafOf the leaf of each row
     * @param weights 0 for the rows that the tree has not seen
     */
    void add(RandomTree.Grown tree, int[] leafOf, byte[] weights) {
        for (int row = 0; row < leafOf.length; row++) {
            if (weights[row] == 0) {
                double[] margins = tree.margins()[leafOf[row]];
                counts[row]++;
                for (int k = 0; k < margins.length; k++) {
                    sums[row][k] += margins[k];
                }
            }
        }
    }

    /** The line with the smallest loss. Several classes have no offset. */
    Line line() {
        double slope = 1;
        double offset = 0;
        boolean shifts = statistics.outputs() == 1;
        for (int step = 0; step < MAX_STEPS; step++) {
            // The sums of the derivatives of the loss: g by slope and offset, h the second ones.
            double[] g = {PRIOR * (slope - 1), PRIOR * offset};
            double[] h = {PRIOR, 0, PRIOR};
            for (int row = 0; row < counts.length; row++) {
                if (counts[row] > 0) {
                    derive(row, slope, offset, g, h);
                }
            }
            double determinant = h[0] * h[2] - h[1] * h[1];
            double bySlope = shifts ? (h[2] * g[0] - h[1] * g[1]) / determinant : g[0] / h[0];
            double byOffset = shifts ? (h[0] * g[1] - h[1] * g[0]) / determinant : 0;
            double next = Math.max(MIN_SLOPE, Math.min(MAX_SLOPE, slope - bySlope));
            boolean done = Math.abs(next - slope) + Math.abs(byOffset) < PRECISE;
            slope = next;
            offset -= byOffset;
            if (done) {
                break;
            }
        }
        return new Line(slope, offset);
    }

    private void derive(int row, double slope, double offset, double[] g, double[] h) {
        double target = rows.target()[row];
        double margin = sums[row][0] / counts[row];
        // Asking for Numbers would load that class, and the JVM would compile all code anew that has only seen Classes.
        if (!(statistics instanceof Statistics.Classes)) {
            add(margin, slope * margin + offset - target, 1, g, h);
        } else if (statistics.outputs() == 1) {
            double probability = 1 / (1 + Math.exp(-slope * margin - offset));
            add(margin, probability - target, probability * (1 - probability), g, h);
        } else {
            deriveSeveral(row, slope, g, h);
        }
    }

    private static void add(double margin, double gradient, double hessian, double[] g, double[] h) {
        g[0] += gradient * margin;
        g[1] += gradient;
        h[0] += hessian * margin * margin;
        h[1] += hessian * margin;
        h[2] += hessian;
    }

    /** Softmax of the margins times the slope: by the slope, the derivatives are mean minus actual margin, and the variance of the margin. */
    private void deriveSeveral(int row, double slope, double[] g, double[] h) {
        double[] own = sums[row];
        double largest = Double.NEGATIVE_INFINITY;
        for (double sum : own) {
            largest = Math.max(largest, sum);
        }
        double weight = 0;
        double mean = 0;
        double square = 0;
        for (double sum : own) {
            double margin = (sum - largest) / counts[row];
            double share = Math.exp(slope * margin);
            weight += share;
            mean += share * margin;
            square += share * margin * margin;
        }
        mean /= weight;
        g[0] += mean - (own[(int) rows.target()[row]] - largest) / counts[row];
        h[0] += square / weight - mean * mean;
    }
}
