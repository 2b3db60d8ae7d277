package dev.dropfit.trainer.learn.blend;

import dev.dropfit.core.model.Link;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.learn.linear.LinearLearner;
import dev.dropfit.trainer.split.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/**
 * Finds the blend with the lowest loss on rows that its members were not fitted to. A linear model alone is chosen where the best blend is
 * not better by more than a standard error, nor by a hundredth.
 *
 * @param tried the members, in the order of the plan
 * @param chosen what is to be fitted
 * @param target what is to be fitted to: a number with the link that predicts best
 * @param loss of the chosen blend, with weights from other rows
 */
public record BlendSearch(List<Tried> tried, Blend chosen, Target target, MeanLoss loss) {
    /** The name of the logger of members with their losses, at level {@link Level#FINE}, which is off unless somebody follows the search. */
    public static final String LOGGER = BlendSearch.class.getName();

    /** The share of the loss of a linear model by which a blend must be better, if that is less than a standard error. */
    private static final double MIN_GAIN = 0.01;

    /** Factors of all margins of classes, tried for a better calibration. */
    private static final double[] SLOPES = {0.8, 0.85, 0.9, 0.95, 1.05, 1.1, 1.15, 1.2, 1.25};

    /**
     * How a member did.
     *
     * @param loss its log loss or squared error on rows that it was not fitted to; empty if it can't be fitted
     * @param weight in the chosen blend, 0 if it is not a part of it
     */
    public record Tried(Member member, Optional<MeanLoss> loss, double weight) {}

    /** Searches. If the plan has one member, nothing is fitted. */
    public static BlendSearch of(FeatureTable rows, Target usual, Split split, BlendPlan plan) {
        if (plan.isSingle()) {
            return single(plan.members(), usual);
        }
        Split sample = plan.sample(rows, split);
        List<Split> splits = IntStream.range(0, plan.folds())
                .mapToObj(fold -> sample.inside(BlendPlan.FOLDS, fold))
                .toList();
        Target target = LinkChoice.of(rows, usual, split, splits);
        Losses losses = Losses.of(target, Folds.actual(rows, target, splits));
        int trainingRows = split.count(rows.table(), false);
        List<Member> members = plan.members(losses.evenness() * trainingRows);
        AtomicInteger scored = new AtomicInteger();
        long thread = Thread.currentThread().getId();
        Folds folds = new Folds(
                rows,
                target,
                splits,
                BlendPlan.SHARE_OF_WORK,
                (member, fit) -> log(member, fit, losses, scored.incrementAndGet(), members.size(), thread));
        List<Optional<Folds.OutOfFold>> fits = folds.of(members);
        if (fits.stream().allMatch(Optional::isEmpty)) {
            // The final fit says why it can't be made.
            return single(members, target);
        }
        double trained = splits.get(0).count(rows.table(), false);
        double growth = trainingRows / trained;
        TreeRoom space = new TreeRoom(trainingRows, losses.outputs());
        return chosen(members, target, fits, losses, folds.starts(), growth, space);
    }

    /**
     * Logs as the thread of the search, so that a reader can tell the searches of several runs apart; any thread may have fitted the member.
     */
    private static void log(
            Member member, Optional<Folds.OutOfFold> fit, Losses losses, int number, int members, long thread) {
        Logger logger = Logger.getLogger(LOGGER);
        if (logger.isLoggable(Level.FINE)) {
            LogRecord record = new LogRecord(Level.FINE, "{0} of {1}: {2}, {3}");
            record.setLoggerName(LOGGER);
            record.setLongThreadID(thread);
            record.setParameters(new Object[] {
                number,
                members,
                member.phrase(),
                fit.map(own -> losses.phrase(losses.mean(own.margins(), 1))).orElse("can't be fitted")
            });
            logger.log(record);
        }
    }

    private static BlendSearch single(List<Member> members, Target target) {
        return new BlendSearch(
                List.of(),
                new Blend(List.of(Blend.Part.of(members.get(0)))),
                target,
                new MeanLoss(Double.NaN, Double.NaN));
    }

    /**
     * @param starts the first row of each fold, and the number of rows
     * @param growth the rows of the final fit, for each row of a fit to a fold
     */
    private static BlendSearch chosen(
            List<Member> members,
            Target target,
            List<Optional<Folds.OutOfFold>> fits,
            Losses losses,
            int[] starts,
            double growth,
            TreeRoom space) {
        List<Folds.OutOfFold> found = fits.stream().flatMap(Optional::stream).toList();
        List<Folds.OutOfFold> pool = withOneLinear(found, losses);
        List<double[]> margins = pool.stream().map(Folds.OutOfFold::margins).toList();
        double[] room = pool.stream()
                .mapToDouble(fit -> space.share(fit.member(), rounds(fit, growth)))
                .toArray();
        double[] weights = GreedyWeights.of(margins, room, losses);
        double[] blended = GreedyWeights.weighted(margins, weights);
        double slope = losses.classes() && isSettled(pool, weights) ? slope(blended, losses) : 1;
        // Weights that have seen the rows would look better than they are.
        double[] best = unseen(margins, room, slope, losses, starts);
        if (pool.get(0).member() instanceof Member.Linear) {
            double[] alone = losses.of(margins.get(0), 1);
            MeanLoss gain = MeanLoss.ofDifference(alone, best);
            if (!gain.isPositive()
                    && gain.mean() < MIN_GAIN * MeanLoss.of(alone).mean()) {
                weights = new double[weights.length];
                weights[0] = 1;
                slope = 1;
                best = alone;
            }
        }
        List<Blend.Part> parts = new ArrayList<>();
        // By identity: the JVM makes the hash code of a record at its first use, which takes milliseconds.
        IdentityHashMap<Member, Double> weightOf = new IdentityHashMap<>();
        for (int i = 0; i < weights.length; i++) {
            weightOf.put(pool.get(i).member(), weights[i]);
            if (weights[i] > 0) {
                parts.add(new Blend.Part(pool.get(i).member(), slope * weights[i], rounds(pool.get(i), growth)));
            }
        }
        List<Tried> tried = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            tried.add(new Tried(
                    members.get(i),
                    fits.get(i).map(fit -> MeanLoss.of(losses.of(fit.margins(), 1))),
                    weightOf.getOrDefault(members.get(i), 0.0)));
        }
        Target corrected = target instanceof Target.Classes
                ? target
                : new Target.Quantity(link(losses.corrected(GreedyWeights.weighted(margins, weights), 1), parts));
        return new BlendSearch(tried, new Blend(parts), corrected, MeanLoss.of(best));
    }

    /**
     * Whether all members with a weight had as many rounds as they wanted. Otherwise their final fits have more rounds, and are more sure of
     * themselves than the margins of the folds.
     */
    static boolean isSettled(List<Folds.OutOfFold> pool, double[] weights) {
        return IntStream.range(0, weights.length)
                .allMatch(i -> weights[i] == 0 || pool.get(i).settled());
    }

    private static Link link(Link link, List<Blend.Part> parts) {
        double linear = parts.stream()
                .filter(part -> part.member() instanceof Member.Linear)
                .mapToDouble(Blend.Part::weight)
                .sum();
        return link.logarithm() ? link.withLinearWeight(linear) : link;
    }

    /** The number of rounds for more rows: a little larger. Empty if the folds do not say it. */
    private static OptionalInt rounds(Folds.OutOfFold fit, double growth) {
        return fit.member() instanceof Member.Boosted && fit.settled() && growth <= BlendPlan.MAX_GROWTH
                ? OptionalInt.of((int) Math.max(1, Math.rint(fit.rounds() * Math.sqrt(growth))))
                : OptionalInt.empty();
    }

    /** The best linear model first, then all others. The usual penalty stays unless another one is clearly better. */
    private static List<Folds.OutOfFold> withOneLinear(List<Folds.OutOfFold> fits, Losses losses) {
        List<Folds.OutOfFold> linear = fits.stream()
                .filter(fit -> fit.member() instanceof Member.Linear)
                .sorted(Comparator.comparingDouble(fit -> losses.mean(fit.margins(), 1)))
                .toList();
        Optional<Folds.OutOfFold> usual = linear.stream()
                .filter(fit ->
                        fit.member() instanceof Member.Linear own && own.penalty() == LinearLearner.DEFAULT_PENALTY)
                .findFirst();
        List<Folds.OutOfFold> pool = new ArrayList<>();
        if (!linear.isEmpty()) {
            Folds.OutOfFold best = linear.get(0);
            pool.add(usual.filter(
                            own -> !MeanLoss.ofDifference(losses.of(own.margins(), 1), losses.of(best.margins(), 1))
                                    .isPositive())
                    .orElse(best));
        }
        fits.stream().filter(fit -> !(fit.member() instanceof Member.Linear)).forEach(pool::add);
        return pool;
    }

    /** The factor of the margins with the lowest loss; 1 unless it is clearly better. */
    private static double slope(double[] margins, Losses losses) {
        double best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (double slope : SLOPES) {
            double mean = losses.mean(margins, slope);
            if (mean < least) {
                least = mean;
                best = slope;
            }
        }
        return MeanLoss.ofDifference(losses.of(margins, 1), losses.of(margins, best))
                        .isPositive()
                ? best
                : 1;
    }

    /** The loss of each row with weights from the other folds. */
    private static double[] unseen(List<double[]> margins, double[] room, double slope, Losses losses, int[] starts) {
        int folds = starts.length - 1;
        if (folds == 1) {
            return losses.of(GreedyWeights.weighted(margins, GreedyWeights.of(margins, room, losses)), slope);
        }
        double[] all = new double[losses.rows()];
        for (int fold = 0; fold < folds; fold++) {
            int from = starts[fold];
            int to = starts[fold + 1];
            double[] weights = GreedyWeights.of(
                    margins.stream()
                            .map(own -> without(own, from * losses.outputs(), to * losses.outputs()))
                            .toList(),
                    room,
                    losses.with(without(losses.actual(), from, to)));
            double[] own = losses.of(GreedyWeights.weighted(margins, weights), slope);
            System.arraycopy(own, from, all, from, to - from);
        }
        return all;
    }

    private static double[] without(double[] values, int from, int to) {
        double[] rest = Arrays.copyOf(values, values.length - (to - from));
        System.arraycopy(values, to, rest, from, values.length - to);
        return rest;
    }
}
