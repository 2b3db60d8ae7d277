package dev.dropfit.trainer.learn.blend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The weights of members with a low loss of the weighted mean of their margins: one member after another is added to the mean, each time the
 * one that reduces the loss most, and a member may be added several times (R. Caruana and others, 2004, "Ensemble selection from libraries of
 * models"). Few rows say little about weights, so these are drawn towards equal weights of the best members. A member of a small weight is
 * left out.
 */
final class GreedyWeights {
    private static final int STEPS = 20;
    /** A member of a smaller weight is not worth its size and its time. */
    private static final double MIN_WEIGHT = 0.1;
    /** Equal weights count as much as those of so many rows. */
    private static final double ROWS_OF_EQUAL_WEIGHTS = 300;

    private static final int EQUAL_MEMBERS = 3;

    private GreedyWeights() {}

    /** Finds weights of members that need little room. */
    static double[] of(List<double[]> margins, Losses losses) {
        return of(margins, new double[margins.size()], losses);
    }

    /**
     * Finds weights.
     *
     * @param margins of each member, [row * outputs + output]
     * @param room the share of the room for trees that each member takes; together those with a weight take 1 at most, if none alone takes more
     * @return one weight per member, from 0 to 1; they add up to 1
     */
    static double[] of(List<double[]> margins, double[] room, Losses losses) {
        int[] members = IntStream.range(0, margins.size()).toArray();
        double[] all = weights(members, margins, room, losses);
        int[] kept = Arrays.stream(members)
                .filter(member -> all[member] >= MIN_WEIGHT)
                .toArray();
        double[] found =
                kept.length == Arrays.stream(all).filter(weight -> weight > 0).count()
                        ? all
                        : weights(kept, margins, room, losses);
        return withoutSmall(drawn(found, best(found, margins, room, losses), losses.rows()));
    }

    /** The members with the lowest losses that fit into a model with those that have a weight. */
    private static List<Integer> best(double[] weights, List<double[]> margins, double[] room, Losses losses) {
        double[] alone =
                margins.stream().mapToDouble(own -> losses.mean(own, 1)).toArray();
        double taken = 0;
        for (int member = 0; member < weights.length; member++) {
            taken += weights[member] > 0 ? room[member] : 0;
        }
        List<Integer> best = new ArrayList<>();
        for (int member : IntStream.range(0, alone.length)
                .boxed()
                .sorted(Comparator.comparingDouble(index -> alone[index]))
                .toList()) {
            double more = weights[member] > 0 ? 0 : room[member];
            if (best.size() < EQUAL_MEMBERS && (more == 0 || taken + more <= 1)) {
                taken += more;
                best.add(member);
            }
        }
        return best;
    }

    private static double[] drawn(double[] weights, List<Integer> equal, int rows) {
        double share = ROWS_OF_EQUAL_WEIGHTS / (ROWS_OF_EQUAL_WEIGHTS + rows);
        double[] drawn = new double[weights.length];
        for (int member = 0; member < drawn.length; member++) {
            drawn[member] = (1 - share) * weights[member] + (equal.contains(member) ? share / equal.size() : 0);
        }
        return drawn;
    }

    private static double[] withoutSmall(double[] weights) {
        double kept =
                Arrays.stream(weights).filter(weight -> weight >= MIN_WEIGHT).sum();
        return Arrays.stream(weights)
                .map(weight -> weight >= MIN_WEIGHT ? weight / kept : 0)
                .toArray();
    }

    private static double[] weights(int[] members, List<double[]> margins, double[] room, Losses losses) {
        double[] sum = new double[losses.rows() * losses.outputs()];
        int[] counts = new int[margins.size()];
        int[] best = counts;
        double least = Double.POSITIVE_INFINITY;
        double taken = 0;
        for (int step = 1; step <= STEPS; step++) {
            double factor = 1.0 / step;
            double left = 1 - taken;
            int[] fitting = Arrays.stream(members)
                    .filter(member -> counts[member] > 0 || room[member] <= left || left == 1)
                    .toArray();
            double[] tried = Arrays.stream(fitting)
                    .parallel()
                    .mapToDouble(member -> losses.mean(sum(sum, margins.get(member)), factor))
                    .toArray();
            int next = 0;
            for (int i = 1; i < tried.length; i++) {
                next = tried[i] < tried[next] ? i : next;
            }
            int chosen = fitting[next];
            double[] added = margins.get(chosen);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += added[i];
            }
            taken += counts[chosen] == 0 ? room[chosen] : 0;
            counts[chosen]++;
            if (tried[next] < least) {
                least = tried[next];
                best = counts.clone();
            }
        }
        double steps = Arrays.stream(best).sum();
        return Arrays.stream(best).mapToDouble(count -> count / steps).toArray();
    }

    private static double[] sum(double[] sum, double[] margins) {
        double[] all = sum.clone();
        for (int i = 0; i < all.length; i++) {
            all[i] += margins[i];
        }
        return all;
    }

    /** The weighted sum of the margins. */
    static double[] weighted(List<double[]> margins, double[] weights) {
        double[] sum = new double[margins.get(0).length];
        for (int member = 0; member < weights.length; member++) {
            for (int i = 0; i < sum.length && weights[member] > 0; i++) {
                sum[i] += weights[member] * margins.get(member)[i];
            }
        }
        return sum;
    }
}
