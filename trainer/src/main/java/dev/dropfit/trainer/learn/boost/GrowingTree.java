package dev.dropfit.trainer.learn.boost;

import dev.dropfit.core.model.score.Tree;
import dev.dropfit.trainer.learn.tree.Bins;
import dev.dropfit.trainer.learn.tree.TreeDraft;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A regression tree that grows on the derivatives of a loss, wherever their sums are computed. Splits the leaf with the highest gain first (G. Ke et al.,
 * 2017, LightGBM). Several leaves may be split in advance, so that few passes over the rows are enough; the tree is the same for any number of
 * them. Not thread-safe.
 */
final class GrowingTree {
    private static final Comparator<NodeSplit> BY_NUMBER = Comparator.comparingInt(NodeSplit::left);
    private static final Comparator<GrowingLeaf> BY_GAIN =
            Comparator.comparingDouble(GrowingLeaf::gain).reversed();

    private final CutSearch search;
    private final TreeShape shape;
    private final int output;
    /** Decides which features the nodes of the tree look at. */
    private final long seed;

    private final TreeDraft draft;
    private final List<GrowingLeaf> leaves = new ArrayList<>();
    /** What is known of the children of the nodes that were split, by the number of the node. */
    private final Map<Integer, Children> known = new HashMap<>();
    /** All splits so far by the number of the node, also those in advance. */
    private final Map<Integer, NodeSplit> splits = new HashMap<>();

    private int numbers = 1;
    private boolean done;

    private record Children(NodeSums left, NodeSums right) {}

    /**
     * A tree of one leaf.
     *
     * @param output whose tree it is
     * @param seed decides which features the nodes look at
     * @param root the sums of all rows
     */
    GrowingTree(CutSearch search, TreeShape shape, int output, long seed, NodeSums root) {
        this.search = search;
        this.shape = shape;
        this.output = output;
        this.seed = seed;
        draft = new TreeDraft(2 * shape.leaves() - 1, search.features().layout().hasMissing());
        double gradient = 0;
        double hessian = 0;
        int end = 2 * search.features().layout().bins().get(0).size();
        for (int at = 0; at < end; at += 2) {
            gradient += root.sums()[at];
            hessian += root.sums()[at + 1];
        }
        leaves.add(
                leaf(0, draft.add(hessian), 0, gradient, hessian, Limits.NONE).searched(root, search, seed));
    }

    private static GrowingLeaf leaf(int number, int node, int depth, double gradient, double hessian, Limits limits) {
        return new GrowingLeaf(number, node, depth, 0, gradient, hessian, new double[0], limits, Optional.empty());
    }

    /** Splits leaves as long as the sums of their children are known. */
    void grow() {
        while (!done && leaves.size() < shape.leaves()) {
            int at = best();
            GrowingLeaf best = leaves.get(at);
            boolean last = leaves.size() + 1 == shape.leaves();
            if (best.cut().isEmpty()) {
                done = true;
            } else if (last || known.containsKey(best.number())) {
                leaves.remove(at);
                leaves.addAll(split(best, best.cut().get(), last));
            } else {
                return;
            }
        }
        done = true;
    }

    /** Whether it does not grow any more. */
    boolean isDone() {
        return done;
    }

    /** The index of the leaf whose split has the highest gain. */
    private int best() {
        int best = 0;
        for (int leaf = 1; leaf < leaves.size(); leaf++) {
            best = leaves.get(leaf).gain() > leaves.get(best).gain() ? leaf : best;
        }
        return best;
    }

    /**
     * The splits of the leaves that are split next, if the sums of their children do not make better ones known.
     *
     * @param most the maximum number of splits
     */
    List<NodeSplit> next(int most) {
        // The last split needs no sums.
        int left = shape.leaves() - leaves.size() - 1;
        List<GrowingLeaf> unknown = new ArrayList<>();
        for (GrowingLeaf leaf : leaves) {
            if (leaf.cut().isPresent() && !known.containsKey(leaf.number())) {
                unknown.add(leaf);
            }
        }
        unknown.sort(BY_GAIN);
        List<NodeSplit> next = new ArrayList<>();
        for (GrowingLeaf leaf : unknown.subList(0, Math.min(unknown.size(), Math.min(most, left)))) {
            next.add(numbered(leaf, leaf.cut().orElseThrow()));
        }
        return next;
    }

    private NodeSplit numbered(GrowingLeaf leaf, Cut cut) {
        NodeSplit split = splits.computeIfAbsent(
                leaf.number(),
                number -> new NodeSplit(
                        output, number, cut.feature(), cut.index(), numbers, 2 * cut.leftHessian() <= leaf.hessian()));
        numbers = Math.max(numbers, split.right() + 1);
        return split;
    }

    /** Makes the sums of one of the children known; those of the other one are the rest. */
    void know(NodeSplit split, NodeSums child) {
        GrowingLeaf leaf = leaf(split.node());
        boolean isLeft = child.node() == split.left();
        NodeSums rest = new NodeSums(
                isLeft ? split.right() : split.left(),
                leaf.rows() - child.rows(),
                Histogram.without(leaf.sums(), child.sums()));
        known.put(split.node(), isLeft ? new Children(child, rest) : new Children(rest, child));
    }

    private GrowingLeaf leaf(int number) {
        for (GrowingLeaf leaf : leaves) {
            if (leaf.number() == number) {
                return leaf;
            }
        }
        throw new IllegalArgumentException("node " + number + " is no leaf");
    }

    /** Splits a leaf into two. */
    private List<GrowingLeaf> split(GrowingLeaf leaf, Cut cut, boolean last) {
        NodeSplit split = numbered(leaf, cut);
        Bins bins = search.features().layout().bins().get(cut.feature());
        int column = search.features().column(cut.feature(), cut.index());
        double rightHessian = leaf.hessian() - cut.leftHessian();
        int first = draft.split(
                leaf.node(),
                column,
                bins.threshold(cut.index()),
                bins.missingLeft(cut.index()),
                cut.gain(),
                cut.leftHessian(),
                rightHessian);
        int depth = leaf.depth() + 1;
        int direction = bins.isByNumber(cut.index()) ? search.features().direction(cut.feature()) : 0;
        double middleValue = direction == 0
                ? 0
                : (search.value(leaf, cut.leftGradient(), cut.leftHessian())
                                + search.value(leaf, leaf.gradient() - cut.leftGradient(), rightHessian))
                        / 2;
        GrowingLeaf left = leaf(
                split.left(),
                first,
                depth,
                cut.leftGradient(),
                cut.leftHessian(),
                leaf.limits().below(direction, middleValue));
        GrowingLeaf right = leaf(
                split.right(),
                first + 1,
                depth,
                leaf.gradient() - cut.leftGradient(),
                rightHessian,
                leaf.limits().below(-direction, middleValue));
        Children children = known.get(leaf.number());
        return last || children == null
                ? List.of(left, right)
                : List.of(left.searched(children.left(), search, seed), right.searched(children.right(), search, seed));
    }

    /** The tree with the values of its leaves. */
    Tree tree() {
        for (GrowingLeaf leaf : leaves) {
            draft.setValue(leaf.node(), search.leafValue(leaf));
        }
        return draft.tree();
    }

    /** What each row gets that is in a node with this number. */
    float[] values() {
        float[] values = new float[numbers];
        for (GrowingLeaf leaf : leaves) {
            float value = search.leafValue(leaf);
            values[leaf.number()] = value;
            NodeSplit split = splits.get(leaf.number());
            if (split != null) {
                // It was split in advance, but stays a leaf.
                values[split.left()] = value;
                values[split.right()] = value;
            }
        }
        return values;
    }

    /** All splits so far, those above before those below. */
    List<NodeSplit> splits() {
        List<NodeSplit> sorted = new ArrayList<>(splits.values());
        sorted.sort(BY_NUMBER);
        return sorted;
    }
}
