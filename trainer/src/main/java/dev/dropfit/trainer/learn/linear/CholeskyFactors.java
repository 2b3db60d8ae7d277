package dev.dropfit.trainer.learn.linear;

import java.util.Arrays;
import java.util.Optional;

/**
 * The lower triangle L of a symmetric, positive definite matrix L L' (G. H. Golub, C. F. Van Loan, Matrix Computations, 4th edition, 2013,
 * section 4.2).
 */
final class CholeskyFactors {
    /** A matrix with a smaller pivot is not positive definite to working precision. */
    private static final double MIN_PIVOT = 1e-14;

    /** [row * dimension + column], meaningful up to the diagonal. */
    private final double[] lower;

    private final int dimension;

    private CholeskyFactors(double[] lower, int dimension) {
        this.lower = lower;
        this.dimension = dimension;
    }

    /**
     * Factorises a matrix.
     *
     * @param matrix [row * dimension + column]; does not change
     * @return empty when it is not positive definite to working precision
     */
    static Optional<CholeskyFactors> of(double[] matrix, int dimension) {
        double[] lower = Arrays.copyOf(matrix, dimension * dimension);
        for (int i = 0; i < dimension; i++) {
            int diagonal = i * dimension;
            double pivot = remainder(lower, matrix[diagonal + i], diagonal, diagonal, i);
            if (pivot <= MIN_PIVOT) {
                return Optional.empty();
            }
            double root = Math.sqrt(pivot);
            lower[diagonal + i] = root;
            for (int j = i + 1; j < dimension; j++) {
                int row = j * dimension;
                lower[row + i] = remainder(lower, matrix[diagonal + j], diagonal, row, i) / root;
            }
        }
        return Optional.of(new CholeskyFactors(lower, dimension));
    }

    /** A value without the product of the first elements of two rows. */
    private static double remainder(double[] lower, double value, int row, int other, int count) {
        double rest = value;
        for (int k = count - 1; k >= 0; k--) {
            rest -= lower[row + k] * lower[other + k];
        }
        return rest;
    }

    /** The vector that the matrix maps to this one. */
    double[] solve(double[] vector) {
        double[] half = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            double rest = vector[i];
            for (int k = i - 1; k >= 0; k--) {
                rest -= lower[i * dimension + k] * half[k];
            }
            half[i] = rest / lower[i * dimension + i];
        }
        double[] solution = half;
        for (int i = dimension - 1; i >= 0; i--) {
            double rest = half[i];
            for (int k = i + 1; k < dimension; k++) {
                rest -= lower[k * dimension + i] * solution[k];
            }
            solution[i] = rest / lower[i * dimension + i];
        }
        return solution;
    }
}
