package dev.dropfit.trainer.learn.boost;

import dev.dropfit.core.model.score.Tree;
import dev.dropfit.trainer.learn.tree.BinnedRows;
import dev.dropfit.trainer.learn.tree.Bins;
import dev.dropfit.trainer.learn.tree.Parts;
import dev.dropfit.trainer.learn.tree.RandomNumbers;
import dev.dropfit.trainer.learn.tree.TreeDraft;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Grows regression trees on the derivatives of a loss. Splits the leaf with the highest gain first (G. Ke et al., 2017, LightGBM), with the
 * gain and leaf values of XGBoost (T. Chen and C. Guestrin, 2016). Uses all cores; the result does not depend on their number. Not
 * thread-safe.
 */
final class TreeGrower {
    /** With at least this many bins, features are searched in parallel. */
    private static final int MIN_PARALLEL_BINS = 1 << 14;
    /** The share of the second derivatives of a node below which no row is missing: sums are rounded. */
    private static final double NEGLIGIBLE = 1e-9;
    /** Model files limit the depth of trees. */
    private static final int MAX_DEPTH = 30;

    private final BinnedRows rows;
    private final Shape shape;
    private final Histogram histogram;
    private final RowOrder order;
    /** Whether scores have to rise or fall with a feature. */
    private final boolean constrained;
    /** Decides which features the nodes of the tree look at. */
    private long seed;

    /**
     * The parameters of trees.
     *
     * @param leaves the maximum number of leaves, at least 2
     * @param minRows the minimum number of rows of a leaf, about
     * @param penalty the L2 penalty of leaf values
     * @param rate the learning rate
     * @param features the share of the features that a node looks at, on average; at least one
     */
    record Shape(int leaves, int minRows, double penalty, double rate, double features) {}

    /**
     * The values that the leaves below a node may have. If scores must rise with a feature, all leaves on the left of a split by it stay below the middle of
     * the values of its two sides, and all on the right above (as in XGBoost).
     */
    private record Limits(double lowest, double highest) {
        static final Limits NONE = new Limits(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

        double nearest(double value) {
            return Math.max(lowest, Math.min(highest, value));
        }

        /** Those of values that stay below a value if the sign is 1, and above it if it is -1. */
        Limits below(int sign, double value) {
            return switch (sign) {
                case 1 -> new Limits(lowest, value);
                case -1 -> new Limits(value, highest);
                default -> this;
            };
        }
    }

    /** A split of a node. */
    private record Cut(int feature, int index, double gain, double leftGradient, double leftHessian) {}

    /**
     * A leaf of the growing tree.
     *
     * @param node its index in the tree
     * @param from the position of its first row in the order
     * @param to the end of its rows, exclusive
     * @param sums its histogram; empty if it stays a leaf
     * @param limits of the values below it
     * @param cut the best split, if one reduces the loss
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Leaf(
            int node,
            int depth,
            int from,
            int to,
            double gradient,
            double hessian,
            double[] sums,
            Limits limits,
            Optional<Cut> cut) {
        double gain() {
            return cut.map(Cut::gain).orElse(0.0);
        }
    }

    TreeGrower(BinnedRows rows, Shape shape) {
        this.rows = rows;
        this.shape = shape;
        histogram = new Histogram(rows);
        order = new RowOrder(rows.rows());
        constrained = IntStream.range(0, rows.bins().size()).anyMatch(feature -> rows.direction(feature) != 0);
    }

    /** The number of sums in the histogram of a node. */
    int codes() {
        return histogram.codes();
    }

    /**
     * Grows one tree.
     *
     * @param margins one per row; the values of the tree are added to them
     * @param seed decides which features the nodes look at
     */
    Tree grow(Derivatives derivatives, float[] margins, long seed) {
        this.seed = seed;
        TreeDraft draft = new TreeDraft(2 * shape.leaves() - 1, rows.hasMissing());
        List<Leaf> leaves = new ArrayList<>(List.of(root(derivatives, draft)));
        while (leaves.size() < shape.leaves()) {
            Leaf best = leaves.remove(best(leaves));
            if (best.cut().isEmpty()) {
                leaves.add(best);
                break;
            }
            leaves.addAll(split(best, best.cut().get(), derivatives, draft, leaves.size() + 2 < shape.leaves()));
        }
        Parts.run(leaves.size(), leaf -> setValue(leaves.get(leaf), draft, margins));
        return draft.tree();
    }

    /** The index of the leaf whose split has the highest gain. */
    private static int best(List<Leaf> leaves) {
        int best = 0;
        for (int leaf = 1; leaf < leaves.size(); leaf++) {
            best = leaves.get(leaf).gain() > leaves.get(best).gain() ? leaf : best;
        }
        return best;
    }

    private Leaf root(Derivatives derivatives, TreeDraft draft) {
        order.reset();
        double[] sums = histogram.of(order.order(), 0, rows.rows(), derivatives);
        double gradient = 0;
        double hessian = 0;
        for (int at = histogram.first(0); at < histogram.first(1); at += 2) {
            gradient += sums[at];
            hessian += sums[at + 1];
        }
        Leaf whole =
                new Leaf(draft.add(hessian), 0, 0, rows.rows(), gradient, hessian, sums, Limits.NONE, Optional.empty());
        return searched(whole, sums);
    }

    /** Splits a leaf into two. */
    private List<Leaf> split(Leaf leaf, Cut cut, Derivatives derivatives, TreeDraft draft, boolean goesOn) {
        int middle =
                order.split(leaf.from(), leaf.to(), rows.groupOf(cut.feature()).codes(), goesLeft(cut));
        Bins bins = rows.bins().get(cut.feature());
        int column = rows.column(cut.feature(), cut.index());
        double rightHessian = leaf.hessian() - cut.leftHessian();
        int first = draft.split(
                leaf.node(),
                column,
                bins.threshold(cut.index()),
                bins.missingLeft(cut.index()),
                cut.gain(),
                cut.leftHessian(),
                rightHessian);
        int depth = leaf.depth() + 1;
        int direction = bins.isByNumber(cut.index()) ? rows.direction(cut.feature()) : 0;
        double middleValue = direction == 0
                ? 0
                : (value(leaf, cut.leftGradient(), cut.leftHessian())
                                + value(leaf, leaf.gradient() - cut.leftGradient(), rightHessian))
                        / 2;
        Leaf left = new Leaf(
                first,
                depth,
                leaf.from(),
                middle,
                cut.leftGradient(),
                cut.leftHessian(),
                new double[0],
                leaf.limits().below(direction, middleValue),
                Optional.empty());
        Leaf right = new Leaf(
                first + 1,
                depth,
                middle,
                leaf.to(),
                leaf.gradient() - cut.leftGradient(),
                rightHessian,
                new double[0],
                leaf.limits().below(-direction, middleValue),
                Optional.empty());
        if (!goesOn) {
            return List.of(left, right);
        }
        boolean leftIsSmaller = middle - leaf.from() <= leaf.to() - middle;
        Leaf smaller = leftIsSmaller ? left : right;
        double[] counted = histogram.of(order.order(), smaller.from(), smaller.to(), derivatives);
        double[] rest = Histogram.without(leaf.sums(), counted);
        return List.of(searched(left, leftIsSmaller ? counted : rest), searched(right, leftIsSmaller ? rest : counted));
    }

    private byte[] goesLeft(Cut cut) {
        Bins bins = rows.bins().get(cut.feature());
        byte[] binOf = rows.binOfCode(cut.feature());
        byte[] goesLeft = new byte[binOf.length];
        for (int code = 0; code < goesLeft.length; code++) {
            goesLeft[code] = (byte) (bins.left(binOf[code] & 0xFF, cut.index()) ? 1 : 0);
        }
        return goesLeft;
    }

    /** The leaf with its histogram and its best split. */
    private Leaf searched(Leaf leaf, double[] sums) {
        IntStream features = features(leaf);
        Optional<Cut> cut = leaf.depth() >= MAX_DEPTH
                ? Optional.empty()
                : (histogram.bins() >= MIN_PARALLEL_BINS ? features.parallel() : features)
                        .mapToObj(feature -> best(feature, leaf, sums))
                        .flatMap(Optional::stream)
                        .max(Comparator.comparingDouble(Cut::gain)
                                .thenComparing(Cut::feature, Comparator.reverseOrder()));
        return new Leaf(
                leaf.node(),
                leaf.depth(),
                leaf.from(),
                leaf.to(),
                leaf.gradient(),
                leaf.hessian(),
                sums,
                leaf.limits(),
                cut);
    }

    /** The features that a node looks at. */
    private IntStream features(Leaf leaf) {
        int count = rows.bins().size();
        IntStream all = IntStream.range(0, count);
        if (shape.features() == 1) {
            return all;
        }
        long ofNode = RandomNumbers.seed(seed, leaf.node());
        int always = new RandomNumbers(ofNode).below(count);
        return all.filter(feature ->
                feature == always || RandomNumbers.unit(RandomNumbers.seed(ofNode, feature)) < shape.features());
    }

    /** The best split of a leaf by one feature, if one reduces the loss. */
    private Optional<Cut> best(int feature, Leaf leaf, double[] sums) {
        Bins bins = rows.bins().get(feature);
        int first = histogram.first(feature);
        // Histograms do not count rows; the number of rows is estimated from the second derivatives.
        double minHessian = Math.max(Float.MIN_NORMAL, shape.minRows() * leaf.hessian() / (leaf.to() - leaf.from()));
        if (!bins.hasMissing()) {
            Optional<Cut> none = Optional.empty();
            return bins.ordered()
                    ? ordered(none, feature, leaf, sums, minHessian, 0, 0, 0)
                    : ordered(
                            byLevel(feature, leaf, sums, minHessian),
                            feature,
                            leaf,
                            sums,
                            minHessian,
                            0,
                            0,
                            bins.levelCuts());
        }
        int missing = first + 2 * (bins.size() - 1);
        Optional<Cut> right = ordered(Optional.empty(), feature, leaf, sums, minHessian, 0, 0, 0);
        if (sums[missing + 1] < NEGLIGIBLE * leaf.hessian()) {
            // No row of this node is missing: later ones go where most rows go.
            return right.map(cut -> 2 * cut.leftHessian() > leaf.hessian()
                    ? new Cut(
                            feature, cut.index() + bins.thresholds(), cut.gain(), cut.leftGradient(), cut.leftHessian())
                    : cut);
        }
        Optional<Cut> either =
                ordered(right, feature, leaf, sums, minHessian, sums[missing], sums[missing + 1], bins.thresholds());
        return better(
                either,
                feature,
                bins.cuts() - 1,
                leaf,
                leaf.gradient() - sums[missing],
                leaf.hessian() - sums[missing + 1],
                minHessian);
    }

    /**
     * The better of a split and the best one between smaller and larger numbers, or between levels at lower and higher positions.
     *
     * @param gradient that of missing numbers if they go left, else 0
     * @param hessian likewise
     * @param firstIndex the index of the first of these splits
     */
    private Optional<Cut> ordered(
            Optional<Cut> known,
            int feature,
            Leaf leaf,
            double[] sums,
            double minHessian,
            double gradient,
            double hessian,
            int firstIndex) {
        int thresholds = rows.bins().get(feature).thresholds();
        int at = histogram.first(feature);
        double whole = score(leaf.gradient(), leaf.hessian());
        double bestGain = known.map(Cut::gain).orElse(0.0);
        int bestIndex = -1;
        double bestGradient = 0;
        double bestHessian = 0;
        double leftGradient = gradient;
        double leftHessian = hessian;
        int direction = rows.direction(feature);
        for (int index = 0; index < thresholds; index++) {
            double ownGradient = sums[at++];
            double ownHessian = sums[at++];
            if (index > 0 && ownHessian == 0 && ownGradient == 0) {
                // No row is in this bin: the split is the one before it.
                continue;
            }
            leftGradient += ownGradient;
            leftHessian += ownHessian;
            double rest = leaf.hessian() - leftHessian;
            if (leftHessian >= minHessian && rest >= minHessian) {
                double gain = constrained
                        ? gain(leaf, leftGradient, leftHessian, direction)
                        : score(leftGradient, leftHessian) + score(leaf.gradient() - leftGradient, rest) - whole;
                if (gain > bestGain) {
                    bestGain = gain;
                    bestIndex = index;
                    bestGradient = leftGradient;
                    bestHessian = leftHessian;
                }
            }
        }
        return bestIndex < 0
                ? known
                : Optional.of(new Cut(feature, firstIndex + bestIndex, bestGain, bestGradient, bestHessian));
    }

    /** The best split of one level from all others, if one reduces the loss. */
    private Optional<Cut> byLevel(int feature, Leaf leaf, double[] sums, double minHessian) {
        Bins bins = rows.bins().get(feature);
        Optional<Cut> best = Optional.empty();
        for (int index = 0; index < bins.levelCuts(); index++) {
            int at = histogram.first(feature) + 2 * index;
            best = better(
                    best, feature, index, leaf, leaf.gradient() - sums[at], leaf.hessian() - sums[at + 1], minHessian);
        }
        return best;
    }

    private Optional<Cut> better(
            Optional<Cut> known,
            int feature,
            int index,
            Leaf leaf,
            double gradient,
            double hessian,
            double minHessian) {
        double rest = leaf.hessian() - hessian;
        if (hessian < minHessian || rest < minHessian) {
            return known;
        }
        double gain = constrained
                ? gain(leaf, gradient, hessian, 0)
                : score(gradient, hessian)
                        + score(leaf.gradient() - gradient, rest)
                        - score(leaf.gradient(), leaf.hessian());
        return gain > known.map(Cut::gain).orElse(0.0)
                ? Optional.of(new Cut(feature, index, gain, gradient, hessian))
                : known;
    }

    /** The gain of a split whose leaves keep limits and a direction; negative if they can't. */
    private double gain(Leaf leaf, double gradient, double hessian, int direction) {
        double restGradient = leaf.gradient() - gradient;
        double restHessian = leaf.hessian() - hessian;
        double left = value(leaf, gradient, hessian);
        double right = value(leaf, restGradient, restHessian);
        if (direction * (right - left) < 0) {
            return -1;
        }
        return score(gradient, hessian, left)
                + score(restGradient, restHessian, right)
                - score(leaf.gradient(), leaf.hessian(), value(leaf, leaf.gradient(), leaf.hessian()));
    }

    /** The best value for some rows of a leaf that keeps its limits. */
    private double value(Leaf leaf, double gradient, double hessian) {
        return leaf.limits().nearest(-gradient / (hessian + shape.penalty()));
    }

    /** The reduction of twice the loss by a value. */
    private double score(double gradient, double hessian, double value) {
        return -value * (2 * gradient + (hessian + shape.penalty()) * value);
    }

    private double score(double gradient, double hessian) {
        return gradient * gradient / (hessian + shape.penalty());
    }

    private void setValue(Leaf leaf, TreeDraft draft, float[] margins) {
        float value = (float)
                (constrained
                        ? shape.rate() * value(leaf, leaf.gradient(), leaf.hessian())
                        : -shape.rate() * leaf.gradient() / (leaf.hessian() + shape.penalty()));
        draft.setValue(leaf.node(), value);
        int[] ordered = order.order();
        for (int i = leaf.from(); i < leaf.to(); i++) {
            margins[ordered[i]] += value;
        }
    }
}
