package dev.dropfit.core.model.score;

import dev.dropfit.core.model.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes trees that a booster might have made, and rows for them. Columns repeat on a path, and thresholds hit values that rows have. */
public final class RandomTrees {
    private final List<Feature> features;
    private final SplittableRandom random;

    private final List<Integer> columns = new ArrayList<>();
    private final List<Float> thresholds = new ArrayList<>();
    private final List<Integer> lefts = new ArrayList<>();
    private final List<Integer> rights = new ArrayList<>();
    private final List<Float> values = new ArrayList<>();
    private final List<Double> covers = new ArrayList<>();
    private final List<Float> gains = new ArrayList<>();

    private final boolean directed;

    public RandomTrees(List<Feature> features, long seed) {
        this(features, seed, false);
    }

    /** Trees that have directions for missing numbers, if so. */
    public RandomTrees(List<Feature> features, long seed, boolean directed) {
        this.features = features;
        this.directed = directed;
        random = new SplittableRandom(seed);
    }

    /** [output][round]. */
    public List<List<Tree>> trees(int outputs, int rounds, int depth) {
        List<List<Tree>> all = new ArrayList<>();
        for (int output = 0; output < outputs; output++) {
            List<Tree> trees = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                trees.add(tree(depth));
            }
            all.add(trees);
        }
        return all;
    }

    public Tree tree(int depth) {
        List.of(columns, thresholds, lefts, rights, values, covers, gains).forEach(List::clear);
        grow(depth, random.nextDouble(10, 500));
        return new Tree(
                columns.stream().mapToInt(i -> i).toArray(),
                floats(thresholds),
                lefts.stream().mapToInt(i -> i).toArray(),
                rights.stream().mapToInt(i -> i).toArray(),
                floats(values),
                covers.stream().mapToDouble(d -> d).toArray(),
                floats(gains),
                directed ? directions() : null);
    }

    /** What a row does not have goes left, like a zero, unless it is a number. */
    private boolean[] directions() {
        boolean[] missingLeft = new boolean[columns.size()];
        for (int node = 0; node < missingLeft.length; node++) {
            int column = columns.get(node);
            missingLeft[node] = column >= 0 && (isNumber(column) ? random.nextBoolean() : 0 < thresholds.get(node));
        }
        return missingLeft;
    }

    private boolean isNumber(int column) {
        int first = 0;
        for (Feature feature : features) {
            if (column < first + feature.width()) {
                return feature instanceof Feature.Numeric;
            }
            first += feature.width();
        }
        // The positions of levels come last.
        return false;
    }

    private int grow(int depth, double cover) {
        int node = columns.size();
        boolean leaf = depth == 0 || random.nextInt(6) == 0;
        columns.add(leaf ? -1 : random.nextInt(Feature.namesForTrees(features).size()));
        thresholds.add(leaf ? 0 : random.nextInt(4) == 0 ? random.nextInt(2) : (float) random.nextDouble(-1.5, 1.5));
        values.add((float) random.nextDouble(-0.5, 0.5));
        covers.add(cover);
        gains.add(leaf ? 0 : (float) random.nextDouble(1e-6, 100));
        lefts.add(-1);
        rights.add(-1);
        if (!leaf) {
            double share = random.nextDouble(0.05, 0.95);
            lefts.set(node, grow(depth - 1, cover * share));
            rights.set(node, grow(depth - 1, cover * (1 - share)));
        }
        return node;
    }

    /** A row with missing and unseen values too. */
    public double[] row() {
        double[] row = new double[features.size()];
        for (int f = 0; f < row.length; f++) {
            Feature feature = features.get(f);
            if (random.nextInt(8) == 0) {
                row[f] = feature.missing();
            } else if (feature instanceof Feature.Numeric) {
                row[f] = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextDouble(-3, 3);
            } else {
                row[f] = random.nextInt(feature.width() + 1) - 1;
            }
        }
        return row;
    }

    private static float[] floats(List<Float> list) {
        float[] floats = new float[list.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = list.get(i);
        }
        return floats;
    }
}
