package dev.dropfit.trainer.learn.forest;

import dev.dropfit.core.Interruption;
import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.Tree;
import dev.dropfit.core.model.score.TreeScorer;
import dev.dropfit.core.registry.facts.Anomaly;
import dev.dropfit.trainer.feature.ColumnSize;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.learn.Approximation;
import dev.dropfit.trainer.learn.Learner;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.learn.tree.BinnedRows;
import dev.dropfit.trainer.learn.tree.FewDigits;
import dev.dropfit.trainer.learn.tree.ParallelParts;
import dev.dropfit.trainer.learn.tree.RandomNumbers;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Random forests and extremely randomised trees. Each tree is grown on a random sample of the rows. A leaf has the mean of its rows, or for
 * classes the logarithms of their shares, so that the sum of the trees is a margin, as in boosting; rows that a tree has not seen calibrate
 * the sum.
 *
 * @param kind how trees are grown
 * @param kept the maximum number of trees of the model; more are grown, which only calibrate it
 */
public record ForestLearner(Kind kind, int kept) implements Learner {
    /** How trees are grown. */
    public enum Kind {
        /** Each node takes the best split of some features. */
        RANDOM_FOREST,
        /** Each node takes the best of one random split of each of some features. */
        EXTRA_TREES
    }

    /** The number of trees that are grown. */
    public static final int TREES = 100;

    /** What it fits, for notes. */
    public static final String NAME = "trees";

    /** The maximum number of nodes of all trees of a model with one margin, and of one with several before leaves join and afterwards. */
    private static final int MAX_NODES = 120_000;

    private static final int MAX_NODES_GROWN = 300_000;
    private static final int MAX_NODES_JOINED = 160_000;

    private static final int MIN_LEAVES = 8;
    private static final int MIN_ROWS_PER_LEAF = 2;
    private static final double SMOOTHING = 1;
    /** Of the features, a node looks at this share for a number, and at the square root of their number for classes. */
    private static final double SHARE_OF_FEATURES = 1.0 / 3;
    /** The share of rows in the sample of an extremely randomised tree. */
    private static final double SHARE_OF_ROWS = 0.8;

    private static final int MAX_WEIGHT = 9;
    /** The chance that a row is not in the sample of a tree of a random forest. */
    private static final double WITHOUT_ROW = Math.exp(-1);

    /** The trees that are grown at the same time. */
    private static final int BATCH = 4;

    /** The maximum number of visits of a row by the search for a split, in a fit. */
    private static final double MAX_WORK = 1e9;
    /** The splits between the root and a leaf, about, beyond a balanced tree. */
    private static final int EXTRA_DEPTH = 4;
    /** The work of a visit, in additions of boosting. */
    private static final double WORK_OF_VISIT = 4;

    private static final double WORK_OF_LEAF = 10;
    /** A node while it grows, in a model and in its file. */
    private static final int BYTES_PER_NODE = 150;

    /** A forest of all trees that are grown. */
    public ForestLearner(Kind kind) {
        this(kind, TREES);
    }

    /**
     * The share of the training rows whose work is affordable; 1 or more for all.
     *
     * @param rows the number of training rows
     */
    public static double affordable(double rows, ModelSize size) {
        return MAX_WORK / visits(rows, size);
    }

    /** How often rows are visited by the search for splits. */
    private static double visits(double rows, ModelSize size) {
        double depth = Math.log(Math.max(2, leaves(rows, size.margins()))) / Math.log(2) + EXTRA_DEPTH;
        return TREES * Math.max(1, rows) * depth * featuresOfNode(size.cells(), size.outputs() > 1);
    }

    private static double leaves(double rows, int outputs) {
        return Math.min(rows / (2 * MIN_ROWS_PER_LEAF), new ForestLearner(Kind.RANDOM_FOREST).maxLeaves(outputs));
    }

    private static double fitted(double rows, ModelSize size) {
        return rows * Math.min(1, affordable(rows, size));
    }

    /**
     * The work of a fit, about, in additions of boosting.
     *
     * @param rows the number of training rows
     */
    public static double work(double rows, ModelSize size) {
        double fitted = fitted(rows, size);
        double bins = 2.0
                * TREES
                * leaves(fitted, size.margins())
                * featuresOfNode(size.features(), size.outputs() > 1)
                * BinnedRows.maxBins(fitted, size.margins(), size.cells())
                * size.outputs();
        return WORK_OF_VISIT * visits(fitted, size) + bins;
    }

    /**
     * The work of the scores of a row, about.
     *
     * @param rows the number of training rows
     */
    public static double workOfRow(double rows, ModelSize size) {
        return WORK_OF_LEAF * TREES * size.margins() * Math.min(1, rows);
    }

    /**
     * The memory of a fit, about, in bytes.
     *
     * @param rows the number of training rows
     */
    public static double memory(double rows, ModelSize size, List<ColumnSize> columns) {
        // Bins, target and place; the sums of margins; the order, leaf and weight in the trees that are grown at the
        // same time.
        double perRow = BinnedRows.groups(fitted(rows, size), size, columns) + Double.BYTES + Character.BYTES;
        double margins = Double.BYTES * (size.margins() + 2.0) + 2 * Integer.BYTES;
        double growing = BATCH * (3.0 * Integer.BYTES + 1);
        return fitted(rows, size) * (perRow + margins + growing) + treesMemory(rows, size);
    }

    /**
     * The memory of the trees of a model, about, in bytes.
     *
     * @param rows the number of training rows
     */
    public static double treesMemory(double rows, ModelSize size) {
        return BYTES_PER_NODE * maxNodes(fitted(rows, size), size.margins());
    }

    /**
     * The maximum number of nodes of all trees of a model.
     *
     * @param rows the number of training rows
     * @param outputs the number of margins
     */
    public static double maxNodes(double rows, int outputs) {
        return Math.min(2.0 * TREES * outputs * leaves(rows, outputs), outputs > 1 ? MAX_NODES_JOINED : MAX_NODES);
    }

    @Override
    public TreeScorer fit(FeatureTable rows, Target target, Split whole, Consumer<Anomaly> notes)
            throws InvalidTableException {
        return new TreeScorer(rows.features(), target instanceof Target.Classes, trees(rows, target, whole, notes));
    }

    /**
     * The trees of a fit, [output][round].
     *
     * @throws InvalidTableException when no model can be fitted
     */
    public List<List<Tree>> trees(FeatureTable rows, Target target, Split whole, Consumer<Anomaly> notes)
            throws InvalidTableException {
        int count = whole.count(rows.table(), false);
        Split split = whole.sample(Math.min(1, affordable(count, rows.modelSize(ModelSize.outputs(target)))));
        Approximation.sampledRows(rows.table(), whole, split, NAME).ifPresent(notes);
        Statistics statistics = target instanceof Target.Classes classes
                ? new Statistics.Classes(classes.size())
                : new Statistics.Numbers();
        BinnedRows binned = new BinnedRows(rows, Targets.ofMargins(rows.table(), target), split, statistics.outputs());
        binned.checkTarget();
        double start = target instanceof Target.Classes ? 0 : centre(binned.target());
        OutOfBag outOfBag = new OutOfBag(binned, statistics);
        List<RandomTree.Grown> grown = grow(binned, statistics, places(rows.table(), split, binned.rows()), outOfBag);
        OutOfBag.Line line = outOfBag.line();
        List<List<Tree>> rounds = new ArrayList<>();
        Tree first = Tree.leaf((float) (start + line.offset()), Math.max(1, binned.rows()));
        rounds.add(Collections.nCopies(statistics.outputs(), first));
        rounds.addAll(fitting(ParallelParts.of(kept, tree -> outputs(grown.get(tree), statistics, line.slope() / kept))
                .toList()));
        return perOutput(rounds, target);
    }

    private List<RandomTree.Grown> grow(BinnedRows rows, Statistics statistics, char[] places, OutOfBag outOfBag) {
        RandomTree.Shape shape = shape(rows, statistics);
        List<RandomTree.Grown> grown = new ArrayList<>();
        for (int tree = 0; tree < TREES; tree += BATCH) {
            Interruption.check();
            int first = tree;
            ParallelParts.of(Math.min(BATCH, TREES - tree), part -> tree(rows, statistics, shape, places, first + part))
                    .toList()
                    .forEach(sampled -> {
                        outOfBag.add(sampled.grown(), sampled.leafOf(), sampled.weights());
                        grown.add(sampled.grown());
                    });
        }
        return grown;
    }

    /** The trees of one round, one per output. */
    private static List<Tree> outputs(RandomTree.Grown tree, Statistics statistics, double factor) {
        return IntStream.range(0, statistics.outputs())
                .mapToObj(output -> tree.tree(output, margin -> FewDigits.of(factor * margin, FewDigits.OF_VALUE)))
                .toList();
    }

    /** The rounds that fit into a model. Where some do not, the others have larger values, so that the sum keeps its size. */
    private static List<List<Tree>> fitting(List<List<Tree>> rounds) {
        int fitting = 0;
        long nodes = 0;
        while (fitting < rounds.size() && nodes <= MAX_NODES_JOINED) {
            nodes += rounds.get(fitting++).stream().mapToInt(Tree::size).sum();
        }
        if (fitting == rounds.size()) {
            return rounds;
        }
        double factor = (double) rounds.size() / fitting;
        return rounds.subList(0, fitting).stream()
                .map(round -> round.stream()
                        .map(tree -> tree.mapped(
                                value -> FewDigits.of(factor * value, FewDigits.OF_VALUE),
                                gain -> gain,
                                cover -> cover))
                        .toList())
                .toList();
    }

    /** From [round][output] to [output][round]. With two classes only the second has real trees. */
    private static List<List<Tree>> perOutput(List<List<Tree>> rounds, Target target) {
        List<List<Tree>> outputs = new ArrayList<>();
        for (int output = 0; output < rounds.get(0).size(); output++) {
            int own = output;
            outputs.add(rounds.stream().map(round -> round.get(own)).toList());
        }
        if (target instanceof Target.Classes classes && classes.binary()) {
            outputs.add(0, List.of(Tree.leaf(0, outputs.get(0).get(0).cover(0))));
        }
        return outputs;
    }

    private RandomTree.Shape shape(BinnedRows rows, Statistics statistics) {
        int features = rows.features().used();
        return new RandomTree.Shape(
                kind == Kind.EXTRA_TREES,
                Math.min(Math.max(MIN_LEAVES, rows.rows()), maxLeaves(statistics.outputs())),
                MIN_ROWS_PER_LEAF,
                SMOOTHING,
                (int) Math.ceil(featuresOfNode(features, statistics instanceof Statistics.Classes)));
    }

    private int maxLeaves(int outputs) {
        int nodes = outputs == 1 ? MAX_NODES : MAX_NODES_GROWN;
        return Math.max(MIN_LEAVES, nodes / (2 * TREES * outputs));
    }

    private static double featuresOfNode(double features, boolean classes) {
        return classes ? Math.sqrt(features) : SHARE_OF_FEATURES * features;
    }

    /** What the growing of a tree leaves. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Sampled(RandomTree.Grown grown, int[] leafOf, byte[] weights) {}

    private Sampled tree(BinnedRows rows, Statistics statistics, RandomTree.Shape shape, char[] places, int index) {
        long seed = RandomNumbers.seed(kind == Kind.EXTRA_TREES ? 1 : 0, index);
        byte[] weights = new byte[places.length];
        for (int row = 0; row < weights.length; row++) {
            weights[row] = weight(RandomNumbers.unit(RandomNumbers.seed(seed, -2L - places[row])));
        }
        RandomTree tree = new RandomTree(rows, statistics, shape, weights, seed);
        return new Sampled(tree.grown(), tree.leafOfRows(), weights);
    }

    /** How often a row is in the sample of a tree: for random forests a Poisson number with mean 1, like draws with replacement. */
    private byte weight(double random) {
        if (kind == Kind.EXTRA_TREES) {
            return (byte) (random < SHARE_OF_ROWS ? 1 : 0);
        }
        int count = 0;
        double term = WITHOUT_ROW;
        for (double sum = term; random >= sum && count < MAX_WEIGHT; sum += term) {
            term /= ++count;
        }
        return (byte) count;
    }

    /** Subtracts the mean from the targets, because a float has too few digits for large numbers; returns the mean. */
    private static double centre(double[] target) {
        float mean = (float) Arrays.stream(target).average().orElse(0);
        for (int row = 0; row < target.length; row++) {
            target[row] -= mean;
        }
        return mean;
    }

    /** The places of the rows: rows of the same place are in the same samples. */
    private static char[] places(Table table, Split split, int rows) {
        char[] places = new char[rows];
        int[] selected = new int[Table.CHUNK];
        int at = 0;
        for (char[] chunk : table.shares()) {
            int count = split.select(chunk, false, selected);
            for (int i = 0; i < count; i++) {
                places[at++] = chunk[selected[i]];
            }
        }
        return places;
    }
}
