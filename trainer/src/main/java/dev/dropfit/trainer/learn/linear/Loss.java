package dev.dropfit.trainer.learn.linear;

import dev.dropfit.core.model.Target;
import java.util.Arrays;

/** A loss function of the margins of rows, with first and second derivatives. Margins and derivatives are [output][row]. */
sealed interface Loss {
    /** The loss of a linear model that predicts this. */
    static Loss of(Target target) {
        return target instanceof Target.Classes classes
                ? classes.binary() ? new Logistic() : new Multinomial(classes.size())
                : new LeastSquares();
    }

    /** The number of margins of a row. */
    int outputs();

    /** The sum over the rows. Replaces the margins by the gradient, and stores data for {@link #curvature} in {@code state}. */
    double value(double[][] margins, double[] target, int rows, double[][] state);

    /** The second derivatives by the margins of two outputs. */
    void curvature(double[][] state, int one, int other, int rows, double[] out);

    /** Two classes with one margin: log loss of the logistic function. */
    record Logistic() implements Loss {
        /** A product of factors between 1 and 2 that is far from the largest double. */
        private static final double MAX_PRODUCT = 0x1p500;

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public double value(double[][] margins, double[] target, int rows, double[][] state) {
            double[] margin = margins[0];
            double[] curvature = state[0];
            double sum = 0;
            // A sum of logarithms is the logarithm of the product: one logarithm for many rows.
            double product = 1;
            for (int i = 0; i < rows; i++) {
                double small = Math.exp(-Math.abs(margin[i]));
                double whole = 1 + small;
                double probability = (margin[i] >= 0 ? 1 : small) / whole;
                sum += Math.max(margin[i], 0) - target[i] * margin[i];
                product *= whole;
                if (product > MAX_PRODUCT) {
                    sum += Math.log(product);
                    product = 1;
                }
                curvature[i] = small / (whole * whole);
                margin[i] = probability - target[i];
            }
            return sum + Math.log(product);
        }

        @Override
        public void curvature(double[][] state, int one, int other, int rows, double[] out) {
            System.arraycopy(state[0], 0, out, 0, rows);
        }
    }

    /** Several classes with one margin each: log loss of the softmax. */
    record Multinomial(int outputs) implements Loss {
        @Override
        public double value(double[][] margins, double[] target, int rows, double[][] state) {
            double loss = 0;
            for (int i = 0; i < rows; i++) {
                double largest = margins[0][i];
                for (int k = 1; k < outputs; k++) {
                    largest = Math.max(largest, margins[k][i]);
                }
                int actual = (int) target[i];
                double own = margins[actual][i] - largest;
                double sum = 0;
                for (int k = 0; k < outputs; k++) {
                    state[k][i] = Math.exp(margins[k][i] - largest);
                    sum += state[k][i];
                }
                for (int k = 0; k < outputs; k++) {
                    state[k][i] /= sum;
                    margins[k][i] = state[k][i] - (k == actual ? 1 : 0);
                }
                loss += Math.log(sum) - own;
            }
            return loss;
        }

        @Override
        public void curvature(double[][] state, int one, int other, int rows, double[] out) {
            for (int i = 0; i < rows; i++) {
                out[i] = state[one][i] * ((one == other ? 1 : 0) - state[other][i]);
            }
        }
    }

    /** A number: half the squared error. */
    record LeastSquares() implements Loss {
        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public double value(double[][] margins, double[] target, int rows, double[][] state) {
            double sum = 0;
            for (int i = 0; i < rows; i++) {
                margins[0][i] -= target[i];
                sum += margins[0][i] * margins[0][i];
            }
            return sum / 2;
        }

        @Override
        public void curvature(double[][] state, int one, int other, int rows, double[] out) {
            Arrays.fill(out, 0, rows, 1);
        }
    }
}
