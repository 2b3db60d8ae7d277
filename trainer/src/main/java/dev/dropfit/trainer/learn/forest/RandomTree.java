package dev.dropfit.trainer.learn.forest;

import dev.dropfit.core.model.score.Tree;
import dev.dropfit.trainer.learn.tree.BinnedRows;
import dev.dropfit.trainer.learn.tree.Bins;
import dev.dropfit.trainer.learn.tree.RandomNumbers;
import dev.dropfit.trainer.learn.tree.TreeDraft;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Grows one tree on a sample of the rows, the leaf with the highest gain first. At each node it looks at some of the features: at all their
 * splits (L. Breiman, 2001, "Random Forests"), or at one random split of each (P. Geurts and others, 2006, "Extremely randomized trees").
 * For one tree and one thread.
 */
final class RandomTree {
    /** Model files limit the depth of trees. */
    private static final int MAX_DEPTH = 30;

    private final BinnedRows rows;
    private final Statistics statistics;
    private final Shape shape;
    private final long seed;
    private final byte[] weights;
    /** The rows of the sample, so that those of a node are contiguous. */
    private final int[] seen;
    /** The same of the other rows. */
    private final int[] unseen;

    private final int[] others;
    private final int[] features;
    private final double[] sums;
    private final double[] left;
    private final double[] right;
    private final TreeDraft draft;
    private final List<Node> leaves = new ArrayList<>();

    /**
     * The parameters of trees.
     *
     * @param oneCut whether a node looks at one random split of each feature instead of all
     * @param leaves the maximum number of leaves
     * @param minRows the minimum number of rows of a leaf
     * @param smoothing the number of rows that the prediction of its parent stands for in that of a node
     * @param features the number of features that a node looks at
     */
    record Shape(boolean oneCut, int leaves, int minRows, double smoothing, int features) {}

    /** A split of a node: the sums are those of the rows that go left. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Cut(int feature, int index, double gain, double[] left) {}

    /**
     * A node.
     *
     * @param id its index in the tree
     * @param seen the places of its rows in the sample
     * @param unseen the places of its other rows
     * @param cut its best split; null if it stays a leaf
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Node(
            int id,
            int depth,
            Places seen,
            Places unseen,
            double[] sums,
            double[] prediction,
            @Nullable Cut cut) {
        double gain() {
            return cut == null ? 0 : cut.gain();
        }
    }

    /** From a place to another one, exclusive. */
    private record Places(int from, int to) {}

    /** @param weights how often each row counts; a row of weight 0 does not affect the tree */
    RandomTree(BinnedRows rows, Statistics statistics, Shape shape, byte[] weights, long seed) {
        this.rows = rows;
        this.statistics = statistics;
        this.shape = shape;
        this.weights = weights;
        this.seed = seed;
        seen = rows(true);
        unseen = rows(false);
        others = new int[weights.length];
        features = new int[rows.bins().size()];
        sums = new double[Bins.MAX_BINS * statistics.size()];
        left = new double[statistics.size()];
        right = new double[statistics.size()];
        draft = new TreeDraft(2 * shape.leaves() - 1, rows.hasMissing());
        grow();
    }

    /** The rows that are in the sample, or that are not. */
    private int[] rows(boolean sampled) {
        int[] chosen = new int[weights.length];
        int count = 0;
        for (int row = 0; row < weights.length; row++) {
            if (weights[row] > 0 == sampled) {
                chosen[count++] = row;
            }
        }
        return Arrays.copyOf(chosen, count);
    }

    private void grow() {
        double[] whole = new double[statistics.size()];
        for (int row : seen) {
            statistics.add(rows.target()[row], weights[row], whole, 0);
        }
        PriorityQueue<Node> open = new PriorityQueue<>(
                Comparator.comparingDouble(Node::gain).reversed().thenComparingInt(Node::id));
        double[] prediction = statistics.prediction(whole, statistics.nothing(), 1);
        int root = draft.add(Math.max(1, statistics.weight(whole, 0)));
        add(open, root, 0, new Places(0, seen.length), new Places(0, unseen.length), whole, prediction);
        while (!open.isEmpty() && leaves.size() + open.size() < shape.leaves()) {
            split(open, open.remove());
        }
        leaves.addAll(open);
    }

    private void split(PriorityQueue<Node> open, Node node) {
        Cut cut = node.cut();
        if (cut == null) {
            throw new IllegalStateException("A leaf can't be split");
        }
        Bins bins = rows.bins().get(cut.feature());
        int middle = deal(seen, node.seen(), cut);
        int middleOfUnseen = deal(unseen, node.unseen(), cut);
        double[] rest = new double[statistics.size()];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = node.sums()[i] - cut.left()[i];
        }
        int first = draft.split(
                node.id(),
                rows.column(cut.feature(), cut.index()),
                bins.threshold(cut.index()),
                bins.missingLeft(cut.index()),
                cut.gain(),
                statistics.weight(cut.left(), 0),
                statistics.weight(rest, 0));
        int depth = node.depth() + 1;
        double[] ofLeft = statistics.prediction(cut.left(), node.prediction(), shape.smoothing());
        double[] ofRight = statistics.prediction(rest, node.prediction(), shape.smoothing());
        add(
                open,
                first,
                depth,
                new Places(node.seen().from(), middle),
                new Places(node.unseen().from(), middleOfUnseen),
                cut.left(),
                ofLeft);
        add(
                open,
                first + 1,
                depth,
                new Places(middle, node.seen().to()),
                new Places(middleOfUnseen, node.unseen().to()),
                rest,
                ofRight);
    }

    private void add(
            PriorityQueue<Node> open,
            int id,
            int depth,
            Places own,
            Places others,
            double[] sums,
            double[] prediction) {
        boolean splits =
                depth < MAX_DEPTH && statistics.weight(sums, 0) >= 2 * shape.minRows() && !statistics.isPure(sums);
        Cut cut = splits ? best(id, own, sums) : null;
        Node node = new Node(id, depth, own, others, sums, prediction, cut);
        if (cut == null) {
            leaves.add(node);
        } else {
            open.add(node);
        }
    }

    /** Moves the rows of a node that go left before those that go right, in the same order; returns where the latter begin. */
    private int deal(int[] order, Places places, Cut cut) {
        Bins bins = rows.bins().get(cut.feature());
        byte[] codes = rows.codesOf(cut.feature());
        byte[] binOf = rows.binOfCode(cut.feature());
        int lefts = places.from();
        int rights = 0;
        for (int i = places.from(); i < places.to(); i++) {
            int row = order[i];
            if (bins.left(binOf[codes[row] & 0xFF] & 0xFF, cut.index())) {
                order[lefts++] = row;
            } else {
                others[rights++] = row;
            }
        }
        System.arraycopy(others, 0, order, lefts, rights);
        return lefts;
    }

    /** The best split by some features; null if there is none. Features without a split do not count. */
    private @Nullable Cut best(int id, Places places, double[] whole) {
        RandomNumbers random = new RandomNumbers(RandomNumbers.seed(seed, id));
        for (int f = 0; f < features.length; f++) {
            features[f] = f;
        }
        double fit = statistics.fit(whole, 0);
        Cut best = null;
        int seen = 0;
        for (int f = 0; f < features.length && seen < shape.features(); f++) {
            int other = f + random.below(features.length - f);
            int feature = features[other];
            features[other] = features[f];
            Bins bins = rows.bins().get(feature);
            if (bins.cuts() == 0) {
                continue;
            }
            count(feature, places);
            Cut cut = bins.ordered() ? ordered(feature, whole, fit, random) : byLevel(feature, whole, fit, random);
            if (cut != null) {
                seen++;
                if (best == null || cut.gain() > best.gain()) {
                    best = cut;
                }
            }
        }
        return best != null && best.gain() > 1e-9 * Math.abs(fit) ? best : null;
    }

    private void count(int feature, Places places) {
        byte[] codes = rows.codesOf(feature);
        double[] target = rows.target();
        int size = statistics.size();
        byte[] binOf = rows.binOfCode(feature);
        Arrays.fill(sums, 0, rows.bins().get(feature).size() * size, 0);
        for (int i = places.from(); i < places.to(); i++) {
            int row = seen[i];
            statistics.add(target[row], weights[row], sums, (binOf[codes[row] & 0xFF] & 0xFF) * size);
        }
    }

    /**
     * Some thresholds of a feature.
     *
     * @param low the first bin with rows
     * @param from the first threshold
     * @param to the end of the thresholds, exclusive
     */
    private record Range(int low, int from, int to) {
        boolean isEmpty() {
            return from == to;
        }
    }

    /** The thresholds between rows of a node, or a random one of them. */
    private Range range(Bins bins, RandomNumbers random) {
        int size = statistics.size();
        int low = 0;
        int high = bins.thresholds();
        while (low < high && statistics.weight(sums, low * size) == 0) {
            low++;
        }
        while (low < high && statistics.weight(sums, high * size) == 0) {
            high--;
        }
        if (!shape.oneCut() || low == high) {
            return new Range(low, low, high);
        }
        int only = low + random.below(high - low);
        return new Range(low, only, only + 1);
    }

    /** The best split into smaller and larger numbers, or that of a random threshold, and where missing numbers go. */
    private @Nullable Cut ordered(int feature, double[] whole, double fit, RandomNumbers random) {
        Bins bins = rows.bins().get(feature);
        int size = statistics.size();
        Range range = range(bins, random);
        int missing = (bins.size() - 1) * size;
        boolean hasMissing = bins.hasMissing() && statistics.weight(sums, missing) > 0;
        if (range.isEmpty() && !hasMissing) {
            return null;
        }
        Arrays.fill(left, 0);
        Cut best = thresholds(null, feature, range, 0, whole, fit);
        if (hasMissing) {
            System.arraycopy(sums, missing, left, 0, size);
            best = thresholds(best, feature, range, bins.thresholds(), whole, fit);
            for (int i = 0; i < size; i++) {
                left[i] = whole[i] - sums[missing + i];
            }
            return better(best, feature, bins.cuts() - 1, whole, fit);
        }
        // No row of this node is missing: later ones go where most rows go.
        return best != null && bins.hasMissing() && 2 * statistics.weight(best.left(), 0) > statistics.weight(whole, 0)
                ? new Cut(feature, best.index() + bins.thresholds(), best.gain(), best.left())
                : best;
    }

    /**
     * The better of a split and the best of a range of thresholds. The sums on the left are those of missing numbers or 0.
     *
     * @param firstIndex the index of the split by threshold 0
     */
    private @Nullable Cut thresholds(
            @Nullable Cut known, int feature, Range range, int firstIndex, double[] whole, double fit) {
        int size = statistics.size();
        Cut best = known;
        for (int index = range.low(); index < range.to(); index++) {
            if (index > range.from() && statistics.weight(sums, index * size) == 0) {
                // No row is in this bin: the split is the one before it.
                continue;
            }
            for (int i = 0; i < size; i++) {
                left[i] += sums[index * size + i];
            }
            if (index >= range.from()) {
                best = better(best, feature, firstIndex + index, whole, fit);
            }
        }
        return best;
    }

    /** The best split of levels: one from the others, or those at lower from those at higher positions. A random one is of either kind. */
    private @Nullable Cut byLevel(int feature, double[] whole, double fit, RandomNumbers random) {
        Bins bins = rows.bins().get(feature);
        int size = statistics.size();
        int present = 0;
        for (int bin = 0; bin < bins.size(); bin++) {
            present += statistics.weight(sums, bin * size) > 0 ? 1 : 0;
        }
        if (present < 2) {
            return null;
        }
        boolean hasOrder = bins.thresholds() > 0;
        boolean byPosition = hasOrder && (!shape.oneCut() || random.below(2) > 0);
        Cut best = shape.oneCut() && byPosition ? null : oneLevel(feature, present, whole, fit, random);
        if (byPosition) {
            Arrays.fill(left, 0);
            best = thresholds(best, feature, range(bins, random), bins.levelCuts(), whole, fit);
        }
        return best;
    }

    /** The best, or a random, split of one level from the others. */
    private @Nullable Cut oneLevel(int feature, int present, double[] whole, double fit, RandomNumbers random) {
        Bins bins = rows.bins().get(feature);
        int size = statistics.size();
        int only = shape.oneCut() ? random.below(present) : -1;
        Cut best = null;
        int rank = 0;
        for (int index = 0; index < bins.levelCuts(); index++) {
            if (statistics.weight(sums, index * size) > 0 && (only < 0 || rank++ == only)) {
                for (int i = 0; i < size; i++) {
                    left[i] = whole[i] - sums[index * size + i];
                }
                best = better(best, feature, index, whole, fit);
            }
        }
        return best;
    }

    /** The better of a split and the one whose sums are {@link #left}. */
    private @Nullable Cut better(@Nullable Cut best, int feature, int index, double[] whole, double fit) {
        if (statistics.weight(left, 0) < shape.minRows()) {
            return best;
        }
        for (int i = 0; i < right.length; i++) {
            right[i] = whole[i] - left[i];
        }
        if (statistics.weight(right, 0) < shape.minRows()) {
            return best;
        }
        double gain = statistics.fit(left, 0) + statistics.fit(right, 0) - fit;
        // Not a clone: the JVM's first compiler calls a slow function for it.
        return best == null || gain > best.gain()
                ? new Cut(feature, index, gain, Arrays.copyOf(left, left.length))
                : best;
    }

    /** The index in {@link Grown} of the leaf of each row. */
    int[] leafOfRows() {
        int[] leafOf = new int[weights.length];
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            set(leafOf, leaf, seen, leaves.get(leaf).seen());
            set(leafOf, leaf, unseen, leaves.get(leaf).unseen());
        }
        return leafOf;
    }

    private static void set(int[] leafOf, int leaf, int[] order, Places places) {
        for (int i = places.from(); i < places.to(); i++) {
            leafOf[order[i]] = leaf;
        }
    }

    /** The tree without what was needed for growing it. */
    Grown grown() {
        return new Grown(
                draft,
                leaves.stream().mapToInt(Node::id).toArray(),
                leaves.stream()
                        .map(leaf -> statistics.margins(leaf.prediction()))
                        .toArray(double[][]::new));
    }

    /**
     * A tree whose leaves have several values.
     *
     * @param leaves the nodes that are leaves
     * @param margins [leaf][output]
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Grown(TreeDraft draft, int[] leaves, double[][] margins) {
        /** The tree of one output. Leaves have the value that a function makes of their margin. Not for two threads. */
        Tree tree(int output, DoubleUnaryOperator value) {
            for (int leaf = 0; leaf < leaves.length; leaf++) {
                draft.setValue(leaves[leaf], (float) value.applyAsDouble(margins[leaf][output]));
            }
            return draft.joined();
        }
    }
}
