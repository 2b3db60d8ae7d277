package dev.dropfit.trainer.learn.linear;

import java.util.ArrayList;
import java.util.List;

/**
 * Sums over some of the training rows, by groups of chunks. The groups depend on the dataset only. A part of the dataset has whole groups, its
 * sums are merged with those of the next part by the index of the group, and all are added in this order. So the total has the same bits for
 * any number of parts, wherever they were computed.
 */
public final class PartialSums {
    private final int first;
    private final List<double[]> groups;

    /**
     * The sums of a part.
     *
     * @param first the index of its first group
     * @param groups the sums of each of its groups, all of the same length
     */
    public PartialSums(int first, List<double[]> groups) {
        this.first = first;
        this.groups = List.copyOf(groups);
    }

    /**
     * The sums of this part and the next one.
     *
     * @throws IllegalArgumentException when the other part does not follow this one
     */
    PartialSums merge(PartialSums next) {
        if (next.first != first + groups.size()) {
            throw new IllegalArgumentException("A part that begins with group " + next.first
                    + " does not follow one that ends before group " + (first + groups.size()));
        }
        List<double[]> merged = new ArrayList<>(groups);
        merged.addAll(next.groups);
        return new PartialSums(first, merged);
    }

    /** The total; overwrites the sums of the first group. There must be one. */
    double[] total() {
        double[] sum = groups.get(0);
        for (double[] addend : groups.subList(1, groups.size())) {
            for (int j = 0; j < sum.length; j++) {
                sum[j] += addend[j];
            }
        }
        return sum;
    }
}
