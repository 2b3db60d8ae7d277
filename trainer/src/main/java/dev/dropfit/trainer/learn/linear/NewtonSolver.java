package dev.dropfit.trainer.learn.linear;

import java.util.Arrays;
import java.util.Optional;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.DenseVector;

/**
 * Minimises a {@link LinearObjective} by Newton's method with step halving (J. Nocedal, S. J. Wright, Numerical Optimization, 2nd edition,
 * 2006, chapters 3 and 7). Up to {@link #DENSE} weights the Newton equations are solved by a Cholesky factorisation; beyond, approximately
 * by preconditioned conjugate gradients, which need no matrix.
 */
final class NewtonSolver {
    /** The most weights for which the matrix of second derivatives is formed. */
    static final int DENSE = 1200;

    private static final int MOST_STEPS = 100;
    private static final int MOST_HALVINGS = 40;
    private static final int MOST_INNER_STEPS = 500;
    private static final double SUFFICIENT_DECREASE = 1e-4;
    /** When half the Newton decrement is below this share of the cost, the cost is at its minimum to the last digits. */
    private static final double TOLERANCE = 1e-16;

    /** How many chunks a sample has, at least, that a start is looked for on. */
    private static final int SAMPLED_CHUNKS = 16;

    private static final int SAMPLE_STEPS = 12;
    private static final double SAMPLE_TOLERANCE = 1e-6;
    /** How much shorter a step with old factors must make the gradient for them to be kept. */
    private static final double CHORD_SHORTENING = 0.1;
    /** How much larger a sum over rows may be for rounding alone. */
    private static final double ROUNDING = 1e-14;
    /** A weight that no standardised column deserves: a sample in which a class is separable leads there. */
    private static final double FAR_OUT = 30;

    private NewtonSolver() {}

    /**
     * Where the minimum is.
     *
     * @throws ArithmeticException when it is not found, as with values so large that sums overflow
     */
    static double[] minimise(LinearObjective objective) {
        return minimise(objective, DENSE);
    }

    /** @param dense the most weights for which the matrix of second derivatives is formed */
    static double[] minimise(LinearObjective objective, int dense) {
        Place start = sampled(objective, dense)
                .orElseGet(() -> new Place(new double[objective.dimension()], Optional.empty()));
        return descend(objective, start, dense, MOST_STEPS, TOLERANCE)
                .orElseThrow(() -> new ArithmeticException("no minimum found in " + MOST_STEPS + " steps"))
                .weights;
    }

    /** Somewhere, and the factors of the second derivatives near there, if they are known. */
    private static final class Place {
        private final double[] weights;
        private final Optional<DenseMatrix.CholeskyFactorization> factors;

        Place(double[] weights, Optional<DenseMatrix.CholeskyFactorization> factors) {
            this.weights = weights;
            this.factors = factors;
        }
    }

    /** Near the minimum already, where a sample of the rows can tell: steps on it cost next to nothing. */
    private static Optional<Place> sampled(LinearObjective objective, int dense) {
        int everyNth = objective.chunks() / SAMPLED_CHUNKS;
        if (everyNth < 2 || objective.quadratic()) {
            return Optional.empty();
        }
        try {
            Place zeros = new Place(new double[objective.dimension()], Optional.empty());
            return descend(objective.sample(everyNth), zeros, dense, SAMPLE_STEPS, SAMPLE_TOLERANCE)
                    .filter(place -> Arrays.stream(place.weights).allMatch(weight -> Math.abs(weight) < FAR_OUT));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /**
     * Steps down from a place. Factors that came with it are kept for as long as steps with them shorten the gradient well, which costs
     * less than to form the second derivatives anew (the chord method).
     */
    private static Optional<Place> descend(
            LinearObjective objective, Place start, int dense, int mostSteps, double tolerance) {
        boolean direct = objective.dimension() <= dense;
        Optional<DenseMatrix.CholeskyFactorization> factors = start.factors;
        boolean chord = factors.isPresent();
        LinearObjective.Iterate point =
                direct && !chord ? objective.withHessianAt(start.weights) : objective.at(start.weights);
        for (int step = 0; step < mostSteps; step++) {
            if (direct && !chord) {
                factors = factorised(point);
            }
            double[] direction =
                    factors.isPresent() ? solved(factors.get(), point.gradient) : iterated(objective, point);
            double slope = dot(point.gradient, direction);
            if (!Double.isFinite(point.value) || !Double.isFinite(slope)) {
                throw new ArithmeticException("the values are too large to compute with");
            }
            boolean last = -slope / 2 <= tolerance * Math.max(1, Math.abs(point.value));
            LinearObjective.Iterate next = step(objective, point, direction, slope, direct && !chord && !last);
            double shorter = norm(next.gradient) / norm(point.gradient);
            if (last || next == point) {
                // At the end the cost can't tell any more which of the two is better; the gradient can.
                return Optional.of(new Place(shorter < 1 ? next.weights : point.weights, factors));
            }
            if (chord && shorter > CHORD_SHORTENING) {
                chord = false;
                next = objective.withHessianAt(next.weights);
            }
            point = next;
        }
        return Optional.empty();
    }

    /** Goes this way, by halves if the whole is too far; the same point if no step leads down. */
    private static LinearObjective.Iterate step(
            LinearObjective objective,
            LinearObjective.Iterate point,
            double[] direction,
            double slope,
            boolean withHessian) {
        double rounding = ROUNDING * Math.abs(point.value);
        double length = 1;
        for (int halving = 0; halving < MOST_HALVINGS; halving++) {
            double[] weights = new double[direction.length];
            for (int j = 0; j < weights.length; j++) {
                weights[j] = point.weights[j] + length * direction[j];
            }
            LinearObjective.Iterate next = withHessian ? objective.withHessianAt(weights) : objective.at(weights);
            if (next.value <= point.value + SUFFICIENT_DECREASE * length * slope + rounding) {
                return next;
            }
            length /= 2;
        }
        return point;
    }

    /** Empty when the matrix is not positive definite to working precision. */
    private static Optional<DenseMatrix.CholeskyFactorization> factorised(LinearObjective.Iterate point) {
        int dimension = point.gradient.length;
        double[][] rows = new double[dimension][];
        for (int i = 0; i < dimension; i++) {
            rows[i] = Arrays.copyOfRange(point.hessian, i * dimension, (i + 1) * dimension);
        }
        return DenseMatrix.createDenseMatrix(rows).choleskyFactorization();
    }

    private static double[] solved(DenseMatrix.CholeskyFactorization factors, double[] gradient) {
        double[] direction =
                factors.solve(DenseVector.createDenseVector(gradient)).toArray();
        for (int j = 0; j < direction.length; j++) {
            direction[j] = -direction[j];
        }
        return direction;
    }

    /** Conjugate gradients, preconditioned by the diagonal, as exact as the outer step deserves. */
    private static double[] iterated(LinearObjective objective, LinearObjective.Iterate point) {
        double[] weights = point.weights;
        double[] gradient = point.gradient;
        int dimension = weights.length;
        double[] diagonal = objective.hessianDiagonal(weights);
        double[] direction = new double[dimension];
        double[] residual = new double[dimension];
        double[] preconditioned = new double[dimension];
        for (int j = 0; j < dimension; j++) {
            residual[j] = -gradient[j];
            preconditioned[j] = residual[j] / diagonal[j];
        }
        double[] search = preconditioned.clone();
        double energy = dot(residual, preconditioned);
        double norm = norm(gradient);
        double tolerance = Math.min(0.1, Math.sqrt(norm / (1 + norm))) * Math.min(1, norm) * norm;
        for (int step = 0; step < MOST_INNER_STEPS && norm(residual) > tolerance; step++) {
            double[] curved = objective.hessianTimes(weights, search);
            double length = energy / dot(search, curved);
            for (int j = 0; j < dimension; j++) {
                direction[j] += length * search[j];
                residual[j] -= length * curved[j];
                preconditioned[j] = residual[j] / diagonal[j];
            }
            double nextEnergy = dot(residual, preconditioned);
            double ratio = nextEnergy / energy;
            energy = nextEnergy;
            for (int j = 0; j < dimension; j++) {
                search[j] = preconditioned[j] + ratio * search[j];
            }
        }
        return direction;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    private static double norm(double[] vector) {
        return Math.sqrt(dot(vector, vector));
    }
}
