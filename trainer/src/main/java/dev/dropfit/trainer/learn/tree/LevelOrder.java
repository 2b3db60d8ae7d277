package dev.dropfit.trainer.learn.tree;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.learn.Targets;
import dev.dropfit.trainer.table.FeatureTable;
import dev.dropfit.trainer.table.ModelSize;
import dev.dropfit.trainer.table.Split;
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
                        ? category.ordered(positions(order.scores(feature, category.width())))
                        : rows.features().get(feature))
                .toList();
        return rows.ordered(ordered);
    }

    /** Positions by ascending score: negative ones below 0, positive ones from 0. */
    private static int[] positions(double[] scores) {
        int[] sorted = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(level -> scores[level]))
                .mapToInt(Integer::intValue)
                .toArray();
        int below = (int) Arrays.stream(scores).filter(score -> score < 0).count();
        int[] positions = new int[scores.length];
        for (int rank = 0; rank < sorted.length; rank++) {
            positions[sorted[rank]] = rank < below ? rank - below : rank - below + 1;
        }
        return positions;
    }

    /** A number for each level, which is 0 for a level like all rows together. */
    private double[] scores(int feature, int levels) {
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
        double total = Arrays.stream(counts).sum();
        for (int k = 0; k < outputs; k++) {
            int output = k;
            double mean = Arrays.stream(sums).mapToDouble(own -> own[output]).sum() / Math.max(1, total);
            for (int level = 0; level < levels; level++) {
                sums[level][k] = (sums[level][k] - counts[level] * mean) / (counts[level] + SMOOTHING);
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
