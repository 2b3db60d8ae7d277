package dev.dropfit.core.registry.facts;

import java.util.List;

/**
 * A column of a dataset.
 *
 * @param kind {@code numeric}, {@code categorical}, {@code datetime} or {@code ignore}
 * @param why it is of this kind
 * @param missing the share of rows without a value, from 0 to 1; NaN when it is not known
 * @param classShares for each bin or count of the profile, the shares of the most frequent classes of the label, in the order of the label's
 *     profile and without the last class, each from 0 to 1; empty for a bin that the sampled rows do not have. Empty when it is not known
 */
public record ColumnFacts(
        String name, String kind, String why, double missing, ColumnProfile profile, List<List<Double>> classShares) {
    /** The maximum number of classes with a share. */
    public static final int MAX_CLASSES = 4;

    public ColumnFacts {
        classShares = classShares.stream().map(List::copyOf).toList();
    }
}
