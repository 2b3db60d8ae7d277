package dev.dropfit.trainer.learn.boost;

import dev.dropfit.trainer.learn.tree.BinnedFeatures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a boosting in other processes. Counts what may be needed next, and gets the rows of small nodes to split them here, so that a tree takes
 * few passes. Not thread-safe.
 */
final class RemoteRows implements BoostedRows {
    /** More trees at the same time would need too much memory for their histograms. */
    private static final int MAX_TOGETHER = 8;

    /** So many of the largest nodes whose rows may be sent may be here at the same time: more would leave too much to one process. */
    private static final int MAX_GATHERED = 4;

    private final BinnedFeatures features;
    private final BoostingLoss loss;
    private final TreeShape shape;
    private final double[] start;
    private final RemoteBoosting.Rows rows;
    /** The rounds that have ended. */
    private final List<List<GrownTree>> rounds = new ArrayList<>();
    /** The trees of this round that have grown. */
    private final List<GrownTree> grown = new ArrayList<>();
    /** The splits of the trees of this round that other processes do, by output. */
    private final List<List<NodeSplit>> splits = new ArrayList<>();
    /** The number of rows of the nodes of the growing trees. */
    private final Map<BoostingPass.Node, Integer> counts = new HashMap<>();
    /** The nodes that are split here, also those below the ones that were sent. */
    private final Map<BoostingPass.Node, GatheredNode> here = new HashMap<>();

    private long gatheredBytes;

    private double largestGradient;
    private @Nullable BoostingSums begun;

    /** @param start the margins before the first tree, one for each output */
    RemoteRows(BinnedFeatures features, BoostingLoss loss, TreeShape shape, double[] start, RemoteBoosting.Rows rows) {
        this.features = features;
        this.loss = loss;
        this.shape = shape;
        this.start = start;
        this.rows = rows;
        beginRound();
    }

    private void beginRound() {
        grown.clear();
        splits.clear();
        for (int output = 0; output < loss.outputs(); output++) {
            splits.add(new ArrayList<>());
        }
        begun = null;
        largestGradient = Double.NaN;
    }

    @Override
    public BinnedFeatures features() {
        return features;
    }

    @Override
    public int rows() {
        return rows.rows();
    }

    @Override
    public int trained() {
        return rows.trained();
    }

    @Override
    public double[] start() {
        return start;
    }

    @Override
    public int together() {
        return MAX_TOGETHER;
    }

    @Override
    public int inAdvance() {
        return shape.leaves();
    }

    @Override
    public double cost() {
        return begun().cost();
    }

    @Override
    public double largestGradient() {
        return begun().largestGradient();
    }

    /** The first pass of the round. If the largest gradient is known in advance, it has the sums of the first roots. */
    private BoostingSums begun() {
        BoostingSums known = begun;
        if (known == null) {
            if (loss.isBounded()) {
                largestGradient = 1;
            }
            known = run(loss.isBounded() ? roots(0, Math.min(MAX_TOGETHER, loss.outputs())) : List.of(), List.of());
            begun = known;
        }
        return known;
    }

    private static List<BoostingPass.Node> roots(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(output -> new BoostingPass.Node(output, 0))
                .toList();
    }

    @Override
    public List<NodeSums> roots(int first, int count, double largestGradientOfRound) {
        largestGradient = largestGradientOfRound;
        List<NodeSums> roots = first == 0 && loss.isBounded()
                ? begun().nodes()
                : run(roots(first, count), List.of()).nodes();
        counts.clear();
        here.clear();
        gatheredBytes = 0;
        for (int i = 0; i < count; i++) {
            counts.put(new BoostingPass.Node(first + i, 0), roots.get(i).rows());
        }
        return roots;
    }

    @Override
    public List<NodeSums> split(List<NodeSplit> next) {
        long maxBytes = rows.maxGatheredBytes();
        List<BoostingPass.Node> counted = new ArrayList<>();
        List<BoostingPass.Node> gathered = new ArrayList<>();
        for (NodeSplit split : next) {
            BoostingPass.Node node = new BoostingPass.Node(split.output(), split.node());
            if (here.containsKey(node)) {
                continue;
            }
            long bytes = bytes(node);
            if (bytes <= maxBytes && gatheredBytes + bytes <= MAX_GATHERED * maxBytes) {
                gatheredBytes += bytes;
                gathered.add(node);
            } else {
                splits.get(split.output()).add(split);
                counted.add(new BoostingPass.Node(split.output(), split.lighter()));
            }
        }
        List<NodeSums> sums = List.of();
        if (!counted.isEmpty() || !gathered.isEmpty()) {
            BoostingSums found = run(counted, gathered);
            sums = found.nodes();
            keep(gathered, found.gathered());
        }
        Iterator<NodeSums> elsewhere = sums.iterator();
        List<NodeSums> all = new ArrayList<>();
        for (NodeSplit split : next) {
            GatheredNode node = here.get(new BoostingPass.Node(split.output(), split.node()));
            NodeSums child = node == null ? elsewhere.next() : node.split(split);
            know(split, child, node);
            all.add(child);
        }
        return all;
    }

    private int count(BoostingPass.Node node) {
        return Objects.requireNonNull(counts.get(node));
    }

    private long bytes(BoostingPass.Node node) {
        return (long) count(node) * (features.layout().groups().size() + Long.BYTES);
    }

    private void keep(List<BoostingPass.Node> nodes, List<GatheredRows> gathered) {
        for (int i = 0; i < nodes.size(); i++) {
            GatheredRows rows = gathered.get(i);
            Derivatives derivatives = new Derivatives(rows.derivatives(), largestGradient, loss.largestHessian());
            int number = nodes.get(i).node();
            here.put(nodes.get(i), new GatheredNode(features.layout(), rows, number, derivatives, shape.maxNodes()));
        }
    }

    /** @param node where the rows of both children are, if they are here */
    private void know(NodeSplit split, NodeSums child, @Nullable GatheredNode node) {
        BoostingPass.Node left = new BoostingPass.Node(split.output(), split.left());
        BoostingPass.Node right = new BoostingPass.Node(split.output(), split.right());
        if (node == null) {
            int rest = count(new BoostingPass.Node(split.output(), split.node())) - child.rows();
            boolean isLeft = child.node() == split.left();
            counts.put(left, isLeft ? child.rows() : rest);
            counts.put(right, isLeft ? rest : child.rows());
        } else {
            here.put(left, node);
            here.put(right, node);
        }
    }

    private BoostingSums run(List<BoostingPass.Node> counted, List<BoostingPass.Node> gathered) {
        return rows.run(new BoostingPass(
                shape.maxNodes(),
                start,
                rounds,
                largestGradient,
                splits.stream().map(List::copyOf).toList(),
                counted,
                gathered));
    }

    @Override
    public void add(int output, GrowingTree tree) {
        grown.add(new GrownTree(inOrder(output, tree), tree.values()));
        if (grown.size() == loss.outputs()) {
            rounds.add(List.copyOf(grown));
            beginRound();
        }
    }

    /** The splits of a tree: first those that the other processes have done already, in their order. */
    private List<NodeSplit> inOrder(int output, GrowingTree tree) {
        Set<NodeSplit> all = new LinkedHashSet<>(splits.get(output));
        all.addAll(tree.splits());
        return List.copyOf(all);
    }

    @Override
    public void close() {
        rows.close();
    }
}
