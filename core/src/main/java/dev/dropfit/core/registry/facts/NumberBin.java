package dev.dropfit.core.registry.facts;

/**
 * How many rows have a number that is above the bound of the bin before, and not above this one.
 *
 * @param upTo the upper bound, inclusive; of the last bin, the maximum
 */
public record NumberBin(double upTo, long rows) {}
