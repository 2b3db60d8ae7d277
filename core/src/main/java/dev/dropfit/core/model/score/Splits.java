package dev.dropfit.core.model.score;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.HeapSize;
import java.util.Arrays;
import java.util.List;

/**
 * The splits and leaves of trees as a flat array over all nodes, eight bytes each, so that many fit into the caches of a processor. Following a row
 * creates no objects and has no branch to mispredict: a leaf is its own child. Immutable after the last tree was added.
 *
 * <p>A row is encoded as one whole number for each column that splits, its key, so that a node compares one key with one number. Keys have the order
 * of the values. A number with missing values has up to two keys: one that is below all others where it is missing, and one that is above them.
 * A level of a category that splits by itself has a key of 1 or 0.
 */
final class Splits {
    private static final int KEY_BITS = 16;
    private static final int CHILD_BITS = 16;
    private static final int CHILD = (1 << CHILD_BITS) - 1;

    /** The key of leaves, which is below all numbers. */
    private static final int OF_LEAVES = 0;

    private static final int BELOW_ALL = Integer.MIN_VALUE;
    private static final int ABOVE_ALL = Integer.MAX_VALUE;

    private final List<Feature> features;
    /** The feature of each encoded column. */
    private final int[] featureOfColumn;
    /** The number of the column among those of its feature; -1 for the order of a category. */
    private final int[] levelOfColumn;
    /** Of each feature: the key of a number that is below all if it is missing, or of the position of a category; {@link #OF_LEAVES} if none. */
    private final int[] below;
    /** The same for a number that is above all if it is missing. */
    private final int[] above;
    /** For each category, the key of each code; {@link #OF_LEAVES} if none. */
    private final int[][] levels;

    private int keys = 1;

    /**
     * For each node, from the left: 32 bits that are compared with a key, which goes to the second child if it is larger, or the value of a leaf; 16 bits
     * for the number of the key; and 16 for the distance of the first child, which is 0 for a leaf. The second child is the next node.
     */
    private final long[] nodes;

    /**
     * @param features in the order of a row
     * @param size the number of nodes of all trees that will be added
     */
    Splits(List<Feature> features, int size) {
        this.features = List.copyOf(features);
        featureOfColumn = Feature.featuresOfTreeColumns(features);
        levelOfColumn = new int[featureOfColumn.length];
        Arrays.fill(levelOfColumn, -1);
        int column = 0;
        for (Feature feature : features) {
            for (int level = 0; level < feature.width(); level++) {
                levelOfColumn[column++] = level;
            }
        }
        below = new int[features.size()];
        above = new int[features.size()];
        levels = features.stream()
                .map(feature -> new int[feature instanceof Feature.Categorical ? feature.width() : 0])
                .toArray(int[][]::new);
        nodes = new long[size];
    }

    /**
     * Adds a tree.
     *
     * @param tree in breadth-first order
     * @param root the place of its root, which its other nodes follow
     * @param leaves whether its leaves have values to add up; otherwise they have whole numbers
     * @throws IllegalArgumentException when it splits by a column that the features do not have
     */
    void add(Tree tree, int root, boolean leaves) {
        for (int node = 0; node < tree.size(); node++) {
            if (tree.isLeaf(node)) {
                int value = leaves ? Float.floatToRawIntBits(tree.value(node)) : (int) tree.value(node);
                nodes[root + node] = (long) value << Integer.SIZE;
            } else {
                nodes[root + node] = split(tree, node);
            }
        }
    }

    private long split(Tree tree, int node) {
        int column = tree.column(node);
        if (column >= featureOfColumn.length) {
            throw new IllegalArgumentException(
                    "A tree splits by column " + column + " of " + featureOfColumn.length + " encoded columns");
        }
        int feature = featureOfColumn[column];
        int level = levelOfColumn[column];
        float threshold = tree.threshold(node);
        if (level >= 0 && features.get(feature) instanceof Feature.Categorical) {
            // The column is 1 for the code of the level and 0 for all others.
            levels[feature][level] = key(levels[feature][level]);
            return split(levels[feature][level], threshold > 1 ? 2 : threshold > 0 ? 1 : 0, tree.left(node) - node);
        }
        int[] side = level < 0 || missingGoesLeft(tree, node, feature) ? below : above;
        side[feature] = key(side[feature]);
        return split(side[feature], ordered(threshold), tree.left(node) - node);
    }

    /** A key if there is none yet. */
    private int key(int known) {
        if (known != OF_LEAVES) {
            return known;
        }
        if (keys == 1 << KEY_BITS) {
            throw new IllegalArgumentException("The trees split by more than " + (keys - 1) + " columns");
        }
        return keys++;
    }

    private static long split(int key, int least, int child) {
        if (child > CHILD) {
            throw new IllegalArgumentException(
                    "A tree has more than " + CHILD + " nodes between a split and its children");
        }
        return (least - 1L) << Integer.SIZE | (long) key << CHILD_BITS | child;
    }

    private boolean missingGoesLeft(Tree tree, int node, int feature) {
        if (tree.hasDirections()) {
            return tree.missingGoesLeft(node);
        }
        Feature.Numeric numeric = (Feature.Numeric) features.get(feature);
        return (float) numeric.encode(numeric.median()) < tree.threshold(node);
    }

    /** A whole number that is smaller for a smaller value, and the same for -0 and 0; larger than {@link #BELOW_ALL}. */
    private static int ordered(float value) {
        int bits = Float.floatToRawIntBits(value + 0f);
        return bits ^ (bits >> (Integer.SIZE - 1) & Integer.MAX_VALUE);
    }

    /** The keys of a row. */
    int[] encode(double[] row) {
        int[] encoded = new int[keys];
        for (int feature = 0; feature < below.length; feature++) {
            if (features.get(feature) instanceof Feature.Numeric numeric) {
                if (below[feature] + above[feature] > 0) {
                    float value = (float) numeric.standardise(row[feature]);
                    boolean missing = Float.isNaN(value);
                    encoded[below[feature]] = missing ? BELOW_ALL : ordered(value);
                    encoded[above[feature]] = missing ? ABOVE_ALL : ordered(value);
                }
            } else if (features.get(feature) instanceof Feature.Categorical category) {
                int code = (int) row[feature];
                if (code >= 0) {
                    encoded[levels[feature][code]] = 1;
                }
                encoded[below[feature]] = ordered(category.position(code));
            }
        }
        encoded[OF_LEAVES] = BELOW_ALL;
        return encoded;
    }

    /** The child that a row goes to; for a leaf, the leaf itself. */
    int step(int node, int[] encoded) {
        long split = nodes[node];
        return node
                + ((int) split & CHILD)
                + (int) (((split >> Integer.SIZE) - encoded[(int) split >>> CHILD_BITS]) >>> (Long.SIZE - 1));
    }

    boolean goesLeft(int node, int[] encoded) {
        return step(node, encoded) == left(node);
    }

    boolean isLeaf(int node) {
        return left(node) == node;
    }

    int left(int node) {
        return node + ((int) nodes[node] & CHILD);
    }

    /** The number of the key that a split looks at. */
    int keyOf(int node) {
        return (int) nodes[node] >>> CHILD_BITS;
    }

    /** A row goes to the second child of a split if its key is larger. */
    int bound(int node) {
        return (int) (nodes[node] >> Integer.SIZE);
    }

    /** The number of keys of a row. */
    int keys() {
        return keys;
    }

    /** The value of a leaf as the bits of a float, or its whole number. */
    int leaf(int node) {
        return (int) (nodes[node] >> Integer.SIZE);
    }

    /** The feature of an encoded column. */
    int feature(int column) {
        return featureOfColumn[column];
    }

    /** The heap memory of the arrays, in bytes. */
    long heapBytes() {
        long bytes = HeapSize.array(nodes.length, Long.BYTES)
                + 2 * HeapSize.array(featureOfColumn.length, Integer.BYTES)
                + 2 * HeapSize.array(below.length, Integer.BYTES);
        for (int[] own : levels) {
            bytes += HeapSize.array(own.length, Integer.BYTES);
        }
        return bytes;
    }
}
