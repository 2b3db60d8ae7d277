package dev.dropfit.trainer.learn.blend;

import dev.dropfit.trainer.feature.ColumnSize;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.learn.boost.BoostingLearner;
import dev.dropfit.trainer.learn.forest.ForestLearner;
import dev.dropfit.trainer.learn.linear.LinearLearner;
import dev.dropfit.trainer.split.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * What a search tries: the most that the budget of work allows. With less work there are fewer members, folds and rows. The work is known
 * before it is done and does not depend on the machine, so the same rows have the same plan everywhere.
 *
 * @param members the usual linear model first, if there are linear models
 * @param folds the number of the {@link #FOLDS} folds that are used
 * @param rows the maximum number of training rows, for fits to folds and the rows that are predicted together
 */
public record BlendPlan(List<Member> members, int folds, double rows) {
    static final int FOLDS = 5;
    /** The share of the maximum work that a fit to a fold may take. */
    static final double SHARE_OF_WORK = 0.1;
    /** If the final fit has more rows than this, for each row of a fit to a fold, folds do not say its number of rounds. */
    static final double MAX_GROWTH = 2;

    /** The units of work of a second of one CPU, about. */
    public static final double UNITS_PER_SECOND = 1e9;
    /** The multiplications that take as long as an addition of boosting, which waits for memory. */
    public static final int UNITS_PER_ADDITION = 3;

    /** The share of the maximum number of rounds after which boosting stops in folds, mostly. */
    private static final double SHARE_OF_ROUNDS = 0.5;

    /** How many rows are enough to compare learners. */
    private static final int ENOUGH_ROWS = 50_000;
    /** The most rows times features times outputs: a bound on the memory and the time. */
    private static final long MAX_CELLS = 5_000_000;

    private static final int MIN_ROWS = 1_000;
    /**
     * The most training rows, for each row of a fit to a fold, with which small and large trees are compared: on a small part of the rows small
     * trees look best, and on all rows they are not.
     */
    private static final double MAX_EXTRAPOLATION = 5;
    /** If trees take more than this multiple of the budget, a linear model is fitted without a comparison. */
    private static final double MAX_OVERRUN = 3;
    /** Folds of fewer rows say nothing. */
    private static final int MIN_FOLDED_ROWS = 50;
    /** With fewer, large trees are hardly larger than small ones, because a leaf needs 20 rows. */
    private static final int MIN_ROWS_OF_LARGE_TREES = 400;

    /** Of the plans with the same members, the numbers of folds and the maximum numbers of rows. */
    private static final int[][] FOLDS_AND_ROWS = {{5, 50_000}, {3, 50_000}, {3, 20_000}, {2, 10_000}};

    private static final List<Member> LINEAR =
            List.of(new Member.Linear(LinearLearner.DEFAULT_PENALTY), new Member.Linear(10), new Member.Linear(100));
    private static final Member USUAL_TREES = new Member.Boosted(BoostingLearner.DEFAULT_LEAVES);
    private static final Member SMALL_TREES = new Member.Boosted(4);
    private static final Member EXTRA_TREES = new Member.Forest(ForestLearner.Kind.EXTRA_TREES);
    private static final List<Member> OTHER_TREES =
            List.of(SMALL_TREES, new Member.Boosted(6), new Member.Forest(ForestLearner.Kind.RANDOM_FOREST));

    public BlendPlan {
        members = List.copyOf(members);
    }

    /**
     * The plan for a table.
     *
     * @param rows the number of training rows
     * @param seconds the budget, of one CPU
     */
    public static BlendPlan of(double rows, ModelSize size, List<ColumnSize> columns, double seconds) {
        List<Member> linear = size.allowsLinear() ? LINEAR : List.of();
        double affordable = (double) MAX_CELLS / (Math.max(1, size.cells()) * size.outputs());
        double most = Math.max(MIN_ROWS, Math.min(ENOUGH_ROWS, affordable));
        if (rows < MIN_FOLDED_ROWS && !linear.isEmpty()) {
            return new BlendPlan(linear.subList(0, 1), 1, most);
        }
        for (List<Member> members : choices(linear, rows)) {
            for (int[] sizes : FOLDS_AND_ROWS) {
                BlendPlan plan = new BlendPlan(members, sizes[0], Math.min(most, sizes[1]));
                boolean comparesTrees = members.size() > linear.size() + 1;
                if (comparesTrees && rows > MAX_EXTRAPOLATION * plan.rows()) {
                    continue;
                }
                if (plan.work(rows, size, columns) <= seconds * UNITS_PER_SECOND) {
                    return plan;
                }
            }
        }
        // Trees alone, which may take longer than the budget. Without a comparison there is no linear model to write,
        // whose weights take as long as
        // the trees with many levels and classes.
        BlendPlan trees = new BlendPlan(List.of(USUAL_TREES), 1, most);
        boolean tooMuch = trees.work(rows, size, columns) > MAX_OVERRUN * seconds * UNITS_PER_SECOND;
        return tooMuch && !linear.isEmpty() ? new BlendPlan(linear.subList(0, 1), 1, most) : trees;
    }

    /** Whether the plan for a table has a linear model only because trees would take too long. */
    public static boolean leavesOutTrees(double rows, ModelSize size, List<ColumnSize> columns, double seconds) {
        return rows >= MIN_FOLDED_ROWS
                && of(rows, size, columns, seconds).members().stream().allMatch(Member.Linear.class::isInstance);
    }

    /** The members of plans for a number of training rows, more work first. */
    private static List<List<Member>> choices(List<Member> linear, double rows) {
        List<Member> some = new ArrayList<>(linear);
        some.addAll(List.of(USUAL_TREES, EXTRA_TREES));
        List<Member> all = new ArrayList<>(linear);
        if (rows >= MIN_ROWS_OF_LARGE_TREES) {
            all.add(USUAL_TREES);
        }
        all.add(EXTRA_TREES);
        all.addAll(OTHER_TREES);
        if (linear.isEmpty()) {
            return List.of(all, some);
        }
        return List.of(all, some, List.of(linear.get(0), USUAL_TREES));
    }

    /**
     * The members for a number of rows of two even classes. If these are few, as where one class is rare, small trees take the place of large ones,
     * which would learn chance.
     *
     * @param evenRows twice the number of training rows of the rarer class
     */
    List<Member> members(double evenRows) {
        if (evenRows >= MIN_ROWS_OF_LARGE_TREES) {
            return members;
        }
        boolean hasSmall = members.stream().anyMatch(member -> isAsLarge(member, SMALL_TREES));
        return members.stream()
                .filter(member -> !hasSmall || !isAsLarge(member, USUAL_TREES))
                .map(member -> isAsLarge(member, USUAL_TREES) ? SMALL_TREES : member)
                .toList();
    }

    private static boolean isAsLarge(Member member, Member trees) {
        return member.leaves().equals(trees.leaves());
    }

    /** Whether there is nothing to compare. */
    public boolean isSingle() {
        return members.size() == 1;
    }

    /** Training rows to fit members to: all of them, or as many as the plan has. */
    public Split sample(FeatureTable table, Split split) {
        return split.sample(Math.min(1, rows / Math.max(1, split.count(table.table(), false))));
    }

    /**
     * The work of the fits to folds, of the final fit and of its file at most, about, in multiplications.
     *
     * @param trained the number of training rows
     */
    public double work(double trained, ModelSize size, List<ColumnSize> columns) {
        double ofFold = Math.min(trained, rows) * (FOLDS - 1) / FOLDS;
        double sum = isSingle() || size.outputs() > 1 ? 0 : workOfLinks(trained, size, columns);
        double linear = 0;
        for (Member member : members) {
            sum += isSingle() ? 0 : folds * work(member, ofFold, size, columns, SHARE_OF_WORK);
            // The blend has one linear model at most.
            double last = work(member, trained, size, columns, 1);
            sum += member instanceof Member.Linear ? 0 : last;
            linear = member instanceof Member.Linear ? Math.max(linear, last) : linear;
        }
        return sum + linear + (linear > 0 ? LinearLearner.workOfFile(size) : 0);
    }

    /** The work of the choice of a number's link, of which there are two. */
    private double workOfLinks(double trained, ModelSize size, List<ColumnSize> columns) {
        double sample = Math.min(trained, rows);
        double ofFold = sample * (FOLDS - 1) / FOLDS;
        return 2
                * LinkChoice.folds(sample, folds)
                * LinkChoice.MEMBERS.stream()
                        .mapToDouble(member -> work(member, ofFold, size, columns, SHARE_OF_WORK))
                        .sum();
    }

    private static double work(Member member, double rows, ModelSize size, List<ColumnSize> columns, double share) {
        if (member instanceof Member.Linear) {
            return LinearLearner.work(rows, size, share);
        }
        return UNITS_PER_ADDITION
                * (member instanceof Member.Forest
                        ? ForestLearner.work(rows, size)
                        : SHARE_OF_ROUNDS * BoostingLearner.work(rows, size, columns, share));
    }

    /**
     * The memory of the search and of the final fit at most, about, in bytes.
     *
     * @param trained the number of training rows
     * @param threads the number of fits at the same time
     */
    public double memory(double trained, ModelSize size, List<ColumnSize> columns, int threads) {
        double last = fits(trained, size, columns, threads) + treesMemory(trained, size, columns);
        if (isSingle()) {
            return last;
        }
        double sample = Math.min(trained, rows);
        double margins = Double.BYTES * sample * size.margins();
        // The sums of the search for weights, and those with another member.
        double ofMargins = (members.size() + 1.0 + threads) * margins;
        // The trees of a member are needed until its last fold is fitted, and a thread may have begun with the next
        // member.
        double trees = members.stream()
                        .mapToDouble(member -> folds * treesMemory(member, sample, size, columns))
                        .max()
                        .orElseThrow()
                * Math.min(members.size(), threads + 1);
        return Math.max(last, ofMargins + fits(sample, size, columns, threads) + trees);
    }

    /** The memory of the fits that are made at the same time, without their trees. */
    private double fits(double rows, ModelSize size, List<ColumnSize> columns, int threads) {
        int fits = rows < Folds.MANY_ROWS ? Math.min(threads, members.size()) : 1;
        return fits
                * members.stream()
                        .mapToDouble(member -> memory(member, rows, size, columns, threads))
                        .max()
                        .orElseThrow();
    }

    private static double memory(Member member, double rows, ModelSize size, List<ColumnSize> columns, int threads) {
        if (member instanceof Member.Linear) {
            return LinearLearner.memory(rows, size, threads);
        }
        return member instanceof Member.Forest
                ? ForestLearner.memory(rows, size, columns)
                : BoostingLearner.memory(rows, size, columns);
    }

    /**
     * The memory of the trees of a model of all members, about, in bytes.
     *
     * @param trained the number of training rows
     */
    public double treesMemory(double trained, ModelSize size, List<ColumnSize> columns) {
        return members.stream()
                .mapToDouble(member -> treesMemory(member, trained, size, columns))
                .sum();
    }

    private static double treesMemory(Member member, double rows, ModelSize size, List<ColumnSize> columns) {
        if (member instanceof Member.Linear) {
            return 0;
        }
        return member instanceof Member.Forest
                ? ForestLearner.treesMemory(rows, size)
                : BoostingLearner.treesMemory(rows, size, columns);
    }
}
