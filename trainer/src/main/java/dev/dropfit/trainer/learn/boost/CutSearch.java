package dev.dropfit.trainer.learn.boost;

import dev.dropfit.trainer.learn.tree.BinLayout;
import dev.dropfit.trainer.learn.tree.BinnedFeatures;
import dev.dropfit.trainer.learn.tree.Bins;
import dev.dropfit.trainer.learn.tree.RandomNumbers;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the best split of a leaf from its histogram, and the value of a leaf, with the gain and leaf values of XGBoost (T. Chen and C. Guestrin,
 * 2016). Uses all cores; the result does not depend on their number. Immutable.
 */
final class CutSearch {
    /** With at least this many bins, features are searched in parallel. */
    private static final int MIN_PARALLEL_BINS = 1 << 14;
    /** The share of the second derivatives of a node below which no row is missing: sums are rounded. */
    private static final double NEGLIGIBLE = 1e-9;
    /** Model files limit the depth of trees. */
    private static final int MAX_DEPTH = 30;

    private final BinnedFeatures features;
    private final BinLayout layout;
    private final TreeShape shape;
    /** Whether scores have to rise or fall with a feature. */
    private final boolean constrained;

    CutSearch(BinnedFeatures features, TreeShape shape) {
        this.features = features;
        this.shape = shape;
        layout = features.layout();
        constrained = IntStream.range(0, layout.bins().size()).anyMatch(feature -> features.direction(feature) != 0);
    }

    /** The features whose splits it finds. */
    BinnedFeatures features() {
        return features;
    }

    /**
     * The best split of a leaf, if one reduces the loss.
     *
     * @param sums its histogram
     */
    Optional<Cut> best(GrowingLeaf leaf, double[] sums) {
        if (leaf.depth() >= MAX_DEPTH) {
            return Optional.empty();
        }
        int count = layout.bins().size();
        int always = shape.features() == 1 ? 0 : new RandomNumbers(leaf.seed()).below(count);
        if (layout.size() >= MIN_PARALLEL_BINS) {
            return IntStream.range(0, count)
                    .parallel()
                    .filter(feature -> feature == always || looksAt(leaf, feature))
                    .mapToObj(feature -> best(feature, leaf, sums))
                    .reduce(Optional.empty(), CutSearch::better);
        }
        Optional<Cut> best = Optional.empty();
        for (int feature = 0; feature < count; feature++) {
            if (feature == always || looksAt(leaf, feature)) {
                best = better(best, best(feature, leaf, sums));
            }
        }
        return best;
    }

    private boolean looksAt(GrowingLeaf leaf, int feature) {
        return shape.features() == 1 || RandomNumbers.unit(RandomNumbers.seed(leaf.seed(), feature)) < shape.features();
    }

    /** The split with the higher gain; of equal ones the first. */
    private static Optional<Cut> better(Optional<Cut> first, Optional<Cut> second) {
        return second.isPresent()
                        && (first.isEmpty() || second.get().gain() > first.get().gain())
                ? second
                : first;
    }

    /** The best split of a leaf by one feature, if one reduces the loss. */
    private Optional<Cut> best(int feature, GrowingLeaf leaf, double[] sums) {
        Bins bins = layout.bins().get(feature);
        int first = 2 * layout.first(feature);
        // Histograms do not count rows; the number of rows is estimated from the second derivatives.
        double minHessian = Math.max(Float.MIN_NORMAL, shape.minRows() * leaf.hessian() / leaf.rows());
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
            GrowingLeaf leaf,
            double[] sums,
            double minHessian,
            double gradient,
            double hessian,
            int firstIndex) {
        int thresholds = layout.bins().get(feature).thresholds();
        int at = 2 * layout.first(feature);
        double whole = score(leaf.gradient(), leaf.hessian());
        double bestGain = known.map(Cut::gain).orElse(0.0);
        int bestIndex = -1;
        double bestGradient = 0;
        double bestHessian = 0;
        double leftGradient = gradient;
        double leftHessian = hessian;
        int direction = features.direction(feature);
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
    private Optional<Cut> byLevel(int feature, GrowingLeaf leaf, double[] sums, double minHessian) {
        Bins bins = layout.bins().get(feature);
        Optional<Cut> best = Optional.empty();
        for (int index = 0; index < bins.levelCuts(); index++) {
            int at = 2 * (layout.first(feature) + index);
            best = better(
                    best, feature, index, leaf, leaf.gradient() - sums[at], leaf.hessian() - sums[at + 1], minHessian);
        }
        return best;
    }

    private Optional<Cut> better(
            Optional<Cut> known,
            int feature,
            int index,
            GrowingLeaf leaf,
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

    /** The gain of a split whose leaves keep bounds and a direction; negative if they can't. */
    private double gain(GrowingLeaf leaf, double gradient, double hessian, int direction) {
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

    /** The best value for some rows of a leaf that keeps its bounds. */
    double value(GrowingLeaf leaf, double gradient, double hessian) {
        return leaf.bounds().nearest(-gradient / (hessian + shape.penalty()));
    }

    /** The reduction of twice the loss by a value. */
    private double score(double gradient, double hessian, double value) {
        return -value * (2 * gradient + (hessian + shape.penalty()) * value);
    }

    private double score(double gradient, double hessian) {
        return gradient * gradient / (hessian + shape.penalty());
    }

    /** The value of a leaf, shortened by the learning rate. */
    float leafValue(GrowingLeaf leaf) {
        return (float)
                (constrained
                        ? shape.rate() * value(leaf, leaf.gradient(), leaf.hessian())
                        : -shape.rate() * leaf.gradient() / (leaf.hessian() + shape.penalty()));
    }
}
