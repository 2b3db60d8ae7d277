package dev.dropfit.trainer.learn.linear;

import java.util.ArrayList;
import java.util.List;

/**
 * Newton steps with old factors, corrected by how the gradient changed along the steps that were taken since (J. Nocedal, Updating Quasi-Newton
 * Matrices with Limited Storage, 1980). It needs no other pass over the rows, and saves one in three. Not thread-safe.
 */
final class Secants {
    private final CholeskyFactors factors;
    private final List<Secant> taken = new ArrayList<>();

    /** @param factors of the second derivatives, near the steps */
    Secants(CholeskyFactors factors) {
        this.factors = factors;
    }

    /**
     * A step and the change of the gradient along it.
     *
     * @param product of both
     */
    @SuppressWarnings("ArrayRecordComponent") // Made once and never compared.
    private record Secant(double[] step, double[] change, double product) {}

    /** Adds the step from one point to the next. */
    void add(LinearObjective.Iterate from, LinearObjective.Iterate to) {
        double[] step = difference(to.weights, from.weights);
        double[] change = difference(to.gradient, from.gradient);
        double product = dot(step, change);
        // At the minimum rounding may hide that the objective is convex.
        if (product > 0) {
            taken.add(new Secant(step, change, product));
        }
    }

    /** The direction to the minimum. */
    double[] direction(double[] gradient) {
        double[] direction = gradient.clone();
        double[] shares = new double[taken.size()];
        for (int i = taken.size() - 1; i >= 0; i--) {
            Secant secant = taken.get(i);
            shares[i] = dot(secant.step, direction) / secant.product;
            add(direction, -shares[i], secant.change);
        }
        direction = factors.solve(direction);
        for (int i = 0; i < taken.size(); i++) {
            Secant secant = taken.get(i);
            add(direction, shares[i] - dot(secant.change, direction) / secant.product, secant.step);
        }
        for (int j = 0; j < direction.length; j++) {
            direction[j] = -direction[j];
        }
        return direction;
    }

    private static void add(double[] sum, double factor, double[] vector) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += factor * vector[j];
        }
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int j = 0; j < a.length; j++) {
            difference[j] = a[j] - b[j];
        }
        return difference;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
