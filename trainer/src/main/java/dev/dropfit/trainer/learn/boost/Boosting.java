package dev.dropfit.trainer.learn.boost;

import dev.dropfit.core.Interruption;
import dev.dropfit.core.model.score.Tree;
import dev.dropfit.trainer.learn.tree.BinLayout;
import dev.dropfit.trainer.learn.tree.RandomNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gradient boosting with second derivatives (T. Chen and C. Guestrin, 2016): each round adds one tree per margin. The trees depend neither on where
 * the rows are nor on the number of cores. Not thread-safe.
 */
final class Boosting {
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

    private final BoostedRows rows;
    private final BoostingLoss loss;
    private final TreeShape shape;
    private final double share;
    private final CutSearch search;
    private final List<List<Tree>> trees = new ArrayList<>();

    Boosting(BoostedRows rows, BoostingLoss loss, TreeShape shape, double share) {
        this.rows = rows;
        this.loss = loss;
        this.shape = shape;
        this.share = share;
        search = new CutSearch(rows.features(), shape);
        for (double value : rows.start()) {
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
            double cost = watching ? rows.cost() : -round;
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
            losses[round] = rows.cost();
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
        int features = rows.features().used();
        double max = maxWork(features, share);
        int nodes = 2 * Math.min(shape.leaves(), Math.max(1, rows.trained() / shape.minRows()));
        List<BinLayout.Group> groups = rows.features().layout().groups();
        int codes = groups.stream().mapToInt(BinLayout.Group::size).sum();
        double perTree = workOfTree(rows.rows(), groups.size(), nodes, codes);
        int least = minRounds(loss.outputs(), features, rows.rows());
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

    private void addRound() {
        Interruption.check();
        long round = trees.get(0).size();
        double largestGradient = rows.largestGradient();
        for (int first = 0; first < loss.outputs(); first += rows.together()) {
            int count = Math.min(rows.together(), loss.outputs() - first);
            List<GrowingTree> growing = new ArrayList<>();
            for (NodeSums root : rows.roots(first, count, largestGradient)) {
                int output = first + growing.size();
                growing.add(new GrowingTree(search, shape, output, RandomNumbers.seed(round, output), root));
            }
            grow(growing, first);
            for (int output = first; output < first + count; output++) {
                GrowingTree grown = growing.get(output - first);
                rows.add(output, grown);
                trees.get(output).add(grown.tree());
            }
        }
    }

    /** @param first the output of the first tree */
    private void grow(List<GrowingTree> growing, int first) {
        while (true) {
            List<NodeSplit> splits = new ArrayList<>();
            for (GrowingTree tree : growing) {
                tree.grow();
                if (!tree.isDone()) {
                    splits.addAll(tree.next(rows.inAdvance()));
                }
            }
            if (splits.isEmpty()) {
                return;
            }
            List<NodeSums> sums = rows.split(splits);
            for (int i = 0; i < splits.size(); i++) {
                growing.get(splits.get(i).output() - first).know(splits.get(i), sums.get(i));
            }
        }
    }
}
