package dev.dropfit.trainer.learn.boost;

import dev.dropfit.core.model.Target;
import java.util.Arrays;

/** A loss function of the margins of a row, with derivatives. Margins are [output][row]; the target of a class is its index. */
sealed interface BoostingLoss {
    /** The loss of what is predicted. */
    static BoostingLoss of(Target target) {
        return target instanceof Target.Classes classes
                ? classes.binary() ? new BinaryLogLoss() : new MulticlassLogLoss(classes.size())
                : new SquaredError();
    }

    /** The number of margins of a row. */
    int outputs();

    /**
     * The constant margins with the smallest loss.
     *
     * @param rows the number of targets to use, from the first
     */
    double[] start(double[] target, int rows);

    /** Sets the margins of all rows to the start. */
    default void begin(double[] start, double[] target, float[][] margins) {
        for (int k = 0; k < start.length; k++) {
            Arrays.fill(margins[k], (float) start[k]);
        }
    }

    /** The loss of a row. */
    double cost(float[][] margins, double[] target, int row);

    /** A value that all derivatives of a row need. */
    default double common(float[][] margins, int row) {
        return 0;
    }

    /** Writes the first and the second derivative by the margin of one output. */
    void derive(float[][] margins, double[] target, int row, int output, double common, Derivatives derivatives);

    /** An upper bound of the second derivatives. */
    double largestHessian();

    /** Whether no first derivative is larger than 1, at any margins. */
    default boolean isBounded() {
        return true;
    }

    /** An upper bound of the absolute first derivatives of a row at the current margins. */
    default double largestGradient(float[][] margins, double[] target, int row) {
        return 1;
    }

    /** Two classes with one margin: log loss of the logistic function. */
    record BinaryLogLoss() implements BoostingLoss {
        @Override
        public double largestHessian() {
            return 0.25;
        }

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public double[] start(double[] target, int rows) {
            double positive = 0;
            for (int row = 0; row < rows; row++) {
                positive += target[row];
            }
            // Adds half a row to each class, because one of them may be absent.
            return new double[] {Math.log((positive + 0.5) / (rows - positive + 0.5))};
        }

        @Override
        public double cost(float[][] margins, double[] target, int row) {
            double margin = margins[0][row];
            return Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(margin, 0) - target[row] * margin;
        }

        @Override
        public void derive(
                float[][] margins, double[] target, int row, int output, double common, Derivatives derivatives) {
            double probability = 1 / (1 + Math.exp(-margins[0][row]));
            derivatives.put(row, probability - target[row], probability * (1 - probability));
        }
    }

    /** Several classes with one margin each: log loss of the softmax. */
    record MulticlassLogLoss(int outputs) implements BoostingLoss {
        @Override
        public double largestHessian() {
            return 0.25;
        }

        @Override
        public double[] start(double[] target, int rows) {
            double[] counts = new double[outputs];
            for (int row = 0; row < rows; row++) {
                counts[(int) target[row]]++;
            }
            return Arrays.stream(counts)
                    .map(count -> Math.log((count + 0.5) / (rows + 0.5 * outputs)))
                    .toArray();
        }

        @Override
        public double cost(float[][] margins, double[] target, int row) {
            return common(margins, row) - margins[(int) target[row]][row];
        }

        /** The logarithm of the denominator of the softmax. */
        @Override
        public double common(float[][] margins, int row) {
            double largest = margins[0][row];
            for (int k = 1; k < outputs; k++) {
                largest = Math.max(largest, margins[k][row]);
            }
            double sum = 0;
            for (int k = 0; k < outputs; k++) {
                sum += Math.exp(margins[k][row] - largest);
            }
            return largest + Math.log(sum);
        }

        @Override
        public void derive(
                float[][] margins, double[] target, int row, int output, double common, Derivatives derivatives) {
            double probability = Math.exp(margins[output][row] - common);
            double actual = (int) target[row] == output ? 1 : 0;
            derivatives.put(row, probability - actual, probability * (1 - probability));
        }
    }

    /** A number: half the squared error. Margins are differences from the start, because a float has too few digits for large numbers. */
    record SquaredError() implements BoostingLoss {
        @Override
        public double largestHessian() {
            return 1;
        }

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public double[] start(double[] target, int rows) {
            double mean = 0;
            for (int row = 0; row < rows; row++) {
                mean += target[row] / rows;
            }
            return new double[] {(float) mean};
        }

        @Override
        public void begin(double[] start, double[] target, float[][] margins) {
            for (int row = 0; row < target.length; row++) {
                target[row] -= start[0];
            }
        }

        @Override
        public boolean isBounded() {
            return false;
        }

        @Override
        public double largestGradient(float[][] margins, double[] target, int row) {
            return Math.abs(margins[0][row] - target[row]);
        }

        @Override
        public double cost(float[][] margins, double[] target, int row) {
            double error = margins[0][row] - target[row];
            return error * error / 2;
        }

        @Override
        public void derive(
                float[][] margins, double[] target, int row, int output, double common, Derivatives derivatives) {
            derivatives.put(row, margins[0][row] - target[row], 1);
        }
    }
}
