package dev.dropfit.trainer.learn.boost;

import dev.dropfit.trainer.learn.tree.ParallelParts;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The margins of rows, with what a loss makes of them. Training rows come first. Processes rows in parallel. Not thread-safe. */
final class RowMargins {
    private static final int BLOCK = 1 << 14;

    private final BoostingLoss loss;
    private final double[] target;
    private final int trained;
    private final float[][] margins;
    private final double[] common;

    /**
     * Margins at the start of a boosting. Changes the targets.
     *
     * @param target of each row
     * @param start one margin for each output
     */
    RowMargins(BoostingLoss loss, double[] target, int trained, double[] start) {
        this.loss = loss;
        this.target = target;
        this.trained = trained;
        margins = new float[loss.outputs()][target.length];
        common = new double[trained];
        loss.begin(start, target, margins);
    }

    /** One margin per row; not a copy. */
    float[] of(int output) {
        return margins[output];
    }

    /**
     * The sums of the losses of held-out rows by chunk, so that they are the same where only some of the chunks are.
     *
     * @param starts the first held-out row of each chunk, then the number of rows
     * @return one for each chunk that has held-out rows
     */
    double[] costs(int[] starts) {
        int[] chunks = IntStream.range(0, starts.length - 1)
                .filter(chunk -> starts[chunk] < starts[chunk + 1])
                .toArray();
        return ParallelParts.of(chunks.length, at -> {
                    double sum = 0;
                    for (int row = starts[chunks[at]]; row < starts[chunks[at] + 1]; row++) {
                        sum += loss.cost(margins, target, row);
                    }
                    return sum;
                })
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** Prepares the derivatives of a round. Returns an upper bound of the absolute first ones. */
    double largestGradient() {
        double[] largest = new double[blocks()];
        ParallelParts.run(largest.length, block -> {
            double own = 0;
            for (int row = block * BLOCK; row < end(block); row++) {
                common[row] = loss.common(margins, row);
                own = Math.max(own, loss.largestGradient(margins, target, row));
            }
            largest[block] = own;
        });
        return Arrays.stream(largest).max().orElse(0);
    }

    /**
     * Writes the derivatives of the training rows by the margins of an output.
     *
     * @param largestGradient of all training rows, also in other parts
     */
    void derive(int output, double largestGradient, Derivatives derivatives) {
        derivatives.scale(largestGradient, loss.largestHessian());
        ParallelParts.run(blocks(), block -> {
            for (int row = block * BLOCK; row < end(block); row++) {
                loss.derive(margins, target, row, output, common[row], derivatives);
            }
        });
    }

    private int blocks() {
        return (trained + BLOCK - 1) / BLOCK;
    }

    private int end(int block) {
        return Math.min(trained, (block + 1) * BLOCK);
    }
}
