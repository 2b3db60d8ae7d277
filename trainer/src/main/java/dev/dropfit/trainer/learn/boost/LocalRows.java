package dev.dropfit.trainer.learn.boost;

import dev.dropfit.trainer.learn.tree.BinnedFeatures;
import dev.dropfit.trainer.learn.tree.BinnedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rows of a boosting in this process. Uses all cores; the result does not depend on their number. Not thread-safe. */
final class LocalRows implements BoostedRows {
    private final BinnedRows rows;
    private final double[] start;
    private final RowMargins margins;
    private final Derivatives derivatives;
    private final NodeRows nodes;
    /** The numbers of the nodes of the growing tree that are split. */
    private final Set<Integer> split = new HashSet<>();

    /** Changes the targets of the rows. */
    LocalRows(BinnedRows rows, BoostingLoss loss, TreeShape shape) {
        this.rows = rows;
        start = loss.start(rows.target(), rows.trained());
        margins = new RowMargins(loss, rows.target(), rows.trained(), start);
        derivatives = new Derivatives(rows.rows());
        nodes = new NodeRows(
                rows.features().layout(),
                rows.codes(),
                new Histogram(rows.features().layout(), rows.codes()),
                new RowOrder(rows.rows()),
                shape.maxNodes());
    }

    @Override
    public BinnedFeatures features() {
        return rows.features();
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
    public double cost() {
        return Arrays.stream(margins.costs(rows.heldOutStarts())).sum();
    }

    @Override
    public double largestGradient() {
        return margins.largestGradient();
    }

    @Override
    public int together() {
        return 1;
    }

    @Override
    public int inAdvance() {
        return 1;
    }

    @Override
    public List<NodeSums> roots(int first, int count, double largestGradient) {
        margins.derive(first, largestGradient, derivatives);
        nodes.reset();
        split.clear();
        return List.of(nodes.sums(0, derivatives));
    }

    @Override
    public List<NodeSums> split(List<NodeSplit> splits) {
        List<NodeSums> sums = new ArrayList<>();
        for (NodeSplit next : splits) {
            splitRows(next);
            sums.add(nodes.sums(nodes.smaller(next), derivatives));
        }
        return sums;
    }

    private void splitRows(NodeSplit next) {
        if (split.add(next.node())) {
            nodes.split(next);
        }
    }

    @Override
    public void add(int output, GrowingTree tree) {
        tree.splits().forEach(this::splitRows);
        nodes.add(tree.values(), margins.of(output));
    }

    @Override
    public void close() {
        // Nothing but memory.
    }
}
