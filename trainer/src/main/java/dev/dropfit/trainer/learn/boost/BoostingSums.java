package dev.dropfit.trainer.learn.boost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a pass of a boosting has found in a part of the rows, or in several ones: the losses of held-out rows by chunk, the largest gradient, and the rows and
 * histograms of nodes. The sums are exact, so they do not depend on the number of parts. Numbers only, so that they can be sent.
 */
public final class BoostingSums {
    private final double largestGradient;
    private final double[] costs;
    private final int[] rows;
    /** One histogram after the other. */
    private final double[] sums;

    BoostingSums(double largestGradient, double[] costs, List<NodeSums> nodes) {
        this(
                largestGradient,
                costs,
                nodes.stream().mapToInt(NodeSums::rows).toArray(),
                nodes.stream()
                        .flatMapToDouble(node -> Arrays.stream(node.sums()))
                        .toArray());
    }

    private BoostingSums(double largestGradient, double[] costs, int[] rows, double[] sums) {
        this.largestGradient = largestGradient;
        this.costs = costs;
        this.rows = rows;
        this.sums = sums;
    }

    double largestGradient() {
        return largestGradient;
    }

    /** The sum of the losses. */
    double cost() {
        return Arrays.stream(costs).sum();
    }

    /** The sums of the nodes that were asked for. */
    List<NodeSums> nodes(List<BoostingPass.Node> asked) {
        List<NodeSums> nodes = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            int length = sums.length / rows.length;
            nodes.add(
                    new NodeSums(asked.get(i).node(), rows[i], Arrays.copyOfRange(sums, i * length, (i + 1) * length)));
        }
        return nodes;
    }

    /** The sums of this part and the next one; overwrites those of this one. */
    public BoostingSums merge(BoostingSums next) {
        double[] all = Arrays.copyOf(costs, costs.length + next.costs.length);
        System.arraycopy(next.costs, 0, all, costs.length, next.costs.length);
        for (int i = 0; i < rows.length; i++) {
            rows[i] += next.rows[i];
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] += next.sums[i];
        }
        return new BoostingSums(Math.max(largestGradient, next.largestGradient), all, rows, sums);
    }

    /** All numbers. */
    public double[] toNumbers() {
        double[] numbers = new double[3 + costs.length + rows.length + sums.length];
        numbers[0] = largestGradient;
        numbers[1] = costs.length;
        numbers[2] = rows.length;
        System.arraycopy(costs, 0, numbers, 3, costs.length);
        for (int i = 0; i < rows.length; i++) {
            numbers[3 + costs.length + i] = rows[i];
        }
        System.arraycopy(sums, 0, numbers, 3 + costs.length + rows.length, sums.length);
        return numbers;
    }

    /** The sums of these numbers. */
    public static BoostingSums of(double[] numbers) {
        int costs = (int) numbers[1];
        int nodes = (int) numbers[2];
        return new BoostingSums(
                numbers[0],
                Arrays.copyOfRange(numbers, 3, 3 + costs),
                Arrays.stream(numbers, 3 + costs, 3 + costs + nodes)
                        .mapToInt(rows -> (int) rows)
                        .toArray(),
                Arrays.copyOfRange(numbers, 3 + costs + nodes, numbers.length));
    }
}
