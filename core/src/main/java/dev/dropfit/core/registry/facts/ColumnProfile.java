package dev.dropfit.core.registry.facts;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a column's values look like.
 *
 * @param distinct how many different values there are; empty when it is not known
 * @param quantiles of numbers, by the share of values that are lower, from 0 to 1
 * @param bins of numbers, with about as many rows each, from low to high; empty in records of earlier releases
 * @param counts of the most frequent categories, the most frequent first
 * @param earliest of dates; empty for other columns
 * @param latest of dates; empty for other columns
 */
public record ColumnProfile(
        Optional<DistinctCount> distinct,
        SortedMap<Double, Double> quantiles,
        List<NumberBin> bins,
        List<CategoryCount> counts,
        String earliest,
        String latest) {
    public static final ColumnProfile NONE =
            new ColumnProfile(Optional.empty(), new TreeMap<>(), List.of(), List.of(), "", "");

    public ColumnProfile {
        quantiles = Collections.unmodifiableSortedMap(new TreeMap<>(quantiles));
        bins = List.copyOf(bins);
        counts = List.copyOf(counts);
    }

    /** Whether nothing is known. */
    public boolean isNone() {
        return distinct.isEmpty()
                && quantiles.isEmpty()
                && bins.isEmpty()
                && counts.isEmpty()
                && earliest.isEmpty()
                && latest.isEmpty();
    }

    /** A quantile; NaN when it is not known. */
    public double quantile(double share) {
        return quantiles.getOrDefault(share, Double.NaN);
    }
}
