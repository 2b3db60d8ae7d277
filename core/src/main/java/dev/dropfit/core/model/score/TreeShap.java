package dev.dropfit.core.model.score;

/**
 * The contribution of each feature to the score of one row: Shapley values of the encoded columns, summed over the columns of a feature. At
 * a split by an unknown column a row goes both ways, weighted by the covers of the children.
 *
 * <p>This is Algorithm 2 of S. M. Lundberg, G. G. Erion, S.-I. Lee 2018, "Consistent Individualized Feature Attribution for Tree
 * Ensembles". It is exact; the time grows with leaves x depth². The names are those of the paper; its path m is stored as one array per
 * field. For one row and one thread.
 */
final class TreeShap {
    private final Forest forest;
    private final int[] encoded;
    private final double[] contributions;
    private double factor;

    /** The paths of all ancestors; each is a copy of the one before, plus one element. */
    private final int[] columns;

    private final int[] features;
    private final double[] zeros;
    private final double[] ones;
    private final double[] weights;

    /**
     * @param encoded the row, from {@link Forest#encode}
     * @param contributions one number per feature; the results are added to it
     */
    TreeShap(Forest forest, int[] encoded, double[] contributions) {
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

    /** Adds the contributions to the score of one output, times a factor. */
    void add(int output, double factor) {
        this.factor = factor;
        for (int root : forest.roots(output)) {
            recurse(root, 0, 0, 1, 1, -1, -1);
        }
    }

    /**
     * @param from the start of the path of the parent
     * @param length the length of the path of the parent
     * @param zero the share of rows that go this way if the column is unknown
     * @param one 1 if this row goes this way, else 0
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

    /** The position of an earlier split by this column in the path; 0 if there is none, because element 0 is the root, without a column. */
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

    /** Removes one element from the path, as if it had never been added. */
    private void unwind(int path, int last, int index) {
        double zero = zeros[path + index];
        double one = ones[path + index];
        double next = weights[path + last];
        for (int i = last - 1; i >= 0; i--) {
            double weight = unwound(path, last, i, zero, one, next);
            next = weights[path + i] - weight * zero * (last - i) / (last + 1);
            weights[path + i] = weight;
        }
        int following = path + index + 1;
        int count = last - index;
        System.arraycopy(columns, following, columns, following - 1, count);
        System.arraycopy(features, following, features, following - 1, count);
        System.arraycopy(zeros, following, zeros, following - 1, count);
        System.arraycopy(ones, following, ones, following - 1, count);
    }

    /** The sum of the weights of the path without one element. */
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
