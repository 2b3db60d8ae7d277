package dev.dropfit.trainer.learn.boost;

import dev.dropfit.core.model.score.Tree;
import dev.dropfit.trainer.learn.tree.BinnedRows;
import dev.dropfit.trainer.learn.tree.Parts;
import dev.dropfit.trainer.learn.tree.RandomNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gradient boosting with second derivatives (T. Chen and C. Guestrin, 2016): each round adds one tree per margin. Uses all cores; the result
 * does not depend on their number. Not thread-safe.
 */
final class Boosting {
    private static final int BLOCK = 1 << 14;
    /** Stops after this many rounds in a row without an improvement on the holdout. */
    static final int PATIENCE = 10;
    /** The same for folds, which together decide the number of rounds: a few rounds without an improvement say little. */
    static final int LONG_PATIENCE = 20;

    /** With more classes, there may be as few as {@link #MIN_ROUNDS} rounds. */
    static final int MANY_OUTPUTS = 10;
    /** With more features, too. */
    private static final int MANY_FEATURES = 1_000;
    /** The maximum number of additions of a fit, if it has more than the minimum number of rounds: about 12 seconds. */
    private static final double MAX_WORK = 6e9;

    private static final int MIN_ROUNDS = 2;

    /** The minimum share of the work for a fit with few features: fewer rounds would say little about the final fit. */
    private static final double MIN_USUAL_SHARE = 0.25;

    /** The minimum number of rounds of such a fit, unless its rows are very many. */
    private static final int MIN_USUAL_ROUNDS = 30;
    /** The passes over all rows that the histograms of a tree take, about. */
    private static final double PASSES = 3;
    /** The additions per row for derivatives and margins, about, and those per bin of a histogram. */
    private static final double PER_ROW = 40;

    private static final double PER_CODE = 8;

    private final BinnedRows rows;
    private final BoostingLoss loss;
    private final TreeGrower.Shape shape;
    private final double share;
    private final TreeGrower grower;
    private final double[] start;
    private final float[][] margins;
    private final double[] common;
    private final Derivatives derivatives;
    private final List<List<Tree>> trees = new ArrayList<>();

    /** Changes the targets of the rows. */
    Boosting(BinnedRows rows, BoostingLoss loss, TreeGrower.Shape shape, double share) {
        this.rows = rows;
        this.loss = loss;
        this.shape = shape;
        this.share = share;
        grower = new TreeGrower(rows, shape);
        start = loss.start(rows.target(), rows.trained());
        margins = new float[loss.outputs()][rows.rows()];
        common = new double[rows.trained()];
        derivatives = new Derivatives(rows.rows());
        loss.begin(start, rows.target(), margins);
        for (double value : start) {
            trees.add(new ArrayList<>(List.of(Tree.leaf((float) value, rows.trained()))));
        }
    }

    /**
     * Adds trees. With a holdout, stops when they no longer improve it.
     *
     * @param maxRounds the maximum number of rounds
     * @return [output][round]; the first tree is a single leaf with the start of the margins
     */
    List<List<Tree>> run(int maxRounds) {
        boolean watching = rows.rows() > rows.trained();
        double least = Double.POSITIVE_INFINITY;
        int best = 0;
        for (int round = 0; round <= maxRounds; round++) {
            double cost = watching ? heldOutCost() : -round;
            if (cost < least) {
                least = cost;
                best = round;
            }
            if (round == maxRounds || round - best >= PATIENCE) {
                break;
            }
            addRound();
        }
        int kept = 1 + best;
        return trees.stream().map(own -> List.copyOf(own.subList(0, kept))).toList();
    }

    /**
     * Adds trees until the loss of the holdout has not improved for long.
     *
     * @param maxRounds the maximum number of rounds
     * @return the sum of the losses of the holdout for each number of rounds, from 0
     */
    double[] watch(int maxRounds) {
        double[] losses = new double[maxRounds + 1];
        int best = 0;
        for (int round = 0; ; round++) {
            losses[round] = heldOutCost();
            best = losses[round] < losses[best] ? round : best;
            if (round == maxRounds || round - best >= LONG_PATIENCE + best / LONG_PATIENCE) {
                return Arrays.copyOf(losses, round + 1);
            }
            addRound();
        }
    }

    /** All trees, [output][round]; the first one is a single leaf with the start of the margins. */
    List<List<Tree>> trees() {
        return trees.stream().map(List::copyOf).toList();
    }

    /** The number of rounds whose work a fit may take. */
    int affordableRounds() {
        double max = maxWork(rows.features(), share);
        int nodes = 2 * Math.min(shape.leaves(), Math.max(1, rows.trained() / shape.minRows()));
        double perTree = workOfTree(rows.rows(), rows.groups().size(), nodes, grower.codes());
        int least = minRounds(loss.outputs(), rows.features(), rows.rows());
        return (int) Math.min(Integer.MAX_VALUE, Math.max(least, max / (loss.outputs() * perTree)));
    }

    /** The number of rounds that any fit may have. That of many rows is limited by their number. */
    static int minRounds(int outputs, int features, double rows) {
        return isLarge(outputs, features)
                ? MIN_ROUNDS
                : rows > BoostingLearner.MAX_REFIT_ROWS ? BoostingLearner.MIN_ROUNDS : MIN_USUAL_ROUNDS;
    }

    /**
     * The maximum number of additions of a fit to a moderate number of rows.
     *
     * @param share of the maximum work of a fit, from 0 to 1
     */
    static double maxWork(int features, double share) {
        return (features > MANY_FEATURES ? share : Math.max(MIN_USUAL_SHARE, share)) * MAX_WORK;
    }

    private static boolean isLarge(int outputs, int features) {
        return outputs > MANY_OUTPUTS || features > MANY_FEATURES;
    }

    /**
     * The additions for a tree, about.
     *
     * @param codes the number of values of all groups
     */
    static double workOfTree(double rows, double groups, double nodes, double codes) {
        return rows * (PASSES * groups + PER_ROW) + nodes * PER_CODE * codes;
    }

    private double heldOutCost() {
        double[] costs = blocks(rows.trained(), rows.rows(), (from, to) -> {
            double sum = 0;
            for (int row = from; row < to; row++) {
                sum += loss.cost(margins, rows.target(), row);
            }
            return sum;
        });
        return Arrays.stream(costs).sum();
    }

    private void addRound() {
        double[] largest = blocks(0, rows.trained(), (from, to) -> {
            double own = 0;
            for (int row = from; row < to; row++) {
                common[row] = loss.common(margins, row);
                own = Math.max(own, loss.largestGradient(margins, rows.target(), row));
            }
            return own;
        });
        long round = trees.get(0).size();
        derivatives.scale(Arrays.stream(largest).max().orElse(0), loss.largestHessian());
        for (int k = 0; k < loss.outputs(); k++) {
            int output = k;
            blocks(0, rows.trained(), (from, to) -> {
                for (int row = from; row < to; row++) {
                    loss.derive(margins, rows.target(), row, output, common[row], derivatives);
                }
                return 0;
            });
            trees.get(k).add(grower.grow(derivatives, margins[k], RandomNumbers.seed(round, k)));
        }
    }

    /** Computes a number from a range of rows. */
    private interface BlockWork {
        double of(int from, int to);
    }

    /** Processes rows in blocks, in parallel; returns the results of the blocks, in order. */
    private static double[] blocks(int from, int to, BlockWork work) {
        return Parts.of((to - from + BLOCK - 1) / BLOCK, block -> {
                    int first = from + block * BLOCK;
                    return work.of(first, Math.min(to, first + BLOCK));
                })
                .mapToDouble(Double::doubleValue)
                .toArray();
    }
}
