package dev.dropfit.core.model.score;

/**
 * What each feature of one row adds to the trees' sum: Shapley values of the encoded columns, summed over the columns of a feature. A
 * column that is left out sends a row both ways, by the covers of the children.
 *
 * <p>This is Algorithm 2 of S. M. Lundberg, G. G. Erion, S.-I. Lee 2018, "Consistent Individualized Feature Attribution for Tree
 * Ensembles": exact, in time of leaves x depth². Names are the paper's; its path m is spread over one array a field. For one row and one
 * thread.
 */
final class TreeShap {
    private final Forest forest;
    private final float[] encoded;
    private final double[] contributions;
    private double factor;

    /** The paths of all nodes above, each a copy of the one before it and one longer. */
    private final int[] columns;

    private final int[] features;
    private final double[] zeros;
    private final double[] ones;
    private final double[] weights;

    /**
     * @param encoded the row, by {@link Forest#encode}
     * @param contributions what is found is added to: one number per feature
     */
    TreeShap(Forest forest, float[] encoded, double[] contributions) {
        this.forest = forest;
        this.encoded = encoded;
        this.contributions = contributions;
        int longest = forest.depth() + 2;
        int size = longest * (longest + 1) / 2;
        columns = new int[size];
        features = new int[size];
        zeros = new double[size];
        ones = new double[size];
        weights = new double[size];
    }

    /** Adds the contributions to one output, times a factor. */
    void add(int output, double factor) {
        this.factor = factor;
        for (int root : forest.roots(output)) {
            recurse(root, 0, 0, 1, 1, -1, -1);
        }
    }

    /**
     * @param from where the parent's path starts
     * @param length how many elements of it are the parent's
     * @param zero the share of rows that come this way without the column
     * @param one whether this row comes this way with it: 1 or 0
     */
    private void recurse(int node, int from, int length, double zero, double one, int column, int feature) {
        int path = from + length;
        copy(from, path, length);
        extend(path, length, zero, one, column, feature);
        if (forest.isLeaf(node)) {
            for (int i = 1; i <= length; i++) {
                contributions[features[path + i]] +=
                        factor * unwoundSum(path, length, i) * (ones[path + i] - zeros[path + i]) * forest.value(node);
            }
            return;
        }
        int split = forest.column(node);
        int last = length;
        double zeroBefore = 1;
        double oneBefore = 1;
        int before = indexOf(split, path, last);
        if (before > 0) {
            zeroBefore = zeros[path + before];
            oneBefore = ones[path + before];
            unwind(path, last--, before);
        }
        boolean goesLeft = forest.goesLeft(node, encoded);
        double share = forest.shareOfLeft(node);
        int splitFeature = forest.feature(node);
        recurse(forest.left(node), path, last + 1, zeroBefore * share, goesLeft ? oneBefore : 0, split, splitFeature);
        recurse(
                forest.right(node),
                path,
                last + 1,
                zeroBefore * (1 - share),
                goesLeft ? 0 : oneBefore,
                split,
                splitFeature);
    }

    /** Where the path splits by this column already; 0 if nowhere: its first element is the root, which no column leads to. */
    private int indexOf(int column, int path, int last) {
        int index = last;
        while (index > 0 && columns[path + index] != column) {
            index--;
        }
        return index;
    }

    private void copy(int from, int to, int length) {
        System.arraycopy(columns, from, columns, to, length);
        System.arraycopy(features, from, features, to, length);
        System.arraycopy(zeros, from, zeros, to, length);
        System.arraycopy(ones, from, ones, to, length);
        System.arraycopy(weights, from, weights, to, length);
    }

    private void extend(int path, int length, double zero, double one, int column, int feature) {
        columns[path + length] = column;
        features[path + length] = feature;
        zeros[path + length] = zero;
        ones[path + length] = one;
        weights[path + length] = length == 0 ? 1 : 0;
        for (int i = length - 1; i >= 0; i--) {
            weights[path + i + 1] += one * weights[path + i] * (i + 1) / (length + 1);
            weights[path + i] *= zero * (length - i) / (length + 1);
        }
    }

    /** Takes one element out of the path, as if it had never been put in. */
    private void unwind(int path, int last, int index) {
        double zero = zeros[path + index];
        double one = ones[path + index];
        double next = weights[path + last];
        for (int i = last - 1; i >= 0; i--) {
            double weight = unwound(path, last, i, zero, one, next);
            next = weights[path + i] - weight * zero * (last - i) / (last + 1);
            weights[path + i] = weight;
        }
        int behind = path + index + 1;
        int count = last - index;
        System.arraycopy(columns, behind, columns, behind - 1, count);
        System.arraycopy(features, behind, features, behind - 1, count);
        System.arraycopy(zeros, behind, zeros, behind - 1, count);
        System.arraycopy(ones, behind, ones, behind - 1, count);
    }

    /** The sum of the weights that the path would have without one element. */
    private double unwoundSum(int path, int last, int index) {
        double zero = zeros[path + index];
        double one = ones[path + index];
        double next = weights[path + last];
        double sum = 0;
        for (int i = last - 1; i >= 0; i--) {
            double weight = unwound(path, last, i, zero, one, next);
            next = weights[path + i] - weight * zero * (last - i) / (last + 1);
            sum += weight;
        }
        return sum;
    }

    private double unwound(int path, int last, int i, double zero, double one, double next) {
        return one != 0 ? next * (last + 1) / ((i + 1) * one) : weights[path + i] * (last + 1) / (zero * (last - i));
    }
}
