package dev.dropfit.trainer.learn.tree;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.feature.FeatureTable;
import dev.dropfit.trainer.feature.ModelSize;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.schema.Schema;
import dev.dropfit.trainer.split.Split;
import dev.dropfit.trainer.table.Table;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Orders the levels of categories by the label: by its mean, or for several classes by the first principal component of their shares. The best
 * split of levels into two sets is then a split of their order (W. D. Fisher, 1958; D. Coppersmith and others, 1999, for several classes). The
 * order is that of all training rows, not of each node: M. N. Wright and I. R. König (2019) found forests with it as good.
 */
public final class LevelOrder {
    /** The number of rows that the mean of all rows stands for in the mean of a level: a few rows say little about it. */
    private static final double SMOOTHING = 10;

    private static final int MIN_LEVELS = 3;
    private static final int STEPS = 30;

    private final FeatureTable rows;
    private final Target target;
    private final Split split;
    private final int outputs;

    private LevelOrder(FeatureTable rows, Target target, Split split) {
        this.rows = rows;
        this.target = target;
        this.split = split;
        outputs = ModelSize.outputs(target);
    }

    /**
     * The same rows with features whose levels are ordered.
     *
     * @param split its training rows decide the order
     */
    public static FeatureTable order(FeatureTable rows, Target target, Split split) {
        LevelOrder order = new LevelOrder(rows, target, split);
        List<Feature> ordered = IntStream.range(0, rows.features().size())
                .parallel()
                .mapToObj(feature -> rows.features().get(feature) instanceof Feature.Categorical category
                                && category.width() >= MIN_LEVELS
                        ? category.ordered(order.positions(feature, category.width()))
                        : rows.features().get(feature))
                .toList();
        return rows.ordered(ordered);
    }

    /** Positions by ascending score: negative ones below 0, positive ones from 0. Those of rare levels of many are next to each other. */
    private int[] positions(int feature, int levels) {
        Counted counted = counted(feature, levels);
        boolean[] rare = rare(counted.counts());
        double[] scores = scores(counted, rare);
        int[] sorted = IntStream.range(0, levels)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(level -> scores[level])
                        .thenComparing(level -> rare[level]))
                .mapToInt(Integer::intValue)
                .toArray();
        int gap = levels > Bins.MAX_BINS ? 2 : 1;
        int below = (int) Arrays.stream(scores).filter(score -> score < 0).count();
        int[] positions = new int[levels];
        for (int rank = below, at = 1; rank < levels; rank++) {
            at += rank == below ? 0 : step(sorted, rare, rank, gap);
            positions[sorted[rank]] = at;
        }
        for (int rank = below - 1, at = -1; rank >= 0; rank--) {
            at -= rank == below - 1 ? 0 : step(sorted, rare, rank + 1, gap);
            positions[sorted[rank]] = at;
        }
        return positions;
    }

    /** The distance between a level and the one before it. */
    private static int step(int[] sorted, boolean[] rare, int rank, int gap) {
        return rare[sorted[rank]] && rare[sorted[rank - 1]] ? 1 : gap;
    }

    /** Which levels share a bin, because trees have no more bins: the mean of a few rows would look like a reason to split. */
    private static boolean[] rare(double[] counts) {
        boolean[] rare = new boolean[counts.length];
        if (counts.length > Bins.MAX_BINS) {
            IntStream.range(0, counts.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(level -> -counts[level]))
                    .skip(Schema.MAX_LEVELS)
                    .forEach(level -> rare[level] = true);
        }
        return rare;
    }

    /**
     * The training rows of each level.
     *
     * @param counts their number
     * @param sums of the label, or the numbers of each class
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Counted(double[] counts, double[][] sums) {}

    private Counted counted(int feature, int levels) {
        double[] counts = new double[levels];
        double[][] sums = new double[levels][outputs];
        Targets targets = new Targets(rows.table(), target);
        double[] codes = new double[Table.CHUNK];
        double[] values = new double[Table.CHUNK];
        int[] selected = new int[Table.CHUNK];
        for (int chunk = 0; chunk < rows.table().chunks(); chunk++) {
            int count = split.select(rows.table().shares().get(chunk), false, selected);
            rows.decode(chunk, feature, selected, count, codes);
            targets.decode(chunk, values);
            for (int i = 0; i < count; i++) {
                double value = values[selected[i]];
                int level = (int) codes[i];
                counts[level]++;
                if (target instanceof Target.Classes) {
                    sums[level][(int) value]++;
                } else {
                    sums[level][0] += value;
                }
            }
        }
        return new Counted(counts, sums);
    }

    /** A number for each level, which is 0 for a level like all rows together. Rare levels have that of all rare ones together. */
    private double[] scores(Counted counted, boolean[] rare) {
        double[] counts = counted.counts();
        double[][] sums = counted.sums();
        int levels = counts.length;
        double total = Arrays.stream(counts).sum();
        double ofRare = IntStream.range(0, levels)
                .filter(level -> rare[level])
                .mapToDouble(level -> counts[level])
                .sum();
        for (int k = 0; k < outputs; k++) {
            int output = k;
            double mean = Arrays.stream(sums).mapToDouble(own -> own[output]).sum() / Math.max(1, total);
            double sumOfRare = IntStream.range(0, levels)
                    .filter(level -> rare[level])
                    .mapToDouble(level -> sums[level][output])
                    .sum();
            for (int level = 0; level < levels; level++) {
                double count = rare[level] ? ofRare : counts[level];
                double sum = rare[level] ? sumOfRare : sums[level][k];
                sums[level][k] = (sum - count * mean) / (count + SMOOTHING);
            }
        }
        return outputs < 3
                ? Arrays.stream(sums).mapToDouble(own -> own[outputs - 1]).toArray()
                : component(sums, counts);
    }

    /** The first principal component of differences, by power iteration. */
    private static double[] component(double[][] differences, double[] counts) {
        double[] scores = new double[counts.length];
        double[] direction = new double[differences[0].length];
        // Starts with the largest difference.
        int largest = 0;
        for (int level = 0; level < counts.length; level++) {
            if (counts[level] * square(differences[level]) > counts[largest] * square(differences[largest])) {
                largest = level;
            }
        }
        System.arraycopy(differences[largest], 0, direction, 0, direction.length);
        for (int step = 0; step < STEPS; step++) {
            double length = Math.sqrt(square(direction));
            double[] next = new double[direction.length];
            for (int level = 0; level < counts.length; level++) {
                scores[level] = 0;
                for (int k = 0; k < direction.length && length > 0; k++) {
                    scores[level] += differences[level][k] * direction[k] / length;
                }
                for (int k = 0; k < direction.length; k++) {
                    next[k] += counts[level] * scores[level] * differences[level][k];
                }
            }
            direction = next;
        }
        return scores;
    }

    private static double square(double[] vector) {
        return Arrays.stream(vector).map(value -> value * value).sum();
    }
}
