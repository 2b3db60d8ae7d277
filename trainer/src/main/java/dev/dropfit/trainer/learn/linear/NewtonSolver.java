package dev.dropfit.trainer.learn.linear;

import dev.dropfit.core.Interruption;
import java.util.Arrays;
import java.util.Optional;

/**
 * Minimises a {@link LinearObjective} by Newton's method with step halving (J. Nocedal, S. J. Wright, Numerical Optimization, 2nd edition,
 * 2006, chapters 3 and 7). With up to {@link #MAX_DENSE} weights it solves the Newton equations by a Cholesky factorisation; with more,
 * approximately by preconditioned conjugate gradients, which need no matrix.
 */
final class NewtonSolver {
    /** The maximum number of weights for which the matrix of second derivatives is computed. */
    static final int MAX_DENSE = 1200;

    /** The maximum number of multiplications for the matrix, with several outputs: about 2 seconds. */
    private static final double MAX_HESSIAN_WORK = 2e9;

    private static final int MAX_STEPS = 100;
    private static final int MAX_HALVINGS = 40;
    private static final int MAX_INNER_STEPS = 500;
    private static final double SUFFICIENT_DECREASE = 1e-4;
    /** If half the Newton decrement is below this share of the objective, the objective is at its minimum up to rounding. */
    private static final double TOLERANCE = 1e-16;

    /** After the descent, steps are taken until the next one would change no weight by more than this share of the largest one. */
    private static final double POLISHED = 1e-12;

    private static final int MAX_POLISHING_STEPS = 8;
    /** A step that does not reduce the gradient to this share is one of rounding. */
    private static final double MAX_POLISHING_RATIO = 0.5;

    /** The minimum number of chunks in the sample that finds the start. */
    private static final int MIN_SAMPLE_CHUNKS = 16;

    private static final int MAX_SAMPLE_STEPS = 12;
    private static final double SAMPLE_TOLERANCE = 1e-6;
    /** Old factors are reused as long as a step reduces the norm of the gradient to this share. */
    private static final double MAX_CHORD_RATIO = 0.1;
    /** The relative error of a sum over rows from rounding. */
    private static final double ROUNDING = 1e-14;
    /** The same for the sums of many rows and weights, at most. */
    private static final double MAX_ROUNDING = 1e-11;
    /** A step that reduces the slope to this share is good, although rounding hides whether the objective is smaller. */
    private static final double MAX_SLOPE_RATIO = 0.9;
    /** The maximum weight of a start. A sample with a separable class has larger weights. */
    private static final double MAX_START_WEIGHT = 30;

    private NewtonSolver() {}

    /**
     * The weights at the minimum.
     *
     * @throws ArithmeticException when the minimum is not found, for example when sums overflow
     */
    static double[] minimise(LinearObjective objective) {
        return minimise(objective, MAX_DENSE);
    }

    /** @param maxDense the maximum number of weights for which the matrix of second derivatives is computed */
    static double[] minimise(LinearObjective objective, int maxDense) {
        Place start = sampled(objective, maxDense)
                .orElseGet(() -> new Place(new double[objective.dimension()], Optional.empty()));
        Descent end = descend(objective, start, maxDense, MAX_STEPS, TOLERANCE)
                .orElseThrow(() -> new ArithmeticException("no minimum found in " + MAX_STEPS + " steps"));
        return end.secants.map(secants -> polished(objective, end, secants)).orElse(end.point.weights);
    }

    /**
     * The minimum to the last digits. The descent ends when the objective can't decrease any more beyond rounding; of millions of rows the weights still can
     * be moved by more than 1e-9 there. The gradient shows where to. A step leaves about its own length times the ratio of the last two gradients, so
     * the last step needs no other look at the rows.
     */
    private static double[] polished(LinearObjective objective, Descent end, Secants secants) {
        LinearObjective.Iterate point = end.point;
        double ratio = end.ratio;
        for (int step = 0; step < MAX_POLISHING_STEPS; step++) {
            double[] direction = secants.direction(point.gradient);
            double[] moved = new double[direction.length];
            for (int j = 0; j < moved.length; j++) {
                moved[j] = point.weights[j] + direction[j];
            }
            if (ratio * largest(direction) <= POLISHED * Math.max(1, largest(point.weights))) {
                return moved;
            }
            LinearObjective.Iterate next = objective.at(moved);
            ratio = norm(next.gradient) / norm(point.gradient);
            secants.add(point, next);
            // Written so that a gradient that is not a number ends it too.
            if (!(ratio <= MAX_POLISHING_RATIO)) {
                break;
            }
            point = next;
        }
        return point.weights;
    }

    private static double largest(double[] vector) {
        double largest = 0;
        for (double value : vector) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** Whether the matrix of second derivatives is computed: it is small enough, and so is the work for it. */
    static boolean isDirect(LinearObjective objective) {
        return isDirect(objective, MAX_DENSE);
    }

    /**
     * The same.
     *
     * @param dimension the number of weights
     * @param outputs the number of outputs
     * @param hessianWork the multiplications for the matrix
     */
    static boolean isDirect(double dimension, int outputs, double hessianWork) {
        return isDirect(dimension, outputs, hessianWork, MAX_DENSE);
    }

    private static boolean isDirect(LinearObjective objective, int maxDense) {
        return isDirect(objective.dimension(), objective.outputs(), objective.hessianWork(), maxDense);
    }

    private static boolean isDirect(double dimension, int outputs, double hessianWork, int maxDense) {
        return dimension <= maxDense && (outputs == 1 || hessianWork <= MAX_HESSIAN_WORK);
    }

    /** Weights, and the factors of the second derivatives near them, if known. */
    private static final class Place {
        private final double[] weights;
        private final Optional<CholeskyFactors> factors;

        Place(double[] weights, Optional<CholeskyFactors> factors) {
            this.weights = weights;
            this.factors = factors;
        }
    }

    /**
     * Where a descent has ended.
     *
     * @param factors of the second derivatives near this point, if known
     * @param secants with these factors
     * @param ratio of the lengths of the last two gradients, at most 1
     */
    private record Descent(
            LinearObjective.Iterate point, Optional<CholeskyFactors> factors, Optional<Secants> secants, double ratio) {
        Place place() {
            return new Place(point.weights, factors);
        }
    }

    /** The minimum on a sample of the rows, as a start: steps on a sample are cheap. */
    private static Optional<Place> sampled(LinearObjective objective, int maxDense) {
        int everyNth = objective.chunks() / MIN_SAMPLE_CHUNKS;
        if (everyNth < 2 || objective.quadratic()) {
            return Optional.empty();
        }
        try {
            Place zeros = new Place(new double[objective.dimension()], Optional.empty());
            return objective
                    .sample(everyNth)
                    .flatMap(sample -> descend(sample, zeros, maxDense, MAX_SAMPLE_STEPS, SAMPLE_TOLERANCE))
                    .map(Descent::place)
                    .filter(place ->
                            Arrays.stream(place.weights).allMatch(weight -> Math.abs(weight) < MAX_START_WEIGHT));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /**
     * Descends from a start. Reuses the factors of the start as long as they reduce the gradient fast, because that is cheaper than computing
     * the second derivatives again (the chord method).
     */
    private static Optional<Descent> descend(
            LinearObjective objective, Place start, int maxDense, int maxSteps, double tolerance) {
        boolean direct = isDirect(objective, maxDense);
        Optional<CholeskyFactors> factors = start.factors;
        Optional<Secants> secants = factors.map(Secants::new);
        boolean chord = factors.isPresent();
        LinearObjective.Iterate point =
                direct && !chord ? objective.withHessianAt(start.weights) : objective.at(start.weights);
        for (int step = 0; step < maxSteps; step++) {
            Interruption.check();
            if (!direct && objective.exhausted()) {
                return Optional.of(new Descent(point, factors, secants, 1));
            }
            if (direct && !chord) {
                factors = factorised(point);
                secants = factors.map(Secants::new);
            }
            double[] direction =
                    secants.isPresent() ? secants.get().direction(point.gradient) : iterated(objective, point);
            double slope = dot(point.gradient, direction);
            if (!Double.isFinite(point.value) || !Double.isFinite(slope)) {
                throw new ArithmeticException("the values are too large to compute with");
            }
            boolean last = -slope / 2 <= tolerance * Math.max(1, Math.abs(point.value));
            LinearObjective.Iterate next = step(objective, point, direction, slope, direct && !chord && !last);
            double shorter = norm(next.gradient) / norm(point.gradient);
            if (last || next == point) {
                // Near the minimum rounding hides which objective is smaller; the gradients can still be compared.
                return Optional.of(
                        shorter < 1
                                ? new Descent(next, factors, secants, shorter)
                                : new Descent(point, factors, secants, 1));
            }
            if (secants.isPresent()) {
                secants.get().add(point, next);
            }
            if (chord && shorter > MAX_CHORD_RATIO) {
                chord = false;
                next = objective.withHessianAt(next.weights);
            }
            point = next;
        }
        return Optional.empty();
    }

    /**
     * Steps in this direction, and halves the step until the objective decreases enough. Near the minimum, where rounding hides differences of the
     * objective, the slope decides (W. W. Hager and H. Zhang, 2005). Returns the same point if no step is good.
     */
    private static LinearObjective.Iterate step(
            LinearObjective objective,
            LinearObjective.Iterate point,
            double[] direction,
            double slope,
            boolean withHessian) {
        double rounding = ROUNDING * Math.abs(point.value);
        double length = 1;
        for (int halving = 0; halving < MAX_HALVINGS; halving++) {
            double[] weights = new double[direction.length];
            for (int j = 0; j < weights.length; j++) {
                weights[j] = point.weights[j] + length * direction[j];
            }
            LinearObjective.Iterate next = withHessian ? objective.withHessianAt(weights) : objective.at(weights);
            double change = next.value - point.value;
            boolean smaller = change <= SUFFICIENT_DECREASE * length * slope + rounding;
            boolean flatter = change <= MAX_ROUNDING * Math.abs(point.value)
                    && Math.abs(dot(next.gradient, direction)) <= MAX_SLOPE_RATIO * Math.abs(slope);
            if (smaller || flatter) {
                return next;
            }
            length /= 2;
        }
        return point;
    }

    /** Empty when the matrix is not positive definite to working precision. */
    private static Optional<CholeskyFactors> factorised(LinearObjective.Iterate point) {
        return CholeskyFactors.of(point.hessian, point.gradient.length);
    }

    /** Conjugate gradients, preconditioned by the diagonal. The tolerance decreases with the gradient. */
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
        for (int step = 0; step < MAX_INNER_STEPS && norm(residual) > tolerance && !objective.exhausted(); step++) {
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
