package dev.dropfit.trainer.learn.boost;

import dev.dropfit.core.csv.InvalidTableException;
import dev.dropfit.core.model.Scorer;
import dev.dropfit.core.model.Target;
import dev.dropfit.core.model.score.Tree;
import dev.dropfit.core.model.score.TreeScorer;
import dev.dropfit.trainer.learn.Learner;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.table.FeatureTable;
import dev.dropfit.trainer.table.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gradient boosted trees. How many is told by a tenth of the training rows that is put aside, a twentieth of very many; up to {@link
 * #FEW_ROWS} rows all are then fitted once more, with so many trees.
 *
 * @param leaves the most of a tree, at least 2
 */
public record BoostingLearner(int leaves) implements Learner {
    /** The leaves of a tree where nobody says. */
    public static final int LEAVES = 31;

    static final int FEW_ROWS = 100_000;

    private static final int LEAST_ROWS_OF_A_LEAF = 20;
    private static final double PENALTY = 1;
    private static final double RATE = 0.1;

    /** Fewer rows put aside tell nothing about the number of trees. */
    private static final int FEWEST_PUT_ASIDE = 20;

    private static final int ROUNDS_UNTOLD = 30;
    private static final int FEWEST_ROUNDS = 100;
    private static final int MOST_ROUNDS = 300;
    /** What rows times rounds may come to beyond the fewest rounds. */
    private static final int MOST_WORK = 30_000_000;

    private static final int MOST_TREES = 3_000;

    /** Trees have values of single precision; their sums are squared. */
    private static final double LARGEST_LABEL = 1e30;

    /**
     * How much memory fitting takes for each row: its bins, its place in the order, and for each output a margin and derivatives.
     *
     * @param features how many there are
     */
    public static long bytesPerRow(int features, Target target) {
        int outputs = target instanceof Target.Classes classes && !classes.binary() ? classes.size() : 1;
        return features + 3 * Integer.BYTES + 3 * Long.BYTES + (long) outputs * Float.BYTES;
    }

    @Override
    public Scorer fit(FeatureTable rows, Target target, Split split) throws InvalidTableException {
        int count = split.count(rows.table(), false);
        BoostingLoss loss = target instanceof Target.Classes classes
                ? classes.binary() ? new BoostingLoss.BinaryLogLoss() : new BoostingLoss.MulticlassLogLoss(classes.size())
                : new BoostingLoss.SquaredError();
        Targets targets = new Targets(rows.table(), target);
        Split inner = split.inside(count > FEW_ROWS ? 20 : 10, 0);
        boolean told = inner.count(rows.table(), true) >= FEWEST_PUT_ASIDE;
        List<List<Tree>> trees =
                boost(rows, targets, told ? inner : split.sample(1), loss, told ? rounds(count, loss) : ROUNDS_UNTOLD);
        if (told && count <= FEW_ROWS) {
            trees = boost(rows, targets, split.sample(1), loss, trees.get(0).size() - 1);
        }
        return new TreeScorer(rows.features(), target instanceof Target.Classes, perOutput(trees, target));
    }

    private List<List<Tree>> boost(FeatureTable rows, Targets targets, Split split, BoostingLoss loss, int rounds)
            throws InvalidTableException {
        TreeGrower.Shape shape = new TreeGrower.Shape(leaves, LEAST_ROWS_OF_A_LEAF, PENALTY, RATE);
        BinnedRows binned = new BinnedRows(rows, targets, split);
        if (Arrays.stream(binned.target()).anyMatch(value -> Math.abs(value) > LARGEST_LABEL)) {
            throw new InvalidTableException("No trees can be fitted: the label's values are too large to compute with");
        }
        return new Boosting(binned, loss, shape).run(rounds);
    }

    private static int rounds(int rows, BoostingLoss loss) {
        int affordable = Math.max(FEWEST_ROUNDS, Math.min(MOST_ROUNDS, MOST_WORK / rows));
        return Math.max(1, Math.min(affordable, MOST_TREES / loss.outputs()));
    }

    /** Of two classes only the second has trees of its own; the first one's add nothing. */
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
