package dev.dropfit.trainer.learn.linear;

import dev.dropfit.core.model.Feature;
import java.util.Arrays;
import java.util.List;

/** Adds the loss of one block of rows, and its derivatives by the weights, to running sums. For one thread, from block to block. */
final class BlockSums {
    /** With more classes, products with the second derivatives are not summed by pairs of classes. */
    private static final int MAX_PAIRED_OUTPUTS = 32;

    private final Block block;
    private final Loss loss;
    private final int[] offsets;
    private final int width;
    private final double[][] margins;
    private final double[][] state;
    private final double[] curvature;
    private final double[] product;

    BlockSums(Block block, Loss loss) {
        this.block = block;
        this.loss = loss;
        offsets = offsets(block.features());
        width = width(block.features());
        int capacity = block.capacity();
        margins = new double[loss.outputs()][capacity];
        state = new double[loss.outputs()][capacity];
        curvature = new double[capacity];
        product = new double[capacity];
    }

    /** The first encoded column of each feature. */
    private static int[] offsets(List<Feature> features) {
        int[] offsets = new int[features.size()];
        int offset = 0;
        for (int f = 0; f < offsets.length; f++) {
            offsets[f] = offset;
            offset += features.get(f).width();
        }
        return offsets;
    }

    /** The number of weights of one output, the intercept included. */
    static int width(List<Feature> features) {
        return features.stream().mapToInt(Feature::width).sum() + 1;
    }

    /** Computes the loss; leaves its gradient in {@link #margins}. */
    double loadDerivatives(double[] weights) {
        addMargins(weights);
        return loss.value(margins, block.target(), block.size(), state);
    }

    private void addMargins(double[] weights) {
        for (int k = 0; k < margins.length; k++) {
            multiply(weights, k * width, margins[k]);
        }
    }

    /** Multiplies the block by the weights of one output. */
    private void multiply(double[] weights, int from, double[] out) {
        int size = block.size();
        Arrays.fill(out, 0, size, weights[from + width - 1]);
        for (BlockTerms texts : block.terms()) {
            texts.multiply(weights, from + offsets[texts.first()], out, size);
        }
        for (int f : block.plain()) {
            int offset = from + offsets[f];
            if (block.isNumeric(f)) {
                double weight = weights[offset];
                double[] x = block.numbers(f);
                for (int i = 0; i < size; i++) {
                    out[i] += weight * x[i];
                }
            } else {
                int[] codes = block.codes(f);
                for (int i = 0; i < size; i++) {
                    out[i] += weights[offset + codes[i]];
                }
            }
        }
    }

    /** Multiplies the transposed block by a vector with one element per row, and adds the product to the part of one output. */
    private void addTransposed(double[] vector, double[] out, int to) {
        int size = block.size();
        for (BlockTerms texts : block.terms()) {
            texts.addTransposed(vector, out, to + offsets[texts.first()], size);
        }
        for (int f : block.plain()) {
            addColumn(f, vector, out, to + offsets[f]);
        }
        out[to + width - 1] += sum(vector, size);
    }

    /** The same for the columns of one feature. */
    private void addColumn(int feature, double[] vector, double[] out, int to) {
        int size = block.size();
        if (block.isNumeric(feature)) {
            out[to] += dot(vector, block.numbers(feature), size);
        } else {
            int[] codes = block.codes(feature);
            for (int i = 0; i < size; i++) {
                out[to + codes[i]] += vector[i];
            }
        }
    }

    void addGradient(double[] out, int to) {
        for (int k = 0; k < margins.length; k++) {
            addTransposed(margins[k], out, to + k * width);
        }
    }

    /** Adds the upper triangle of the matrix of second derivatives. */
    void addHessian(double[] out) {
        int dimension = loss.outputs() * width;
        for (int k = 0; k < margins.length; k++) {
            for (int l = k; l < margins.length; l++) {
                loss.curvature(state, k, l, block.size(), curvature);
                addWeightedSquare(out, dimension, k * width, l * width);
                if (k != l) {
                    mirror(out, dimension, k * width, l * width);
                }
            }
        }
    }

    /**
     * Adds Xᵀ diag(curvature) X at this position: for the same output its upper triangle, for two outputs the products of each feature with
     * itself and later features.
     */
    private void addWeightedSquare(double[] out, int dimension, int row, int column) {
        int size = block.size();
        int[] plain = block.plain();
        for (BlockTerms texts : block.terms()) {
            addTerms(out, dimension, row, column, texts);
        }
        for (int p = 0; p < plain.length; p++) {
            int f = plain[p];
            if (block.isNumeric(f)) {
                double[] x = block.numbers(f);
                for (int i = 0; i < size; i++) {
                    product[i] = curvature[i] * x[i];
                }
                int at = (row + offsets[f]) * dimension + column;
                for (int q = p; q < plain.length; q++) {
                    addColumn(plain[q], product, out, at + offsets[plain[q]]);
                }
                for (BlockTerms texts : block.terms()) {
                    if (texts.first() > f) {
                        texts.addTransposed(product, out, at + offsets[texts.first()], size);
                    }
                }
                out[at + width - 1] += sum(product, size);
            } else {
                addCategorical(out, dimension, row, column, p);
            }
        }
        out[(row + width - 1) * dimension + column + width - 1] += sum(curvature, size);
    }

    /** The products of the terms of a column of texts with each other and with what follows them. */
    private void addTerms(double[] out, int dimension, int row, int column, BlockTerms texts) {
        int size = block.size();
        int top = (row + offsets[texts.first()]) * dimension + column;
        texts.addPairs(curvature, out, top + offsets[texts.first()], dimension, size);
        for (int g : block.plain()) {
            if (g > texts.first() && block.isNumeric(g)) {
                double[] x = block.numbers(g);
                for (int i = 0; i < size; i++) {
                    product[i] = curvature[i] * x[i];
                }
                texts.addProducts(product, out, top + offsets[g], dimension, size);
            } else if (g > texts.first()) {
                texts.addLevels(curvature, block.codes(g), out, top + offsets[g], dimension, size);
            }
        }
        for (BlockTerms other : block.terms()) {
            if (other.first() > texts.first()) {
                texts.addTerms(curvature, other, out, top + offsets[other.first()], dimension, size);
            }
        }
        texts.addProducts(curvature, out, top + width - 1, dimension, size);
    }

    /** @param p the index of the feature among the plain ones */
    private void addCategorical(double[] out, int dimension, int row, int column, int p) {
        int size = block.size();
        int[] plain = block.plain();
        int f = plain[p];
        int[] codes = block.codes(f);
        int top = (row + offsets[f]) * dimension + column;
        for (int i = 0; i < size; i++) {
            out[top + codes[i] * dimension + offsets[f] + codes[i]] += curvature[i];
        }
        for (BlockTerms texts : block.terms()) {
            if (texts.first() > f) {
                texts.addToLevels(curvature, codes, out, top + offsets[texts.first()], dimension, size);
            }
        }
        for (int q = p + 1; q < plain.length; q++) {
            int g = plain[q];
            int at = top + offsets[g];
            if (block.isNumeric(g)) {
                double[] x = block.numbers(g);
                for (int i = 0; i < size; i++) {
                    out[at + codes[i] * dimension] += curvature[i] * x[i];
                }
            } else {
                int[] others = block.codes(g);
                for (int i = 0; i < size; i++) {
                    out[at + codes[i] * dimension + others[i]] += curvature[i];
                }
            }
        }
        int at = top + width - 1;
        for (int i = 0; i < size; i++) {
            out[at + codes[i] * dimension] += curvature[i];
        }
    }

    /** The submatrix of two outputs is symmetric: copies its upper triangle to the lower one. */
    private void mirror(double[] out, int dimension, int row, int column) {
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < i; j++) {
                out[(row + i) * dimension + column + j] = out[(row + j) * dimension + column + i];
            }
        }
    }

    void addDiagonal(double[] out) {
        int size = block.size();
        for (int k = 0; k < margins.length; k++) {
            loss.curvature(state, k, k, size, curvature);
            for (BlockTerms texts : block.terms()) {
                texts.addSquares(curvature, out, k * width + offsets[texts.first()], size);
            }
            for (int f : block.plain()) {
                int to = k * width + offsets[f];
                if (block.isNumeric(f)) {
                    double[] x = block.numbers(f);
                    for (int i = 0; i < size; i++) {
                        out[to] += curvature[i] * x[i] * x[i];
                    }
                } else {
                    addColumn(f, curvature, out, to);
                }
            }
            out[k * width + width - 1] += sum(curvature, size);
        }
    }

    void addHessianTimes(double[] vector, double[] out) {
        int size = block.size();
        for (int k = 0; k < margins.length; k++) {
            multiply(vector, k * width, margins[k]);
        }
        if (loss instanceof Loss.Multinomial && margins.length > MAX_PAIRED_OUTPUTS) {
            addSoftmaxTimes(out);
            return;
        }
        for (int k = 0; k < margins.length; k++) {
            Arrays.fill(product, 0, size, 0);
            for (int l = 0; l < margins.length; l++) {
                loss.curvature(state, k, l, size, curvature);
                for (int i = 0; i < size; i++) {
                    product[i] += curvature[i] * margins[l][i];
                }
            }
            addTransposed(product, out, k * width);
        }
    }

    /** The same for many classes, without a pass for each pair of them: the mean of the margins is common to all. */
    private void addSoftmaxTimes(double[] out) {
        int size = block.size();
        Arrays.fill(curvature, 0, size, 0);
        for (int l = 0; l < margins.length; l++) {
            for (int i = 0; i < size; i++) {
                curvature[i] += state[l][i] * margins[l][i];
            }
        }
        for (int k = 0; k < margins.length; k++) {
            for (int i = 0; i < size; i++) {
                product[i] = state[k][i] * (margins[k][i] - curvature[i]);
            }
            addTransposed(product, out, k * width);
        }
    }

    private static double sum(double[] values, int size) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += values[i];
        }
        return sum;
    }

    private static double dot(double[] a, double[] b, int size) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
