package dev.dropfit.trainer.learn.boost;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a pass of a boosting has found in a part of the rows, or in several ones: the losses of held-out rows by chunk, the largest gradient, the rows and
 * histograms of nodes, and the rows of small nodes themselves. The sums are exact, so they do not depend on the number of parts.
 */
public final class BoostingSums {
    private static final int SMALL = 1 << 16;

    private final double largestGradient;
    private final double[] costs;
    private final List<NodeSums> nodes;
    /** The pieces of each node whose rows were asked for. */
    private final List<List<GatheredRows>> gathered;

    BoostingSums(double largestGradient, double[] costs, List<NodeSums> nodes, List<GatheredRows> gathered) {
        this(largestGradient, nodes, gathered.stream().map(List::of).toList(), costs);
    }

    private BoostingSums(
            double largestGradient, List<NodeSums> nodes, List<List<GatheredRows>> gathered, double[] costs) {
        this.largestGradient = largestGradient;
        this.costs = costs;
        this.nodes = List.copyOf(nodes);
        this.gathered = List.copyOf(gathered);
    }

    double largestGradient() {
        return largestGradient;
    }

    /** The sum of the losses. */
    double cost() {
        return Arrays.stream(costs).sum();
    }

    /** The sums of the nodes that were asked for. */
    List<NodeSums> nodes() {
        return nodes;
    }

    /** The rows of the nodes whose rows were asked for. */
    List<GatheredRows> gathered() {
        return gathered.stream().map(GatheredRows::joined).toList();
    }

    /** The sums of this part and the next one; overwrites those of this one. */
    public BoostingSums merge(BoostingSums next) {
        double[] all = Arrays.copyOf(costs, costs.length + next.costs.length);
        System.arraycopy(next.costs, 0, all, costs.length, next.costs.length);
        List<NodeSums> sums = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            sums.add(nodes.get(i).plus(next.nodes.get(i)));
        }
        List<List<GatheredRows>> pieces = new ArrayList<>();
        for (int i = 0; i < gathered.size(); i++) {
            List<GatheredRows> both = new ArrayList<>(gathered.get(i));
            both.addAll(next.gathered.get(i));
            pieces.add(both);
        }
        return new BoostingSums(Math.max(largestGradient, next.largestGradient), sums, pieces, all);
    }

    /** The sums as bytes. */
    public byte[] toBytes() {
        List<GatheredRows> sent = gathered();
        // The rows, most of it, and what else there is of a pass: an array that has to grow would be there twice.
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(
                SMALL + sent.stream().mapToInt(GatheredRows::bytes).sum());
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeDouble(largestGradient);
            write(costs, out);
            out.writeInt(nodes.size());
            for (NodeSums node : nodes) {
                out.writeInt(node.node());
                out.writeInt(node.rows());
                write(node.sums(), out);
            }
            out.writeInt(sent.size());
            for (GatheredRows rows : sent) {
                rows.write(out);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Memory can be written", e);
        }
        return bytes.toByteArray();
    }

    /** The sums of these bytes. */
    public static BoostingSums of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            double largestGradient = in.readDouble();
            double[] costs = readNumbers(in);
            List<NodeSums> nodes = new ArrayList<>();
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                nodes.add(new NodeSums(in.readInt(), in.readInt(), readNumbers(in)));
            }
            List<GatheredRows> gathered = new ArrayList<>();
            int asked = in.readInt();
            for (int i = 0; i < asked; i++) {
                gathered.add(GatheredRows.read(in));
            }
            return new BoostingSums(largestGradient, costs, nodes, gathered);
        } catch (IOException e) {
            throw new IllegalStateException("Sums that were written by this code can be read", e);
        }
    }

    private static void write(double[] numbers, DataOutput out) throws IOException {
        out.writeInt(numbers.length);
        for (double number : numbers) {
            out.writeDouble(number);
        }
    }

    private static double[] readNumbers(DataInput in) throws IOException {
        double[] numbers = new double[in.readInt()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readDouble();
        }
        return numbers;
    }
}
