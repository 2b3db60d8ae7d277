package dev.dropfit.trainer.learn.boost;

import dev.dropfit.trainer.learn.tree.BinnedFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The rows of a boosting in other processes. Counts what is likely to be needed next, so that a tree takes few passes. Not thread-safe. */
final class RemoteRows implements BoostedRows {
    /** More trees at the same time would need too much memory for their histograms. */
    private static final int MAX_TOGETHER = 8;

    private final BinnedFeatures features;
    private final BoostingLoss loss;
    private final TreeShape shape;
    private final double[] start;
    private final RemoteBoosting.Rows rows;
    /** The rounds that have ended. */
    private final List<List<GrownTree>> rounds = new ArrayList<>();
    /** The trees of this round that have grown. */
    private final List<GrownTree> grown = new ArrayList<>();
    /** The splits of the trees of this round, by output. */
    private final List<List<NodeSplit>> splits = new ArrayList<>();

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
            known = run(loss.isBounded() ? roots(0, Math.min(MAX_TOGETHER, loss.outputs())) : List.of());
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
        List<BoostingPass.Node> roots = roots(first, count);
        if (first == 0 && loss.isBounded()) {
            return begun().nodes(roots);
        }
        largestGradient = largestGradientOfRound;
        return run(roots).nodes(roots);
    }

    @Override
    public List<NodeSums> split(List<NodeSplit> next) {
        next.forEach(split -> splits.get(split.output()).add(split));
        List<BoostingPass.Node> children = next.stream()
                .map(split -> new BoostingPass.Node(split.output(), split.lighter()))
                .toList();
        return run(children).nodes(children);
    }

    private BoostingSums run(List<BoostingPass.Node> nodes) {
        return rows.run(new BoostingPass(
                shape.maxNodes(),
                start,
                rounds,
                largestGradient,
                splits.stream().map(List::copyOf).toList(),
                nodes));
    }

    @Override
    public void add(int output, GrowingTree tree) {
        grown.add(new GrownTree(tree.splits(), tree.values()));
        if (grown.size() == loss.outputs()) {
            rounds.add(List.copyOf(grown));
            beginRound();
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
