package dev.dropfit.core.model.score;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.HeapSize;
import java.util.Arrays;
import java.util.List;

/**
 * The splits of trees as a flat array over all nodes. The encoded columns are mapped to features once. Following a row creates no objects and
 * has no branch to mispredict: a leaf is its own child. Immutable after the last tree was added.
 */
final class Splits {
    /**
     * The fields of a node in {@link #steps}: its feature, its first child (the second is the next node), and the range that goes to the
     * second. The first child is the left one, unless missing numbers go right.
     */
    private static final int FEATURE = 0;

    private static final int LEFT = 1;
    private static final int LOW = 2;
    private static final int HIGH = 3;
    private static final int STEP = 4;

    private static final float[] UNORDERED = {};

    private final List<Feature> features;
    private final EncodedColumns columns;
    /** For each feature with ordered levels, the position of each code, after that of no code; empty for other features. */
    private final float[][] positions;

    private final int[] steps;

    /**
     * @param features in the order of a row
     * @param size the number of nodes of all trees
     */
    Splits(List<Feature> features, int size) {
        this.features = List.copyOf(features);
        columns = new EncodedColumns(this.features);
        positions = features.stream().map(Splits::positions).toArray(float[][]::new);
        steps = new int[Math.multiplyExact(STEP, size)];
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

    /**
     * Adds a tree.
     *
     * @param tree in breadth-first order
     * @param root the place of its root
     * @return the place of each of its nodes
     * @throws IllegalArgumentException when it splits by a column that the features do not have
     */
    int[] add(Tree tree, int root) {
        // A comparison with a missing number is false, so it goes to the first child. Where it must go to the second,
        // they change places.
        int[] place = new int[tree.size()];
        place[0] = root;
        for (int node = 0; node < tree.size(); node++) {
            int at = place[node];
            if (tree.isLeaf(node)) {
                steps[STEP * at + LEFT] = at;
                setRange(at, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
                continue;
            }
            int left = tree.left(node);
            boolean first = columns.missingGoesLeft(tree, node);
            place[left] = root + (first ? left : left + 1);
            place[left + 1] = root + (first ? left + 1 : left);
            steps[STEP * at + FEATURE] = columns.feature(tree.column(node));
            steps[STEP * at + LEFT] = root + left;
            if (first) {
                float[] range = columns.rangeOfRight(tree.column(node), tree.threshold(node));
                setRange(at, range[0], range[1]);
            } else {
                setRange(at, Float.NEGATIVE_INFINITY, Math.nextDown(tree.threshold(node)));
            }
        }
        return place;
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

    /** The child that a row goes to; for a leaf, the leaf itself. */
    int step(int node, float[] encoded) {
        return steps[STEP * node + LEFT] + right(node, encoded[steps[STEP * node + FEATURE]]);
    }

    /** 1 if this value of the feature goes right, else 0. */
    private int right(int node, float found) {
        return (found >= Float.intBitsToFloat(steps[STEP * node + LOW]) ? 1 : 0)
                & (found <= Float.intBitsToFloat(steps[STEP * node + HIGH]) ? 1 : 0);
    }

    boolean goesLeft(int node, float[] encoded) {
        return right(node, encoded[feature(node)]) == 0;
    }

    int feature(int node) {
        return steps[STEP * node + FEATURE];
    }

    int left(int node) {
        return steps[STEP * node + LEFT];
    }

    /** The heap memory of the arrays, in bytes. */
    long heapBytes() {
        long bytes = HeapSize.array(steps.length, Integer.BYTES);
        for (float[] own : positions) {
            bytes += own.length == 0 ? 0 : HeapSize.array(own.length, Float.BYTES);
        }
        return bytes;
    }
}
