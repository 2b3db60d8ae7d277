package dev.dropfit.trainer.learn.boost;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A pass of a boosting over the rows of other processes: everything from the first tree on, so that a process that has just read its rows can follow.
 * Immutable.
 */
public final class BoostingPass {
    /** A node whose sums or rows are asked for. */
    record Node(int output, int node) {}

    private final int maxNodes;
    private final double[] start;
    private final List<List<GrownTree>> rounds;
    private final double largestGradient;
    private final List<List<NodeSplit>> splits;
    private final List<Node> nodes;
    private final List<Node> gathered;

    /**
     * A pass.
     *
     * @param maxNodes the maximum number of nodes of a growing tree
     * @param start the margins before the first tree
     * @param rounds the rounds that have ended, a tree for each output
     * @param largestGradient of the round that has begun; NaN if it is not known yet, then no sums are asked for
     * @param splits of the trees of this round, a list for each output
     * @param nodes whose sums are asked for
     * @param gathered the nodes whose rows are asked for, before they are split
     */
    BoostingPass(
            int maxNodes,
            double[] start,
            List<List<GrownTree>> rounds,
            double largestGradient,
            List<List<NodeSplit>> splits,
            List<Node> nodes,
            List<Node> gathered) {
        this.maxNodes = maxNodes;
        this.start = start.clone();
        this.rounds = List.copyOf(rounds);
        this.largestGradient = largestGradient;
        this.splits = List.copyOf(splits);
        this.nodes = List.copyOf(nodes);
        this.gathered = List.copyOf(gathered);
    }

    int maxNodes() {
        return maxNodes;
    }

    double[] start() {
        return start.clone();
    }

    List<List<GrownTree>> rounds() {
        return rounds;
    }

    double largestGradient() {
        return largestGradient;
    }

    List<List<NodeSplit>> splits() {
        return splits;
    }

    List<Node> nodes() {
        return nodes;
    }

    List<Node> gathered() {
        return gathered;
    }

    /** The pass as bytes. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(maxNodes);
            out.writeInt(start.length);
            for (double margin : start) {
                out.writeDouble(margin);
            }
            out.writeInt(rounds.size());
            for (List<GrownTree> round : rounds) {
                for (GrownTree tree : round) {
                    tree.write(out);
                }
            }
            out.writeDouble(largestGradient);
            for (List<NodeSplit> own : splits) {
                GrownTree.write(own, out);
            }
            write(nodes, out);
            write(gathered, out);
        } catch (IOException e) {
            throw new IllegalStateException("Memory can be written", e);
        }
        return bytes.toByteArray();
    }

    /** The pass of these bytes. */
    public static BoostingPass of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int maxNodes = in.readInt();
            double[] start = new double[in.readInt()];
            for (int output = 0; output < start.length; output++) {
                start[output] = in.readDouble();
            }
            List<List<GrownTree>> rounds = new ArrayList<>(Collections.nCopies(in.readInt(), List.of()));
            for (int round = 0; round < rounds.size(); round++) {
                List<GrownTree> trees = new ArrayList<>();
                for (int output = 0; output < start.length; output++) {
                    trees.add(GrownTree.read(output, in));
                }
                rounds.set(round, trees);
            }
            double largestGradient = in.readDouble();
            List<List<NodeSplit>> splits = new ArrayList<>();
            for (int output = 0; output < start.length; output++) {
                splits.add(GrownTree.readSplits(output, in));
            }
            return new BoostingPass(maxNodes, start, rounds, largestGradient, splits, readNodes(in), readNodes(in));
        } catch (IOException e) {
            throw new IllegalStateException("A pass that was written by this code can be read", e);
        }
    }

    private static void write(List<Node> nodes, DataOutputStream out) throws IOException {
        out.writeInt(nodes.size());
        for (Node node : nodes) {
            out.writeInt(node.output());
            out.writeInt(node.node());
        }
    }

    private static List<Node> readNodes(DataInputStream in) throws IOException {
        List<Node> nodes = new ArrayList<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            nodes.add(new Node(in.readInt(), in.readInt()));
        }
        return nodes;
    }
}
