package dev.dropfit.core.registry.facts;

/**
 * A column of a dataset.
 *
 * @param kind {@code numeric}, {@code categorical}, {@code datetime} or {@code ignore}
 * @param why it is of this kind
 * @param missing the share of rows without a value, from 0 to 1; NaN when it is not known
 */
public record ColumnFacts(String name, String kind, String why, double missing, ColumnProfile profile) {}
