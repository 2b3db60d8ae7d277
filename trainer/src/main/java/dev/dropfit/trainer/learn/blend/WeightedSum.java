package dev.dropfit.trainer.learn.blend;

import dev.dropfit.core.model.Feature;
import dev.dropfit.core.model.score.BlendScorer;
import dev.dropfit.core.model.score.LinearScorer;
import dev.dropfit.core.model.score.MarginScorer;
import dev.dropfit.core.model.score.Tree;
import dev.dropfit.core.model.score.TreeScorer;
import dev.dropfit.trainer.learn.tree.FewDigits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes one model of several: the weights of linear models add up, and all trees become one forest whose leaves have the weight of their
 * member. The numbers of trees are rounded, because a model file has them as text. Not thread-safe.
 */
final class WeightedSum {
    /** What the gains of all members add up to; a usual one is then written without an exponent. */
    static final double ALL_GAINS = 1e5;

    private final List<Feature> features;
    private final boolean classes;
    private double[][] linear = {};
    private double minLinear;
    private double maxLinear;
    private final List<List<Tree>> trees = new ArrayList<>();
    /** The sums of trees without splits, which become one tree: with all digits, because a number may be far from 0. */
    private double[] constants = {};

    WeightedSum(List<Feature> features, boolean classes) {
        this.features = features;
        this.classes = classes;
    }

    /** Adds the margins of a model, times a weight. */
    void add(MarginScorer model, double weight) {
        if (model instanceof LinearScorer own) {
            add(own, weight);
        } else if (model instanceof TreeScorer own) {
            add(own.trees(), weight);
        } else if (model instanceof BlendScorer both) {
            add(both.linear(), weight);
            add(both.trees(), weight);
        }
    }

    private void add(LinearScorer model, double weight) {
        double[][] weights = model.weights();
        minLinear += weight * model.min();
        maxLinear += weight * model.max();
        if (linear.length == 0) {
            linear = new double[weights.length][weights[0].length];
        }
        for (int k = 0; k < linear.length; k++) {
            for (int j = 0; j < linear[k].length; j++) {
                linear[k][j] += weight * weights[k][j];
            }
        }
    }

    private void add(List<List<Tree>> more, double weight) {
        // Each learner has its own unit of gains. Importances are shares, so those of a member add up to its weight.
        double gains = more.stream()
                .flatMap(List::stream)
                .mapToDouble(WeightedSum::gain)
                .sum();
        double ofGains = gains > 0 ? weight * ALL_GAINS / gains : 0;
        constants = Arrays.copyOf(constants, more.size());
        for (int k = 0; k < more.size(); k++) {
            if (trees.size() == k) {
                trees.add(new ArrayList<>());
            }
            for (Tree tree : more.get(k)) {
                if (tree.size() == 1) {
                    constants[k] += weight * tree.value(0);
                } else {
                    trees.get(k)
                            .add(tree.mapped(
                                    value -> FewDigits.of(weight * value, FewDigits.OF_VALUE),
                                    gain -> FewDigits.of(ofGains * gain, FewDigits.OF_GAIN),
                                    cover -> FewDigits.of(cover, FewDigits.OF_COVER)));
                }
            }
        }
    }

    private static double gain(Tree tree) {
        double sum = 0;
        for (int node = 0; node < tree.size(); node++) {
            sum += tree.gain(node);
        }
        return sum;
    }

    /** The model. At least one must have been added; afterwards this is of no more use. */
    MarginScorer scorer() {
        if (trees.isEmpty()) {
            return ofLinear();
        }
        for (int k = 0; k < trees.size(); k++) {
            trees.get(k).add(0, Tree.leaf((float) constants[k], 1));
        }
        TreeScorer forest = new TreeScorer(features, classes, trees);
        return linear.length == 0 ? forest : new BlendScorer(ofLinear(), forest);
    }

    private LinearScorer ofLinear() {
        return new LinearScorer(features, classes, linear).within(minLinear, maxLinear);
    }
}
