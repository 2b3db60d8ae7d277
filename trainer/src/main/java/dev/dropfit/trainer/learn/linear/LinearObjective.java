package dev.dropfit.trainer.learn.linear;

import java.util.Arrays;
import java.util.Optional;

/**
 * The objective of a linear model: the loss of the training rows plus half the penalty times the sum of squared weights (1 / C or alpha in
 * scikit-learn). Intercepts have no penalty. With several outputs many solutions are equivalent; half the square of the sum of the intercepts is added to
 * select the one whose intercepts add up to 0.
 *
 * <p>Weights are [output * (encoded columns + 1) + column]; the intercept follows the columns. A pass processes chunks in parallel. The
 * number of partial sums depends only on the problem, so the results are exactly the same for any number of threads.
 */
final class LinearObjective {
    /** The maximum number of doubles in all partial sums. */
    private static final int MAX_PARTIAL_SUMS = 1 << 23;

    private static final int MAX_GROUPS = 16;
    /** What the loss of a row takes, in multiplications. */
    private static final int EXPONENTIAL = 10;

    private final TrainingRows rows;
    private final Loss loss;
    private final int stride;
    private final int width;
    private final Work work;
    private final double penalty;

    /**
     * @param penalty of the squared weights
     * @param work counts what is done
     */
    LinearObjective(TrainingRows rows, Loss loss, double penalty, Work work) {
        this(rows, loss, penalty, 1, work);
    }

    /** @param stride of how many chunks the rows are one */
    private LinearObjective(TrainingRows rows, Loss loss, double penalty, int stride, Work work) {
        this.work = work;
        this.penalty = penalty;
        this.stride = stride;
        this.rows = rows;
        this.loss = loss;
        width = BlockSums.width(rows.features());
    }

    /** The number of weights, including intercepts. */
    int dimension() {
        return loss.outputs() * width;
    }

    int outputs() {
        return loss.outputs();
    }

    /** The number of chunks of rows. */
    int chunks() {
        return rows.chunks();
    }

    /** Whether one Newton step from any point reaches the minimum. */
    boolean quadratic() {
        return loss instanceof Loss.LeastSquares;
    }

    /**
     * An estimate of this objective from every n-th chunk; its minimum and its second derivatives are close to those of this one. Empty if the rows
     * are in other processes.
     */
    Optional<LinearObjective> sample(int everyNth) {
        return rows.sample(everyNth).map(sample -> new LinearObjective(sample, loss, penalty, stride * everyNth, work));
    }

    /** The objective and its gradient at these weights. */
    Iterate at(double[] weights) {
        return point(weights, false);
    }

    /** The objective, its gradient and its second derivatives at these weights, in one pass. */
    Iterate withHessianAt(double[] weights) {
        return point(weights, true);
    }

    /** Weights, and the objective with its derivatives at them. Do not change the arrays. */
    static final class Iterate {
        final double[] weights;
        final double value;
        final double[] gradient;
        /** The matrix of second derivatives, row by row, both triangles; empty if not computed. */
        final double[] hessian;

        Iterate(double[] weights, double value, double[] gradient, double[] hessian) {
            this.weights = weights;
            this.value = value;
            this.gradient = gradient;
            this.hessian = hessian;
        }
    }

    private Iterate point(double[] weights, boolean withHessian) {
        int dimension = dimension();
        Pass pass = new Pass(withHessian ? Pass.Kind.MATRIX : Pass.Kind.GRADIENT, weights);
        int square = pass.square();
        double[] sum = accumulate(pass);
        scale(sum);
        double value = sum[square + dimension];
        double[] gradient = Arrays.copyOfRange(sum, square, square + dimension);
        double intercepts = sumOfIntercepts(weights);
        for (int j = 0; j < dimension; j++) {
            if (isIntercept(j)) {
                gradient[j] += outputs() > 1 ? intercepts : 0;
            } else {
                gradient[j] += penalty * weights[j];
                value += penalty * weights[j] * weights[j] / 2;
            }
        }
        value += outputs() > 1 ? intercepts * intercepts / 2 : 0;
        double[] hessian = Arrays.copyOf(sum, square);
        if (withHessian) {
            completeHessian(hessian);
        }
        return new Iterate(weights, value, gradient, hessian);
    }

    /** Scales the sums over a sample of chunks to all chunks. */
    private void scale(double[] sum) {
        for (int j = 0; stride > 1 && j < sum.length; j++) {
            sum[j] *= stride;
        }
    }

    /** Mirrors the upper triangle and adds the second derivatives of the penalty. */
    private void completeHessian(double[] hessian) {
        int dimension = dimension();
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < i; j++) {
                hessian[i * dimension + j] = hessian[j * dimension + i];
            }
        }
        for (int i = 0; i < dimension; i++) {
            if (!isIntercept(i)) {
                hessian[i * dimension + i] += penalty;
            } else if (outputs() > 1) {
                for (int j = width - 1; j < dimension; j += width) {
                    hessian[i * dimension + j] += 1;
                }
            }
        }
    }

    /** The diagonal of the matrix of second derivatives. */
    double[] hessianDiagonal(double[] weights) {
        double[] diagonal = accumulate(new Pass(Pass.Kind.DIAGONAL, weights));
        scale(diagonal);
        for (int j = 0; j < diagonal.length; j++) {
            diagonal[j] += !isIntercept(j) ? penalty : outputs() == 1 ? 0 : 1;
        }
        return diagonal;
    }

    /** The product of the matrix of second derivatives and a vector, without computing the matrix. */
    double[] hessianTimes(double[] weights, double[] vector) {
        double[] product = accumulate(new Pass(Pass.Kind.PRODUCT, weights, vector));
        scale(product);
        double intercepts = sumOfIntercepts(vector);
        for (int j = 0; j < product.length; j++) {
            product[j] += isIntercept(j) ? (outputs() > 1 ? intercepts : 0) : penalty * vector[j];
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

    /** Whether so much work is done that the solver has to take what it has. */
    boolean exhausted() {
        return work.exhausted();
    }

    /** The multiplications for the matrix of second derivatives, about. */
    double hessianWork() {
        return hessianWork(stride * rows.count(), outputs(), rows.cells());
    }

    /** The same for this number of rows, outputs and values of a row that are not 0. */
    static double hessianWork(double rows, int outputs, double cells) {
        double pairs = outputs * (outputs + 1) / 2.0;
        return rows * pairs * cells * cells / 2;
    }

    /**
     * The multiplications of a pass over rows, about.
     *
     * @param products the number of products of all cells with a vector
     */
    static double passWork(double rows, int outputs, double cells, int products) {
        return rows * outputs * (products * (cells + 1.0) + EXPONENTIAL);
    }

    /** The number of partial sums of a step. */
    static int groups(double chunks, double length) {
        return (int) Math.max(1, Math.min(Math.min(MAX_GROUPS, chunks), MAX_PARTIAL_SUMS / length));
    }

    private double[] accumulate(Pass pass) {
        work.add(passWork(rows.count(), outputs(), rows.cells(), pass.products()));
        return rows.sums(pass, groups(chunks(), pass.length())).total();
    }
}
