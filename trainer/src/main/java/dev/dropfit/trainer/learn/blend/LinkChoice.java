package dev.dropfit.trainer.learn.blend;

import dev.dropfit.core.model.Link;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.learn.NumberLinks;
import dev.dropfit.trainer.learn.linear.LinearLearner;
import dev.dropfit.trainer.split.Split;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a model learns a number or its logarithm. A linear model and small trees are fitted to both, and blended: the logarithm is
 * chosen if its blend has the lower squared and the lower absolute error of the number itself on rows that they were not fitted to: the squared
 * error alone would follow the few largest numbers. All members of the final blend have the chosen link, because only then their margins add up.
 */
final class LinkChoice {
    /** With more rows than this, {@link #FEW_FOLDS} folds are enough. */
    private static final int MANY_ROWS = 5_000;

    private static final int FEW_FOLDS = 2;

    /** Fast, and the two kinds of members. */
    static final List<Member> MEMBERS =
            List.of(new Member.Linear(LinearLearner.DEFAULT_PENALTY), new Member.Boosted(6));

    private LinkChoice() {}

    /** The number of folds of a comparison that has so many rows. */
    static int folds(double rows, int folds) {
        return rows > MANY_ROWS ? Math.min(FEW_FOLDS, folds) : folds;
    }

    /**
     * The target with the link to learn by.
     *
     * @param target with the link that is usual
     * @param split the training rows
     * @param folds of them, as all members have them
     */
    static Target of(FeatureTable rows, Target target, Split split, List<Split> folds) {
        if (target instanceof Target.Classes) {
            return target;
        }
        Optional<Link> logarithm = NumberLinks.logarithm(rows.table(), split);
        if (logarithm.isEmpty()) {
            return target;
        }
        int count = folds.get(0).count(rows.table(), false) + folds.get(0).count(rows.table(), true);
        List<Split> used = folds.subList(0, folds(count, folds.size()));
        double[] actual = Folds.actual(rows, target, used);
        Target other = new Target.Quantity(logarithm.get());
        Optional<double[]> plain = losses(rows, target, used, actual);
        Optional<double[]> ofLogarithm = losses(rows, other, used, actual);
        return plain.isPresent() && ofLogarithm.isPresent() && isBetter(ofLogarithm.get(), plain.get())
                ? other
                : target;
    }

    /** Whether the squared errors of rows are smaller, and their roots as well. */
    private static boolean isBetter(double[] losses, double[] others) {
        return Arrays.stream(losses).sum() < Arrays.stream(others).sum()
                && Arrays.stream(losses).map(Math::sqrt).sum()
                        < Arrays.stream(others).map(Math::sqrt).sum();
    }

    /** The losses of the rows with the best blend; empty if no member can be fitted. */
    private static Optional<double[]> losses(FeatureTable rows, Target target, List<Split> folds, double[] actual) {
        Losses losses = Losses.of(target, actual);
        List<double[]> margins = new Folds(rows, target, folds, BlendPlan.SHARE_OF_WORK, (member, fit) -> {})
                .of(MEMBERS).stream()
                        .flatMap(Optional::stream)
                        .map(Folds.OutOfFold::margins)
                        .toList();
        return margins.isEmpty()
                ? Optional.empty()
                : Optional.of(losses.of(GreedyWeights.weighted(margins, GreedyWeights.of(margins, losses)), 1));
    }
}
