package dev.dropfit.trainer.learn.linear;

import dev.dropfit.core.model.Feature;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.table.FeatureTable;
import dev.dropfit.trainer.table.Split;
import dev.dropfit.trainer.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * What a linear model's weights cost on the training rows: the loss summed over them, plus half the squared weights (scikit-learn's C = 1
 * or alpha = 1). Intercepts are free; with several outputs half the square of their sum is added, which only picks one of the equivalent
 * solutions: the one whose intercepts add up to 0.
 *
 * <p>Weights are [output * (encoded columns + 1) + column], the intercept behind the columns. A pass goes over compact columns, chunk by
 * chunk, in parallel; chunks are put together in groups whose number depends on the problem alone, so that results are the same to the bit
 * whatever the number of threads.
 */
final class LinearObjective {
    /** How many doubles the groups' partial sums may take together. */
    private static final int PARTIAL_SUMS = 1 << 23;

    private static final int MOST_GROUPS = 16;

    private final FeatureTable rows;
    private final Targets targets;
    private final Split split;
    private final Loss loss;
    private final int stride;
    private final int[] offsets;
    private final int width;

    LinearObjective(FeatureTable rows, Targets targets, Split split, Loss loss) {
        this(rows, targets, split, loss, 1);
    }

    private LinearObjective(FeatureTable rows, Targets targets, Split split, Loss loss, int stride) {
        this.stride = stride;
        this.rows = rows;
        this.targets = targets;
        this.split = split;
        this.loss = loss;
        List<Feature> features = rows.features();
        offsets = new int[features.size()];
        int offset = 0;
        for (int f = 0; f < offsets.length; f++) {
            offsets[f] = offset;
            offset += features.get(f).width();
        }
        width = offset + 1;
    }

    /** How many weights there are, intercepts among them. */
    int dimension() {
        return loss.outputs() * width;
    }

    int outputs() {
        return loss.outputs();
    }

    /** How many chunks of rows there are. */
    int chunks() {
        return (rows.table().chunks() + stride - 1) / stride;
    }

    /** Whether one Newton step leads to the minimum from anywhere. */
    boolean quadratic() {
        return loss instanceof Loss.Squared;
    }

    /** An estimate of this cost from every n-th chunk: its minimum is near this one's, and it bends alike. */
    LinearObjective sample(int everyNth) {
        return new LinearObjective(rows, targets, split, loss, stride * everyNth);
    }

    /** The cost and its gradient at these weights. */
    Point at(double[] weights) {
        return point(weights, false);
    }

    /** The cost, its gradient and its second derivatives at these weights, in one pass. */
    Point withHessianAt(double[] weights) {
        return point(weights, true);
    }

    /** A place, and what is known there. Made once, not to be changed. */
    static final class Point {
        final double[] weights;
        final double value;
        final double[] gradient;
        /** The matrix of second derivatives, row by row, both triangles; empty if it was not asked for. */
        final double[] hessian;

        private Point(double[] weights, double value, double[] gradient, double[] hessian) {
            this.weights = weights;
            this.value = value;
            this.gradient = gradient;
            this.hessian = hessian;
        }
    }

    private Point point(double[] weights, boolean withHessian) {
        int dimension = dimension();
        int square = withHessian ? dimension * dimension : 0;
        // The matrix, then the gradient, then the value.
        double[] sum = accumulate(square + dimension + 1, (work, out) -> {
            out[square + dimension] += work.loadDerivatives(weights);
            work.addGradient(out, square);
            if (withHessian) {
                work.addHessian(out);
            }
        });
        weigh(sum);
        double value = sum[square + dimension];
        double[] gradient = Arrays.copyOfRange(sum, square, square + dimension);
        double intercepts = sumOfIntercepts(weights);
        for (int j = 0; j < dimension; j++) {
            if (isIntercept(j)) {
                gradient[j] += outputs() > 1 ? intercepts : 0;
            } else {
                gradient[j] += weights[j];
                value += weights[j] * weights[j] / 2;
            }
        }
        value += outputs() > 1 ? intercepts * intercepts / 2 : 0;
        double[] hessian = Arrays.copyOf(sum, square);
        if (withHessian) {
            completeHessian(hessian);
        }
        return new Point(weights, value, gradient, hessian);
    }

    /** A chunk of a sample stands for all those that were left out. */
    private void weigh(double[] sum) {
        for (int j = 0; stride > 1 && j < sum.length; j++) {
            sum[j] *= stride;
        }
    }

    /** Mirrors the upper triangle and adds the penalty's part. */
    private void completeHessian(double[] hessian) {
        int dimension = dimension();
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < i; j++) {
                hessian[i * dimension + j] = hessian[j * dimension + i];
            }
        }
        for (int i = 0; i < dimension; i++) {
            if (!isIntercept(i)) {
                hessian[i * dimension + i] += 1;
            } else if (outputs() > 1) {
                for (int j = width - 1; j < dimension; j += width) {
                    hessian[i * dimension + j] += 1;
                }
            }
        }
    }

    /** The diagonal of the matrix of second derivatives. */
    double[] hessianDiagonal(double[] weights) {
        double[] diagonal = accumulate(dimension(), (work, out) -> {
            work.loadDerivatives(weights);
            work.addDiagonal(out);
        });
        weigh(diagonal);
        for (int j = 0; j < diagonal.length; j++) {
            diagonal[j] += isIntercept(j) && outputs() == 1 ? 0 : 1;
        }
        return diagonal;
    }

    /** The matrix of second derivatives times a vector, without the matrix. */
    double[] hessianTimes(double[] weights, double[] vector) {
        double[] product = accumulate(dimension(), (work, out) -> {
            work.loadDerivatives(weights);
            work.addHessianTimes(vector, out);
        });
        weigh(product);
        double intercepts = sumOfIntercepts(vector);
        for (int j = 0; j < product.length; j++) {
            product[j] += isIntercept(j) ? (outputs() > 1 ? intercepts : 0) : vector[j];
        }
        return product;
    }

    private boolean isIntercept(int weight) {
        return weight % width == width - 1;
    }

    private double sumOfIntercepts(double[] weights) {
        double sum = 0;
        for (int j = width - 1; j < weights.length; j += width) {
            sum += weights[j];
        }
        return sum;
    }

    /** Adds something up over all blocks. */
    private double[] accumulate(int length, BiConsumer<Work, double[]> step) {
        int chunks = chunks();
        int groups = Math.max(1, Math.min(Math.min(MOST_GROUPS, chunks), PARTIAL_SUMS / length));
        List<double[]> partial = IntStream.range(0, groups)
                .parallel()
                .mapToObj(group -> {
                    double[] out = new double[length];
                    Work work = new Work();
                    int end = (int) ((long) chunks * (group + 1) / groups);
                    for (int chunk = (int) ((long) chunks * group / groups); chunk < end; chunk++) {
                        work.block.load(chunk * stride);
                        step.accept(work, out);
                    }
                    return out;
                })
                .toList();
        double[] sum = partial.get(0);
        for (double[] addend : partial.subList(1, partial.size())) {
            for (int j = 0; j < length; j++) {
                sum[j] += addend[j];
            }
        }
        return sum;
    }

    /** One thread's arrays, and the sums over one block. */
    private final class Work {
        private final Block block = new Block(rows, targets, split);
        private final double[][] margins = new double[loss.outputs()][Table.CHUNK];
        private final double[][] state = new double[loss.outputs()][Table.CHUNK];
        private final double[] curvature = new double[Table.CHUNK];
        private final double[] product = new double[Table.CHUNK];

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

        /** The block times one output's weights. */
        private void multiply(double[] weights, int from, double[] out) {
            int size = block.size();
            Arrays.fill(out, 0, size, weights[from + width - 1]);
            for (int f = 0; f < offsets.length; f++) {
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

        /** The block's transpose times a vector of the rows, added to one output's part. */
        private void addTransposed(double[] vector, double[] out, int to) {
            int size = block.size();
            for (int f = 0; f < offsets.length; f++) {
                addColumn(f, vector, out, to + offsets[f]);
            }
            out[to + width - 1] += sum(vector, size);
        }

        /** One feature's transpose times a vector of the rows. */
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

        /** The upper triangle. */
        void addHessian(double[] out) {
            int dimension = dimension();
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

        /** Adds Xᵀ diag(curvature) X at this corner; its upper triangle if on the diagonal, features before others if beside it. */
        private void addWeightedSquare(double[] out, int dimension, int row, int column) {
            int size = block.size();
            for (int f = 0; f < offsets.length; f++) {
                if (block.isNumeric(f)) {
                    double[] x = block.numbers(f);
                    for (int i = 0; i < size; i++) {
                        product[i] = curvature[i] * x[i];
                    }
                    int at = (row + offsets[f]) * dimension + column;
                    for (int g = f; g < offsets.length; g++) {
                        addColumn(g, product, out, at + offsets[g]);
                    }
                    out[at + width - 1] += sum(product, size);
                } else {
                    addCategorical(out, dimension, row, column, f);
                }
            }
            out[(row + width - 1) * dimension + column + width - 1] += sum(curvature, size);
        }

        private void addCategorical(double[] out, int dimension, int row, int column, int f) {
            int size = block.size();
            int[] codes = block.codes(f);
            int top = (row + offsets[f]) * dimension + column;
            for (int i = 0; i < size; i++) {
                out[top + codes[i] * dimension + offsets[f] + codes[i]] += curvature[i];
            }
            for (int g = f + 1; g < offsets.length; g++) {
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

        /** A block beside the diagonal is symmetric in itself: fills its lower triangle from what was just added above. */
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
                for (int f = 0; f < offsets.length; f++) {
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
