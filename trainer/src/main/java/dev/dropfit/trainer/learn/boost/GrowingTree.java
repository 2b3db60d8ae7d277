package dev.dropfit.trainer.learn.boost;

import dev.dropfit.core.model.score.Tree;
import dev.dropfit.trainer.learn.tree.Bins;
import dev.dropfit.trainer.learn.tree.RandomNumbers;
import dev.dropfit.trainer.learn.tree.TreeDraft;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * A regression tree that grows on the derivatives of a loss, wherever their sums are computed. Splits the leaf with the highest gain first (G. Ke et al.,
 * 2017, LightGBM). Leaves, and the leaves below them, may be split in advance, so that few passes over the rows are enough; the tree is the same for any
 * number of them. Not thread-safe.
 */
final class GrowingTree {
    private static final Comparator<NodeSplit> BY_NUMBER = Comparator.comparingInt(NodeSplit::left);
    private static final Comparator<GrowingLeaf> BY_GAIN =
            Comparator.comparingDouble(GrowingLeaf::gain).reversed().thenComparingInt(GrowingLeaf::number);

    /** The parts of the seed of a node that are not the index of a feature, nor its own sequence. */
    private static final int LEFT = -2;

    private static final int RIGHT = -3;

    private final CutSearch search;
    private final TreeShape shape;
    private final int output;

    private final TreeDraft draft;
    private final List<GrowingLeaf> leaves = new ArrayList<>();
    /** The index in the tree of each of its nodes, by number. */
    private final Map<Integer, Integer> drafted = new HashMap<>();
    /** The nodes that may be split, by number. */
    private final Map<Integer, GrowingLeaf> open = new HashMap<>();
    /** The children of nodes whose sums are known, by the number of the node, also those in advance. */
    private final Map<Integer, Children> known = new HashMap<>();
    /** All splits so far by the number of the node, also those in advance. */
    private final Map<Integer, NodeSplit> splits = new HashMap<>();

    private int numbers = 1;
    private boolean done;

    private record Children(GrowingLeaf left, GrowingLeaf right) {}

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
        draft = new TreeDraft(2 * shape.leaves() - 1, search.features().layout().hasMissing());
        double gradient = 0;
        double hessian = 0;
        int end = 2 * search.features().layout().bins().get(0).size();
        for (int at = 0; at < end; at += 2) {
            gradient += root.sums()[at];
            hessian += root.sums()[at + 1];
        }
        drafted.put(0, draft.add(hessian));
        leaves.add(searched(leaf(0, seed, 0, gradient, hessian, LeafBounds.NONE), root));
    }

    private static GrowingLeaf leaf(
            int number, long seed, int depth, double gradient, double hessian, LeafBounds bounds) {
        return new GrowingLeaf(number, seed, depth, 0, gradient, hessian, new double[0], bounds, Optional.empty());
    }

    private GrowingLeaf searched(GrowingLeaf leaf, NodeSums sums) {
        GrowingLeaf searched = leaf.searched(sums, search);
        if (searched.cut().isPresent()) {
            open.put(searched.number(), searched);
        }
        return searched;
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
                split(best, best.cut().get());
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
     * The splits that the tree gets next, if the sums of their children do not make better ones known. No other split can become a part of it
     * before these are known.
     *
     * @param most the maximum number of splits
     */
    List<NodeSplit> next(int most) {
        PriorityQueue<GrowingLeaf> waiting = new PriorityQueue<>(BY_GAIN);
        leaves.stream().filter(leaf -> leaf.cut().isPresent()).forEach(waiting::add);
        List<NodeSplit> next = new ArrayList<>();
        // The last split needs no sums.
        for (int left = shape.leaves() - leaves.size() - 1;
                left > 0 && next.size() < most && !waiting.isEmpty();
                left--) {
            GrowingLeaf leaf = waiting.remove();
            Children children = known.get(leaf.number());
            if (children == null) {
                next.add(numbered(leaf, leaf.cut().orElseThrow()));
            } else {
                addSplittable(children.left(), waiting);
                addSplittable(children.right(), waiting);
            }
        }
        return next;
    }

    private static void addSplittable(GrowingLeaf leaf, PriorityQueue<GrowingLeaf> leaves) {
        if (leaf.cut().isPresent()) {
            leaves.add(leaf);
        }
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
        Children children = children(leaf, leaf.cut().orElseThrow(), split);
        open.remove(leaf.number());
        known.put(
                leaf.number(),
                new Children(
                        searched(children.left(), isLeft ? child : rest),
                        searched(children.right(), isLeft ? rest : child)));
    }

    private GrowingLeaf leaf(int number) {
        GrowingLeaf leaf = open.get(number);
        if (leaf == null) {
            throw new IllegalArgumentException("node " + number + " is not to be split");
        }
        return leaf;
    }

    /** The children of a leaf before their sums are known. */
    private Children children(GrowingLeaf leaf, Cut cut, NodeSplit split) {
        Bins bins = search.features().layout().bins().get(cut.feature());
        double rightGradient = leaf.gradient() - cut.leftGradient();
        double rightHessian = leaf.hessian() - cut.leftHessian();
        int depth = leaf.depth() + 1;
        int direction = bins.isByNumber(cut.index()) ? search.features().direction(cut.feature()) : 0;
        double middleValue = direction == 0
                ? 0
                : (search.value(leaf, cut.leftGradient(), cut.leftHessian())
                                + search.value(leaf, rightGradient, rightHessian))
                        / 2;
        return new Children(
                leaf(
                        split.left(),
                        RandomNumbers.seed(leaf.seed(), LEFT),
                        depth,
                        cut.leftGradient(),
                        cut.leftHessian(),
                        leaf.bounds().below(direction, middleValue)),
                leaf(
                        split.right(),
                        RandomNumbers.seed(leaf.seed(), RIGHT),
                        depth,
                        rightGradient,
                        rightHessian,
                        leaf.bounds().below(-direction, middleValue)));
    }

    /** Splits a leaf of the tree into two. */
    private void split(GrowingLeaf leaf, Cut cut) {
        NodeSplit split = numbered(leaf, cut);
        Bins bins = search.features().layout().bins().get(cut.feature());
        int first = draft.split(
                drafted(leaf),
                search.features().column(cut.feature(), cut.index()),
                bins.threshold(cut.index()),
                bins.missingLeft(cut.index()),
                cut.gain(),
                cut.leftHessian(),
                leaf.hessian() - cut.leftHessian());
        drafted.put(split.left(), first);
        drafted.put(split.right(), first + 1);
        Children children = known.getOrDefault(leaf.number(), children(leaf, cut, split));
        leaves.add(children.left());
        leaves.add(children.right());
    }

    private int drafted(GrowingLeaf leaf) {
        return Objects.requireNonNull(drafted.get(leaf.number()));
    }

    /** The tree with the values of its leaves. */
    Tree tree() {
        for (GrowingLeaf leaf : leaves) {
            draft.setValue(drafted(leaf), search.leafValue(leaf));
        }
        return draft.tree();
    }

    /** What each row gets that is in a node with this number. */
    float[] values() {
        float[] values = new float[numbers];
        for (GrowingLeaf leaf : leaves) {
            setBelow(leaf.number(), search.leafValue(leaf), values);
        }
        return values;
    }

    /** Nodes that were split in advance, but stay leaves, have one value. */
    private void setBelow(int number, float value, float[] values) {
        values[number] = value;
        NodeSplit split = splits.get(number);
        if (split != null) {
            setBelow(split.left(), value, values);
            setBelow(split.right(), value, values);
        }
    }

    /** All splits so far, those above before those below. */
    List<NodeSplit> splits() {
        List<NodeSplit> sorted = new ArrayList<>(splits.values());
        sorted.sort(BY_NUMBER);
        return sorted;
    }
}
