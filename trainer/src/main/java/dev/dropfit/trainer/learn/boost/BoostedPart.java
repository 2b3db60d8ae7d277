package dev.dropfit.trainer.learn.boost;

import dev.dropfit.core.model.Target;
import dev.dropfit.trainer.learn.tree.BinLayout;
import dev.dropfit.trainer.learn.tree.BinnedChunk;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the rows of a boosting, in one process of several. It keeps margins, derivatives and the nodes of rows between passes. One that was just
 * read follows with the next pass, because a pass has all trees so far. Thread-safe.
 */
public final class BoostedPart {
    private final BinLayout layout;
    private final BoostingLoss loss;
    private final byte[][] codes;
    private final double[] target;
    private final int trained;
    private final int[] heldOutStarts;
    private @Nullable State state;

    private BoostedPart(
            BinLayout layout, BoostingLoss loss, byte[][] codes, double[] target, int trained, int[] heldOutStarts) {
        this.layout = layout;
        this.loss = loss;
        this.codes = codes;
        this.target = target;
        this.trained = trained;
        this.heldOutStarts = heldOutStarts;
    }

    /**
     * The rows of some chunks.
     *
     * @param target what is predicted
     * @param chunks in their order, packed by {@link BinnedChunk}
     */
    public static BoostedPart of(BinLayout layout, Target target, Iterator<byte[]> chunks) {
        List<BinnedChunk.Packed> all = new ArrayList<>();
        while (chunks.hasNext()) {
            all.add(new BinnedChunk.Packed(chunks.next()));
        }
        int trained = all.stream().mapToInt(BinnedChunk.Packed::trained).sum();
        int rows = trained + all.stream().mapToInt(BinnedChunk.Packed::heldOut).sum();
        byte[][] codes = new byte[layout.groups().size()][rows];
        double[] targets = new double[rows];
        int[] heldOutStarts = new int[all.size() + 1];
        int atTrained = 0;
        int atHeldOut = trained;
        for (int chunk = 0; chunk < all.size(); chunk++) {
            BinnedChunk.Packed packed = all.get(chunk);
            packed.copy(codes, targets, atTrained, atHeldOut);
            heldOutStarts[chunk] = atHeldOut;
            atTrained += packed.trained();
            atHeldOut += packed.heldOut();
        }
        heldOutStarts[all.size()] = rows;
        return new BoostedPart(layout, BoostingLoss.of(target), codes, targets, trained, heldOutStarts);
    }

    /**
     * Runs a pass.
     *
     * @throws IllegalStateException when a later pass has been run already
     */
    public synchronized BoostingSums run(BoostingPass pass) {
        State own = state;
        if (own == null) {
            own = new State(pass);
            state = own;
        }
        return own.run(pass);
    }

    /** Where the boosting is. */
    private final class State {
        private final RowMargins margins;
        private final List<NodeRows> nodes = new ArrayList<>();
        private final List<Derivatives> derivatives = new ArrayList<>();
        /** How many splits of the growing trees are done, by output. */
        private final int[] split;

        private int rounds;
        private double largestGradient;
        private double[] costs;
        private boolean derived;

        State(BoostingPass pass) {
            margins = new RowMargins(loss, target, trained, pass.start());
            split = new int[loss.outputs()];
            Histogram histogram = new Histogram(layout, codes);
            RowOrder first = new RowOrder(target.length);
            for (int output = 0; output < loss.outputs(); output++) {
                RowOrder order = output == 0 ? first : new RowOrder(first);
                nodes.add(new NodeRows(layout, codes, histogram, order, pass.maxNodes()));
                derivatives.add(new Derivatives(target.length));
            }
            largestGradient = margins.largestGradient();
            costs = margins.costs(heldOutStarts);
        }

        BoostingSums run(BoostingPass pass) {
            if (rounds > pass.rounds().size()) {
                throw new IllegalStateException("A later pass has been run already");
            }
            if (rounds < pass.rounds().size()) {
                for (List<GrownTree> round :
                        pass.rounds().subList(rounds, pass.rounds().size())) {
                    add(round);
                }
                largestGradient = margins.largestGradient();
                costs = margins.costs(heldOutStarts);
            }
            if (!derived && !Double.isNaN(pass.largestGradient())) {
                for (int output = 0; output < derivatives.size(); output++) {
                    margins.derive(output, pass.largestGradient(), derivatives.get(output));
                }
                derived = true;
            }
            for (int output = 0; output < split.length; output++) {
                split(output, pass.splits().get(output));
            }
            return new BoostingSums(
                    largestGradient,
                    costs,
                    pass.nodes().stream()
                            .map(node -> nodes.get(node.output()).sums(node.node(), derivatives.get(node.output())))
                            .toList(),
                    pass.gathered().stream()
                            .map(node -> nodes.get(node.output()).gather(node.node(), derivatives.get(node.output())))
                            .toList());
        }

        /** Adds the trees of a round to the margins. */
        private void add(List<GrownTree> round) {
            for (int output = 0; output < split.length; output++) {
                GrownTree tree = round.get(output);
                split(output, tree.splits());
                nodes.get(output).add(tree.values(), margins.of(output));
                nodes.get(output).reset();
                split[output] = 0;
            }
            rounds++;
            derived = false;
        }

        /** Does the splits of a tree that are not done yet. */
        private void split(int output, List<NodeSplit> splits) {
            if (split[output] > splits.size()) {
                throw new IllegalStateException("A later pass has been run already");
            }
            splits.subList(split[output], splits.size()).forEach(nodes.get(output)::split);
            split[output] = splits.size();
        }
    }
}
