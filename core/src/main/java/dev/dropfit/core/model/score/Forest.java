package dev.dropfit.core.model.score;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.HeapSize;
import java.util.Arrays;
import java.util.List;

/**
 * The trees of a model as flat arrays over all nodes, in breadth-first order. The constructor maps encoded columns to features once.
 * Scoring a row follows indices. It creates no objects and has no branch to mispredict: a leaf is its own child. Immutable.
 */
final class Forest {
    /**
     * The fields of a node in {@link #steps}: its feature, its first child (the second is the next node), and the range that goes to the
     * second. The first child is the left one, unless missing numbers go right.
     */
    private static final int FEATURE = 0;

    private static final int LEFT = 1;
    private static final int LOW = 2;
    private static final int HIGH = 3;
    private static final int STEP = 4;

    /** The number of trees to follow at the same time: the processor works on one while it waits for the nodes of another. */
    private static final int PARALLEL_TREES = 4;

    private static final float[] UNORDERED = {};

    /** The passes over its path that {@link TreeShap} makes at a node, about. */
    private static final int STEPS_PER_NODE = 3;

    private final List<Feature> features;
    /** [output][round]: the root; filled up to a multiple of {@link #PARALLEL_TREES} with a leaf of value 0. */
    private final int[][] roots;

    /** [output][round / PARALLEL_TREES]: the depth of the deepest tree of the group. */
    private final int[][] depths;

    /** For each feature with ordered levels, the position of each code, after that of no code; empty for other features. */
    private final float[][] positions;

    private final int[] steps;
    private final int[] column;
    private final float[] value;
    private final double[] cover;
    private final int depth;

    /**
     * @param features in the order of a row
     * @param trees [output][round]
     * @throws IllegalArgumentException when a tree splits by a column that the features do not have
     */
    Forest(List<Feature> features, List<List<Tree>> trees) {
        this.features = List.copyOf(features);
        positions = features.stream().map(Forest::positions).toArray(float[][]::new);
        List<Tree> all = trees.stream().flatMap(List::stream).toList();
        int size = all.stream().mapToInt(Tree::size).reduce(1, Math::addExact);
        steps = new int[Math.multiplyExact(STEP, size)];
        column = new int[size];
        value = new float[size];
        cover = new double[size];
        depth = all.stream().mapToInt(Tree::depth).max().orElse(0);
        roots = new int[trees.size()][];
        depths = new int[trees.size()][];
        EncodedColumns columns = new EncodedColumns(this.features);
        copy(Tree.leaf(0, 1), 0, columns);
        int next = 1;
        for (int output = 0; output < roots.length; output++) {
            int groups = (trees.get(output).size() + PARALLEL_TREES - 1) / PARALLEL_TREES;
            roots[output] = new int[groups * PARALLEL_TREES];
            depths[output] = new int[groups];
            for (int round = 0; round < trees.get(output).size(); round++) {
                Tree tree = trees.get(output).get(round).breadthFirst();
                roots[output][round] = next;
                depths[output][round / PARALLEL_TREES] = Math.max(depths[output][round / PARALLEL_TREES], tree.depth());
                copy(tree, next, columns);
                next += tree.size();
            }
        }
    }

    private static float[] positions(Feature feature) {
        if (!(feature instanceof Feature.Categorical categorical) || !categorical.isOrdered()) {
            return UNORDERED;
        }
        float[] positions = new float[1 + feature.width()];
        for (int code = 0; code < feature.width(); code++) {
            positions[1 + code] = categorical.position(code);
        }
        return positions;
    }

    private void copy(Tree tree, int root, EncodedColumns columns) {
        // A comparison with a missing number is false, so it goes to the first child. Where it must go to the second,
        // they change places.
        int[] place = new int[tree.size()];
        for (int node = 0; node < tree.size(); node++) {
            int at = root + place[node];
            column[at] = tree.column(node);
            value[at] = tree.value(node);
            cover[at] = tree.cover(node);
            if (tree.isLeaf(node)) {
                steps[STEP * at + LEFT] = at;
                setRange(at, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
                continue;
            }
            int left = tree.left(node);
            boolean first = columns.missingGoesLeft(tree, node);
            place[left] = first ? left : left + 1;
            place[left + 1] = first ? left + 1 : left;
            steps[STEP * at + FEATURE] = columns.feature(tree.column(node));
            steps[STEP * at + LEFT] = root + left;
            if (first) {
                float[] range = columns.rangeOfRight(tree.column(node), tree.threshold(node));
                setRange(at, range[0], range[1]);
            } else {
                setRange(at, Float.NEGATIVE_INFINITY, Math.nextDown(tree.threshold(node)));
            }
        }
    }

    private void setRange(int node, float low, float high) {
        steps[STEP * node + LOW] = Float.floatToRawIntBits(low);
        steps[STEP * node + HIGH] = Float.floatToRawIntBits(high);
    }

    /** The feature and the level of each encoded column. */
    private static final class EncodedColumns {
        private final int[] features;
        private final Kind[] kinds;
        /** The value of the feature for which the column of a level is 1. */
        private final int[] levels;
        /** The standardised median of a numeric column. */
        private final float[] medians;

        private enum Kind {
            NUMBER,
            /** 1 for one level, and 0 for all others. */
            LEVEL,
            /** The position of the level. */
            ORDER
        }

        EncodedColumns(List<Feature> features) {
            this.features = Feature.featuresOfTreeColumns(features);
            kinds = new Kind[this.features.length];
            levels = new int[kinds.length];
            medians = new float[kinds.length];
            int at = 0;
            for (Feature feature : features) {
                for (int i = 0; i < feature.width(); i++) {
                    if (feature instanceof Feature.Numeric numeric) {
                        medians[at] = (float) numeric.encode(numeric.median());
                        kinds[at] = Kind.NUMBER;
                    } else if (feature instanceof Feature.Categorical categorical) {
                        levels[at] = categorical.isOrdered() ? categorical.position(i) : i;
                        kinds[at] = Kind.LEVEL;
                    }
                    at++;
                }
            }
            Arrays.fill(kinds, at, kinds.length, Kind.ORDER);
        }

        int feature(int column) {
            if (column >= features.length) {
                throw new IllegalArgumentException(
                        "A tree splits by column " + column + " of " + features.length + " encoded columns");
            }
            return features[column];
        }

        /** Whether the value of the feature that is no number of a row goes left: a missing number. Categories have a number for each value. */
        boolean missingGoesLeft(Tree tree, int node) {
            int column = tree.column(node);
            return column >= levels.length
                    || kinds[column] != Kind.NUMBER
                    || (tree.hasDirections() ? tree.missingGoesLeft(node) : medians[column] < tree.threshold(node));
        }

        /** The smallest and the largest value of the feature that go right, because the column is not less than the threshold. */
        float[] rangeOfRight(int column, float threshold) {
            if (kinds[column] != Kind.LEVEL) {
                return new float[] {threshold, Float.POSITIVE_INFINITY};
            }
            // The column is 1 for the level's code and 0 for all others.
            if (threshold > 0 && threshold <= 1) {
                return new float[] {levels[column], levels[column]};
            }
            return threshold > 1
                    ? new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}
                    : new float[] {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};
        }
    }

    /** A row as the input of the trees: standardised numbers, NaN for missing ones, and the codes or positions of categories. */
    float[] encode(double[] row) {
        float[] encoded = new float[features.size()];
        for (int f = 0; f < encoded.length; f++) {
            float[] own = positions[f];
            if (own.length > 0) {
                encoded[f] = own[1 + (int) row[f]];
            } else {
                encoded[f] = (float)
                        (features.get(f) instanceof Feature.Numeric numeric ? numeric.standardise(row[f]) : row[f]);
            }
        }
        return encoded;
    }

    /** The sum of the leaves that an encoded row reaches. */
    double sum(int output, float[] encoded) {
        int[] own = roots[output];
        double sum = 0;
        for (int first = 0; first < own.length; first += PARALLEL_TREES) {
            int one = own[first];
            int two = own[first + 1];
            int three = own[first + 2];
            int four = own[first + 3];
            for (int depth = depths[output][first / PARALLEL_TREES]; depth > 0; depth--) {
                one = step(one, encoded);
                two = step(two, encoded);
                three = step(three, encoded);
                four = step(four, encoded);
            }
            sum = sum + value[one] + value[two] + value[three] + value[four];
        }
        return sum;
    }

    /** The child that a row goes to; for a leaf, the leaf itself. */
    private int step(int node, float[] encoded) {
        return steps[STEP * node + LEFT] + right(node, encoded[steps[STEP * node + FEATURE]]);
    }

    /** The sum of the means of the trees: the expected score of an unknown row. */
    double mean(int output) {
        return Arrays.stream(roots[output]).mapToDouble(this::meanBelow).sum();
    }

    private double meanBelow(int node) {
        return isLeaf(node)
                ? value[node]
                : shareOfLeft(node) * meanBelow(left(node)) + (1 - shareOfLeft(node)) * meanBelow(right(node));
    }

    /** The steps of {@link TreeShap} for the trees of an output: for each leaf the square of the length of its path, for each node its length. */
    long contributionSteps(int output) {
        return Arrays.stream(roots[output])
                .filter(root -> root > 0)
                .mapToLong(root -> contributionSteps(root, 1))
                .sum();
    }

    /** @param length the number of nodes from the root to this one */
    private long contributionSteps(int node, int length) {
        return isLeaf(node)
                ? (long) length * (length + STEPS_PER_NODE)
                : (long) length * STEPS_PER_NODE
                        + contributionSteps(left(node), length + 1)
                        + contributionSteps(right(node), length + 1);
    }

    /** The share of the rows of a node that go left, by cover. */
    double shareOfLeft(int node) {
        return cover[left(node)] / (cover[left(node)] + cover[right(node)]);
    }

    /** 1 if this value of the feature goes right, else 0. */
    private int right(int node, float found) {
        return (found >= Float.intBitsToFloat(steps[STEP * node + LOW]) ? 1 : 0)
                & (found <= Float.intBitsToFloat(steps[STEP * node + HIGH]) ? 1 : 0);
    }

    boolean goesLeft(int node, float[] encoded) {
        return right(node, encoded[feature(node)]) == 0;
    }

    int[] roots(int output) {
        return roots[output];
    }

    boolean isLeaf(int node) {
        return column[node] < 0;
    }

    int column(int node) {
        return column[node];
    }

    int feature(int node) {
        return steps[STEP * node + FEATURE];
    }

    int left(int node) {
        return steps[STEP * node + LEFT];
    }

    int right(int node) {
        return left(node) + 1;
    }

    float value(int node) {
        return value[node];
    }

    /** The heap memory of the arrays, in bytes. */
    long heapBytes() {
        long bytes = HeapSize.array(steps.length, Integer.BYTES)
                + HeapSize.array(column.length, Integer.BYTES)
                + HeapSize.array(value.length, Float.BYTES)
                + HeapSize.array(cover.length, Double.BYTES);
        for (float[] own : positions) {
            bytes += own.length == 0 ? 0 : HeapSize.array(own.length, Float.BYTES);
        }
        for (int output = 0; output < roots.length; output++) {
            bytes += HeapSize.array(roots[output].length, Integer.BYTES)
                    + HeapSize.array(depths[output].length, Integer.BYTES);
        }
        return bytes;
    }

    /** The depth of the deepest tree. */
    int depth() {
        return depth;
    }
}
