package dev.dropfit.core.model.score;

import dev.dropfit.core.model.Feature;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Adds up regression trees over the encoded columns: softmax of the sums of the classes, or the sum for a quantity. */
public final class TreeScorer implements MarginScorer {
    private final boolean classes;
    private final List<List<Tree>> trees;
    private final Forest forest;
    private final double[] means;
    private final long contributionSteps;

    /**
     * @param features in the order of a row
     * @param classes whether the outputs are classes (then at least two) or one quantity
     * @param trees [output][round]
     * @throws IllegalArgumentException when a tree splits by a column that the features do not have
     */
    public TreeScorer(List<Feature> features, boolean classes, List<List<Tree>> trees) {
        this.classes = classes;
        this.trees = trees.stream().map(List::copyOf).toList();
        if (classes ? trees.size() < 2 : trees.size() != 1) {
            throw new IllegalArgumentException("Trees of " + trees.size() + " outputs; "
                    + (classes ? "classes need at least two" : "a quantity needs one"));
        }
        forest = new Forest(features, trees);
        means = new double[trees.size()];
        Arrays.setAll(means, forest::mean);
        LongStream steps = IntStream.range(0, means.length).mapToLong(forest::contributionSteps);
        contributionSteps = means.length == 2 ? steps.sum() : steps.max().orElse(0);
    }

    /** The trees, [output][round]. */
    public List<List<Tree>> trees() {
        return trees;
    }

    @Override
    public void margins(double[] row, double[] margins) {
        forest.sums(forest.encode(row), margins);
    }

    @Override
    public void score(double[] row, double[] scores) {
        margins(row, scores);
        if (classes) {
            Softmax.apply(scores, means.length);
        }
    }

    @Override
    public boolean learnedMissing() {
        return trees.stream().flatMap(List::stream).anyMatch(Tree::hasDirections);
    }

    @Override
    public long heapBytes() {
        return forest.heapBytes()
                + trees.stream()
                        .flatMap(List::stream)
                        .mapToLong(Tree::heapBytes)
                        .sum();
    }

    @Override
    public long contributionSteps() {
        return contributionSteps;
    }

    @Override
    public double contributions(double[] row, int output, double[] contributions) {
        Arrays.fill(contributions, 0);
        TreeShap shap = new TreeShap(forest, forest.encode(row), contributions);
        if (classes && means.length == 2) {
            shap.add(1, 1);
            shap.add(0, -1);
            return means[1] - means[0];
        }
        int own = classes ? output : 0;
        shap.add(own, 1);
        return means[own];
    }
}
