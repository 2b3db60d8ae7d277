package dev.dropfit.trainer.learn.linear;

/**
 * What a pass over the training rows adds up, at some weights. Only arrays of numbers, so that a pass can be sent to another process. Do not
 * change the arrays.
 */
public final class Pass {
    /** The sums of a pass. */
    public enum Kind {
        /** The gradient, then the value. */
        GRADIENT(2),
        /** The matrix of second derivatives, its upper triangle row by row, then the gradient and the value. */
        MATRIX(2),
        /** The diagonal of the matrix of second derivatives. */
        DIAGONAL(2),
        /** The product of the matrix of second derivatives and a vector. */
        PRODUCT(3);

        private final int products;

        Kind(int products) {
            this.products = products;
        }
    }

    private final Kind kind;
    private final double[] weights;
    private final double[] vector;

    /**
     * A pass.
     *
     * @param weights [output * (encoded columns + 1) + column]; the intercept follows the columns
     * @param vector what the matrix is multiplied by, of the same length; empty for other passes
     */
    public Pass(Kind kind, double[] weights, double[] vector) {
        this.kind = kind;
        this.weights = weights;
        this.vector = vector;
    }

    /** A pass without a vector. */
    Pass(Kind kind, double[] weights) {
        this(kind, weights, new double[0]);
    }

    public Kind kind() {
        return kind;
    }

    public double[] weights() {
        return weights;
    }

    public double[] vector() {
        return vector;
    }

    /** The number of products of all cells with a vector. */
    int products() {
        return kind.products;
    }

    /** The length of the matrix. */
    int square() {
        return kind == Kind.MATRIX ? weights.length * weights.length : 0;
    }

    /** The length of the sums. */
    int length() {
        return switch (kind) {
            case GRADIENT, MATRIX -> square() + weights.length + 1;
            case DIAGONAL, PRODUCT -> weights.length;
        };
    }

    /** Adds what a block of rows has to the sums. */
    void add(BlockSums block, double[] out) {
        double value = block.loadDerivatives(weights);
        switch (kind) {
            case GRADIENT, MATRIX -> {
                out[out.length - 1] += value;
                block.addGradient(out, square());
                if (kind == Kind.MATRIX) {
                    block.addHessian(out);
                }
            }
            case DIAGONAL -> block.addDiagonal(out);
            case PRODUCT -> block.addHessianTimes(vector, out);
        }
    }
}
