package dev.dropfit.core.model.score;

import dev.dropfit.core.model.Feature;
import java.util.List;

/**
 * The margins of a few rows: follows one tree after another. They have the bits of those of a {@link TreeScorer}, which first prepares the trees for
 * many rows. Immutable.
 */
public final class TreeSums {
    private final List<Feature> features;
    private final List<List<Tree>> trees;
    /** [encoded column]: what a missing number counts as in a tree without directions. */
    private final float[] medians;

    /**
     * @param features in the order of a row
     * @param trees [output][round]
     */
    public TreeSums(List<Feature> features, List<List<Tree>> trees) {
        this.features = features;
        this.trees = trees;
        int[] featureOf = Feature.featuresOfTreeColumns(features);
        medians = new float[featureOf.length];
        for (int column = 0; column < featureOf.length; column++) {
            if (features.get(featureOf[column]) instanceof Feature.Numeric numeric) {
                medians[column] = (float) numeric.encode(numeric.median());
            }
        }
    }

    /**
     * Computes the margins of one row.
     *
     * @param row one value per feature
     * @param margins receives one number per output
     */
    public void margins(double[] row, double[] margins) {
        float[] encoded = encode(row);
        for (int output = 0; output < trees.size(); output++) {
            double sum = 0;
            for (Tree tree : trees.get(output)) {
                sum += tree.value(leaf(tree, encoded));
            }
            margins[output] = sum;
        }
    }

    /** A value for each encoded column, in the order of {@link Feature#namesForTrees}; NaN for a missing number. */
    private float[] encode(double[] row) {
        float[] encoded = new float[medians.length];
        int column = 0;
        for (int f = 0; f < row.length; f++) {
            Feature feature = features.get(f);
            if (feature instanceof Feature.Numeric numeric) {
                encoded[column] = (float) numeric.standardise(row[f]);
            } else if (row[f] >= 0) {
                encoded[column + (int) row[f]] = 1;
            }
            column += feature.width();
        }
        for (int f = 0; f < row.length; f++) {
            if (features.get(f) instanceof Feature.Categorical category && category.isOrdered()) {
                encoded[column++] = category.position((int) row[f]);
            }
        }
        return encoded;
    }

    private int leaf(Tree tree, float[] encoded) {
        int node = 0;
        while (!tree.isLeaf(node)) {
            float value = encoded[tree.column(node)];
            boolean left = value < tree.threshold(node) || (Float.isNaN(value) && missingGoesLeft(tree, node));
            node = left ? tree.left(node) : tree.right(node);
        }
        return node;
    }

    private boolean missingGoesLeft(Tree tree, int node) {
        return tree.hasDirections() ? tree.missingGoesLeft(node) : medians[tree.column(node)] < tree.threshold(node);
    }
}
