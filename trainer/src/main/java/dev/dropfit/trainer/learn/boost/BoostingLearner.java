package dev.dropfit.trainer.learn.boost;

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
import dev.dropfit.trainer.learn.tree.BinnedFeatures;
import dev.dropfit.trainer.learn.tree.BinnedRows;
import dev.dropfit.trainer.learn.tree.LevelOrder;
import dev.dropfit.trainer.learn.tree.ParallelParts;
import dev.dropfit.trainer.split.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Gradient boosted trees. Where {@link #FOLDS} more fits are affordable, the number of trees is the mean of the best numbers of folds: a
 * tenth of few rows would say little about it, and a model with too few or too many trees is not as sure of itself as it may be (ADR 25).
 * With more rows, columns or classes it is chosen by early stopping on a tenth of the training rows, or a twentieth of more than {@link
 * #MAX_REFIT_ROWS}. Up to {@link #MAX_REFIT_ROWS} training rows, the model is then fitted again to all of them, with this number of trees, if
 * both together take no more work than a fit may take. A fit with a share of the work is not fitted again.
 *
 * @param leaves the maximum number of leaves of a tree, at least 2
 * @param share of the maximum work of a fit, from 0 to 1
 */
public record BoostingLearner(int leaves, double share) implements Learner {
    /** The usual maximum number of leaves of a tree. */
    public static final int DEFAULT_LEAVES = 31;

    static final int MAX_REFIT_ROWS = 100_000;

    /** With more margins than this, of all rows and classes together, trees are fitted to a sample of the rows. */
    private static final int MAX_MARGINS = 20_000_000;
    /** The same for the cells of all rows, times classes: {@link #MIN_ROUNDS} rounds with them take about two minutes. */
    private static final int MAX_CELLS = 300_000_000;

    private static final int MIN_ROWS_PER_LEAF = 20;
    private static final double PENALTY = 1;
    private static final double RATE = 0.1;
    /** Trees whose nodes look at different features make fewer errors in common. */
    private static final double SHARE_OF_FEATURES = 0.5;

    private static final int FOLDS = 5;
    /** Of so many rows, three of the five folds say as much (ADR 29). */
    private static final int MANY_FOLDED_ROWS = 6_000;

    private static final int FOLDS_OF_MANY_ROWS = 3;
    /** Folds of fewer rows say nothing. */
    private static final int MIN_FOLDED_ROWS = 50;

    /** With fewer rows there is no early stopping. */
    private static final int MIN_STOPPING_ROWS = 20;

    private static final int DEFAULT_ROUNDS = 30;
    static final int MIN_ROUNDS = 100;
    private static final int MAX_ROUNDS = 400;
    /** The same for trees of up to {@link #SMALL_LEAVES} leaves, which learn less in a round. */
    private static final int MAX_ROUNDS_OF_SMALL_TREES = 600;

    private static final int SMALL_LEAVES = 8;
    /** The maximum of rows times rounds, for more than {@link #MIN_ROUNDS} rounds. */
    private static final int MAX_WORK = 30_000_000;

    /** The maximum number of nodes of the trees of all classes. */
    private static final int MAX_NODES = 183_000;
    /** The same of trees: a model file may have 20,000. */
    private static final int MAX_TREES = 18_000;

    /** The histograms of the two halves of a node, and those of parts of its rows. */
    private static final int HISTOGRAMS_OF_PARTS = 4;

    /** A node in a model and in its file. */
    private static final int BYTES_PER_NODE = 60;

    /** The work of finding the leaf of a row in a tree: mostly waiting for memory, because all trees do not fit into the cache. */
    private static final int WORK_OF_LEAF = 30;

    /** What it fits, for notes. */
    public static final String NAME = "trees";

    /**
     * The work of a fit, about, in additions. Fits to folds, which find the number of rounds of few rows, are not counted: with them a fit takes
     * no more than the maximum work of a fit.
     *
     * @param rows the number of training rows
     * @param share of the maximum work of a fit, from 0 to 1
     */
    public static double work(double rows, ModelSize size, List<ColumnSize> columns, double share) {
        int outputs = size.margins();
        double fitted = rows * Math.min(1, affordable(rows, size));
        double rounds = rounds(fitted, size, columns, share);
        boolean all = rounds >= rounds((int) fitted, outputs, DEFAULT_LEAVES);
        return (all && isFittedAgain(fitted, share) ? 2 : 1) * rounds * outputs * workOfTree(fitted, size, columns);
    }

    /** A fit with a part of the work is for a comparison, which needs no second fit. */
    private static boolean isFittedAgain(double rows, double share) {
        return rows <= MAX_REFIT_ROWS && share == 1;
    }

    private static double workOfTree(double rows, ModelSize size, List<ColumnSize> columns) {
        double groups = BinnedRows.groups(rows, size, columns);
        return Boosting.workOfTree(rows, groups, nodes(rows), BinnedRows.codes(rows, size, columns));
    }

    /** The maximum number of rounds of a fit to so many rows, about. */
    private static double rounds(double rows, ModelSize size, List<ColumnSize> columns, double share) {
        int outputs = size.margins();
        double affordable = Boosting.maxWork(size.cells(), share) / (outputs * workOfTree(rows, size, columns));
        return Math.min(
                rounds((int) rows, outputs, DEFAULT_LEAVES),
                Math.max(affordable, Boosting.minRounds(outputs, size.cells(), rows)));
    }

    /**
     * The memory of the trees of a model, about, in bytes.
     *
     * @param rows the number of training rows
     */
    public static double treesMemory(double rows, ModelSize size, List<ColumnSize> columns) {
        double fitted = rows * Math.min(1, affordable(rows, size));
        return size.margins() * rounds(fitted, size, columns, 1) * 2 * nodes(fitted) * BYTES_PER_NODE;
    }

    /**
     * The maximum number of rounds of a fit.
     *
     * @param rows the number of training rows
     * @param outputs the number of margins
     */
    public int maxRounds(double rows, int outputs) {
        return rounds((int) Math.min(Integer.MAX_VALUE, rows), outputs, leaves);
    }

    /**
     * The maximum number of nodes of a tree.
     *
     * @param rows the number of training rows
     */
    public double maxNodes(double rows) {
        return 2 * Math.min(leaves, 1 + rows / MIN_ROWS_PER_LEAF) - 1;
    }

    /**
     * The work of the scores of a row, about.
     *
     * @param rows the number of training rows
     */
    public static double workOfRow(double rows, ModelSize size) {
        return (double) size.margins()
                * rounds((int) Math.min(Integer.MAX_VALUE, rows), size.margins(), DEFAULT_LEAVES)
                * WORK_OF_LEAF;
    }

    /**
     * The share of the training rows whose work is affordable; 1 or more for all.
     *
     * @param rows the number of training rows
     */
    public static double affordable(double rows, ModelSize size) {
        return affordable(size.margins(), rows, size.cells(), 1);
    }

    private static double nodes(double rows) {
        return Math.min(DEFAULT_LEAVES, 1 + rows / MIN_ROWS_PER_LEAF);
    }

    /**
     * The memory of a fit, about, in bytes.
     *
     * @param rows the number of training rows
     */
    public static double memory(double rows, ModelSize size, List<ColumnSize> columns) {
        int outputs = size.margins();
        double fitted = rows * Math.min(1, affordable(rows, size));
        double bins = 0;
        double groups = 0;
        for (ColumnSize column : columns) {
            bins += column.treeFeatures() * BinnedRows.bins(fitted, column, size);
            groups += BinnedRows.groups(fitted, column, size);
        }
        // The bins, the place in the order, the target, derivatives, and a margin for each output.
        double perRow = 1 + groups + 3 * Integer.BYTES + 3 * Long.BYTES + (double) outputs * Float.BYTES;
        return fitted * perRow + (nodes(fitted) + HISTOGRAMS_OF_PARTS) * 2 * Double.BYTES * bins;
    }

    /** A fit with all the work that a fit may take. */
    public BoostingLearner(int leaves) {
        this(leaves, 1);
    }

    @Override
    public TreeScorer fit(FeatureTable rows, Target target, Split whole, Consumer<Anomaly> notes)
            throws InvalidTableException {
        return fit(rows, target, whole, notes, Optional.empty());
    }

    /**
     * Fits to rows that other processes have. The model is the same.
     *
     * @param rows those of them that this process has: all, or a sample, which then decides bins and the number of rounds
     * @throws InvalidTableException when no model can be fitted
     */
    public TreeScorer fit(
            FeatureTable rows, Target target, Split whole, Consumer<Anomaly> notes, RemoteBoosting elsewhere)
            throws InvalidTableException {
        return fit(rows, target, whole, notes, Optional.of(elsewhere));
    }

    private TreeScorer fit(
            FeatureTable rows,
            Target target,
            Split whole,
            Consumer<Anomaly> notes,
            Optional<? extends RemoteBoosting> elsewhere)
            throws InvalidTableException {
        int all = elsewhere.map(RemoteBoosting::others).orElse(0);
        Place place = new Place(rows, target, elsewhere, Math.min(1, share(rows, target, whole, all)));
        int others = place.others();
        Split split = sample(rows, target, whole, all);
        Approximation.sampledRows(rows.table(), whole, split, NAME).ifPresent(notes);
        int count = split.count(rows.table(), false) + others;
        OptionalInt ofFolds = roundsOfFolds(rows, target, split, count);
        List<List<Tree>> trees;
        if (ofFolds.isPresent()) {
            trees = fitted(place, whole, ofFolds.getAsInt());
        } else {
            Split inner = split.inside(count > MAX_REFIT_ROWS ? 20 : 10, 0);
            boolean stopsEarly = inner.count(rows.table(), true) >= MIN_STOPPING_ROWS;
            int outputs = ModelSize.margins(target);
            int wanted = stopsEarly ? rounds(count, outputs, leaves) : DEFAULT_ROUNDS;
            First first = first(place, stopsEarly ? inner : split.sample(1), wanted);
            if (first.rounds() == first.affordable && first.affordable < wanted) {
                notes.accept(Approximation.fewerRounds(first.affordable, wanted));
            }
            trees = stopsEarly && isFittedAgain(count, share) && leavesWork(first.rounds(), first.affordable, wanted)
                    ? fitted(place, split, first.rounds())
                    : first.trees;
        }
        return new TreeScorer(rows.features(), target instanceof Target.Classes, perOutput(trees, target));
    }

    /** The mean of the best numbers of rounds of folds; empty if so many fits are not affordable, or if there are few rows. */
    private OptionalInt roundsOfFolds(FeatureTable rows, Target target, Split split, int count) {
        if (share < 1
                || count < MIN_FOLDED_ROWS
                || !isFolded(count, rows.modelSize(ModelSize.outputs(target)), rows.columnSizes())) {
            return OptionalInt.empty();
        }
        int folds = count < MANY_FOLDED_ROWS ? FOLDS : FOLDS_OF_MANY_ROWS;
        // There are so few rows that a fit does not use two cores: folds are fitted at the same time.
        OptionalDouble mean = ParallelParts.of(folds, part -> roundsOfFold(rows, target, split.inside(FOLDS, part)))
                .flatMapToInt(OptionalInt::stream)
                .average();
        return mean.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) Math.max(1, Math.rint(mean.getAsDouble())));
    }

    /** The best number of rounds of a fold; empty if it can't be fitted. */
    private OptionalInt roundsOfFold(FeatureTable rows, Target target, Split fold) {
        // With few groups of rows, a part may be empty.
        if (fold.count(rows.table(), true) == 0 || fold.count(rows.table(), false) == 0) {
            return OptionalInt.empty();
        }
        try {
            // The rows that a fold scores must not decide the order of levels.
            FeatureTable ordered = LevelOrder.order(rows, target, fold);
            return OptionalInt.of(fitFold(ordered, target, fold).best());
        } catch (InvalidTableException e) {
            // The final fit says why.
            return OptionalInt.empty();
        }
    }

    /** Whether the fits to all folds and the final fit would take no more work than a fit may take. */
    private boolean isFolded(double rows, ModelSize size, List<ColumnSize> columns) {
        int outputs = size.margins();
        return (FOLDS + 1) * maxRounds(rows, outputs) * outputs * workOfTree(rows, size, columns)
                <= Boosting.maxWork(size.cells(), 1);
    }

    /**
     * Fits to the training rows of a fold, until its other rows are no longer predicted better.
     *
     * @throws InvalidTableException when no model can be fitted
     */
    public BoostedFold fitFold(FeatureTable rows, Target target, Split fold) throws InvalidTableException {
        double[] losses;
        List<List<Tree>> trees;
        int affordable;
        try (BoostedRows opened = open(Place.here(rows, target), fold)) {
            Boosting boosting = boosting(opened, target);
            int wanted = rounds(fold.count(rows.table(), false), ModelSize.margins(target), leaves);
            affordable = Math.min(wanted, boosting.affordableRounds());
            losses = boosting.watch(affordable);
            trees = boosting.trees();
        }
        return new BoostedFold(
                losses,
                losses.length <= affordable,
                rounds -> perOutput(
                        trees.stream()
                                .map(own -> own.subList(0, Math.min(own.size(), 1 + rounds)))
                                .toList(),
                        target));
    }

    /**
     * Fits with a fixed number of rounds.
     *
     * @throws InvalidTableException when no model can be fitted
     */
    public TreeScorer fit(FeatureTable rows, Target target, Split whole, int rounds) throws InvalidTableException {
        List<List<Tree>> trees = fitted(Place.here(rows, target), whole, rounds);
        return new TreeScorer(rows.features(), target instanceof Target.Classes, perOutput(trees, target));
    }

    /** Fits to all training rows of a split, or to a sample of them. */
    private List<List<Tree>> fitted(Place place, Split split, int rounds) throws InvalidTableException {
        Split all = sample(place.rows, place.target, split, place.others()).sample(1);
        try (BoostedRows opened = open(place, all)) {
            return boosting(opened, place.target).run(rounds);
        }
    }

    /**
     * Where rows are boosted.
     *
     * @param rows those of this process
     * @param elsewhere the other processes that have them too
     * @param shareOfOthers the share of the rows that only the others have from which it learns
     */
    private record Place(
            FeatureTable rows, Target target, Optional<? extends RemoteBoosting> elsewhere, double shareOfOthers) {
        static Place here(FeatureTable rows, Target target) {
            return new Place(rows, target, Optional.empty(), 0);
        }

        int others() {
            return (int) (shareOfOthers * elsewhere.map(RemoteBoosting::others).orElse(0));
        }
    }

    /**
     * A first fit, which finds the number of rounds.
     *
     * @param affordable the number of rounds that it may have
     */
    private record First(List<List<Tree>> trees, int affordable) {
        int rounds() {
            return trees.get(0).size() - 1;
        }
    }

    /**
     * Whether a first fit leaves work for a second one. If it could have all the rounds that are wanted, a second one may have as many.
     *
     * @param rounds the best number of rounds, which it has found
     */
    static boolean leavesWork(int rounds, int affordable, int wanted) {
        return affordable == wanted || 2 * rounds + Boosting.PATIENCE <= affordable;
    }

    /** The trees of a boosting that nothing refers to afterwards: a second one needs the memory. */
    private First first(Place place, Split split, int wanted) throws InvalidTableException {
        try (BoostedRows opened = open(place, split)) {
            Boosting boosting = boosting(opened, place.target);
            int affordable = Math.min(wanted, boosting.affordableRounds());
            return new First(boosting.run(affordable), affordable);
        }
    }

    /** All training rows; a sample if they are very many. */
    private Split sample(FeatureTable rows, Target target, Split split, int others) {
        double affordable = share(rows, target, split, others);
        return affordable < 1 ? split.sample(affordable) : split;
    }

    private double share(FeatureTable rows, Target target, Split split, int others) {
        int outputs = ModelSize.margins(target);
        double count = split.count(rows.table(), false) + (double) others;
        return affordable(outputs, count, rows.featuresForTrees(), share);
    }

    /** The share of the training rows whose work is affordable. */
    private static double affordable(int outputs, double rows, int features, double share) {
        return outputs > Boosting.MANY_OUTPUTS
                ? MAX_MARGINS / (outputs * rows)
                : share * MAX_CELLS / (outputs * rows * features);
    }

    private TreeShape shape() {
        return new TreeShape(leaves, MIN_ROWS_PER_LEAF, PENALTY, RATE, SHARE_OF_FEATURES);
    }

    private Boosting boosting(BoostedRows rows, Target target) {
        return new Boosting(rows, BoostingLoss.of(target), shape(), share);
    }

    private BoostedRows open(Place place, Split split) throws InvalidTableException {
        BoostingLoss loss = BoostingLoss.of(place.target);
        Targets targets = Targets.ofMargins(place.rows.table(), place.target);
        if (place.elsewhere.isEmpty()) {
            BinnedRows binned = new BinnedRows(place.rows, targets, split, loss.outputs());
            binned.checkTarget();
            return new LocalRows(binned, loss, shape());
        }
        double[] known = targets.of(place.rows.table(), split);
        BinnedRows.checkTarget(known);
        BinnedFeatures features = new BinnedFeatures(place.rows, split, loss.outputs());
        return new RemoteRows(
                features,
                loss,
                shape(),
                loss.start(known, known.length),
                place.elsewhere.get().open(features.layout(), split, place.shareOfOthers));
    }

    private static int rounds(int rows, int outputs, int leaves) {
        int most = leaves <= SMALL_LEAVES ? MAX_ROUNDS_OF_SMALL_TREES : MAX_ROUNDS;
        int affordable = Math.max(MIN_ROUNDS, Math.min(most, MAX_WORK / Math.max(1, rows)));
        return Math.max(1, Math.min(affordable, Math.min(MAX_NODES / (2 * leaves - 1), MAX_TREES) / outputs));
    }

    /** With two classes only the second has real trees; those of the first are single leaves of value 0. */
    private static List<List<Tree>> perOutput(List<List<Tree>> trees, Target target) {
        if (!(target instanceof Target.Classes classes) || !classes.binary()) {
            return trees;
        }
        List<Tree> nothing = new ArrayList<>();
        for (Tree tree : trees.get(0)) {
            nothing.add(Tree.leaf(0, tree.cover(0)));
        }
        return List.of(nothing, trees.get(0));
    }
}
