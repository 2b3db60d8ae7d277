package dev.dropfit.predictor.live;

import dev.dropfit.core.live.RowBins;
import dev.dropfit.core.live.TrialCounts;
import dev.dropfit.core.model.Model;
import dev.dropfit.core.model.Target;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.LongStream;

/** Counts the rows that a version is tried with next to the served one. Thread-safe. */
public final class TrialCounter {
    /** Larger differences of numbers count as this many units, so that a sum does not overflow. */
    private static final double MAX_DIFFERENCE = 1000;

    private final Reading tried;
    private final Reading served;
    /** The index in the scores of the served version of each class of the tried one, -1 if it has no such class; empty for numbers. */
    private final int[] classes;

    private final double unit;
    private final RowBins bins;
    private final long[] triedBins;
    private final long[] servedBins;
    private long requests;
    private long failed;
    private long rows;
    private long dropped;
    private long agreed;
    private long difference;

    /** How a version chooses a class. */
    private record Reading(List<String> classes, OptionalDouble threshold) {
        static Reading of(Model model) {
            return new Reading(
                    model.pipeline().target() instanceof Target.Classes target ? target.values() : List.of(),
                    model.pipeline().threshold().isPresent()
                            ? OptionalDouble.of(model.pipeline().threshold().getAsDouble())
                            : OptionalDouble.empty());
        }

        int outputs() {
            return Math.max(1, classes.size());
        }

        String predicted(double[] scores, int at) {
            if (threshold.isPresent()) {
                return classes.get(scores[at + 1] >= threshold.getAsDouble() ? 1 : 0);
            }
            int highest = 0;
            for (int k = 1; k < classes.size(); k++) {
                if (scores[at + k] > scores[at + highest]) {
                    highest = k;
                }
            }
            return classes.get(highest);
        }
    }

    /**
     * A counter for a version.
     *
     * @param bins of the tried version
     * @param tried predicts the same kind of label as the served one
     */
    TrialCounter(RowBins bins, Model tried, Model served) {
        this.bins = bins;
        this.tried = Reading.of(tried);
        this.served = Reading.of(served);
        classes = this.tried.classes.stream()
                .mapToInt(this.served.classes::indexOf)
                .toArray();
        unit = served.metrics().has("mae")
                ? Math.max(Double.MIN_NORMAL, served.metrics().get("mae").getAsDouble())
                : 1;
        int scoreBins = bins.bins().score().map(score -> score.bins()).orElse(0);
        triedBins = new long[scoreBins];
        servedBins = new long[scoreBins];
    }

    /**
     * Counts a request that both versions were given.
     *
     * @param triedScores of its rows, one after the other
     * @param servedScores of the same rows
     * @return whether it is counted: false if the versions have not scored the same number of rows
     */
    public synchronized boolean compared(double[] triedScores, double[] servedScores) {
        int count = servedScores.length / served.outputs();
        if (triedScores.length != count * tried.outputs()) {
            return false;
        }
        requests++;
        double[] own = new double[tried.outputs()];
        double[] other = new double[tried.outputs()];
        for (int row = 0; row < count; row++) {
            compare(triedScores, row * tried.outputs(), own, servedScores, row * served.outputs(), other);
        }
        return true;
    }

    private void compare(double[] triedScores, int at, double[] own, double[] servedScores, int there, double[] other) {
        rows++;
        System.arraycopy(triedScores, at, own, 0, own.length);
        if (tried.classes.isEmpty()) {
            other[0] = servedScores[there];
            double units = Math.min(MAX_DIFFERENCE, Math.abs(own[0] - other[0]) / unit);
            agreed += units <= 1 ? 1 : 0;
            difference += Math.round(units / TrialCounts.MILLIONTH);
        } else {
            // Half of the sum of all differences is the sum of those in one direction.
            double higher = 0;
            for (int k = 0; k < own.length; k++) {
                other[k] = classes[k] < 0 ? 0 : servedScores[there + classes[k]];
                higher += Math.max(0, own[k] - other[k]);
            }
            agreed += tried.predicted(triedScores, at).equals(served.predicted(servedScores, there)) ? 1 : 0;
            difference += Math.round(higher / TrialCounts.MILLIONTH);
        }
        count(triedBins, own);
        count(servedBins, other);
    }

    private void count(long[] into, double[] scores) {
        int bin = bins.scoreBin(scores);
        // A score is never missing or unseen, but a damaged model may have other bins.
        if (bin >= 0 && bin < into.length) {
            into[bin]++;
        }
    }

    /** Counts a request that the served version has answered, and the tried one could not. */
    public synchronized void failed() {
        requests++;
        failed++;
    }

    /** Counts rows that were not compared. */
    public synchronized void dropped(long count) {
        dropped += count;
    }

    synchronized TrialCounts counts() {
        return new TrialCounts(requests, failed, rows, dropped, agreed, difference, list(triedBins), list(servedBins));
    }

    private static List<Long> list(long[] counts) {
        return LongStream.of(counts).boxed().toList();
    }
}
