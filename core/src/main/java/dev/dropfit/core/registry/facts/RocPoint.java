package dev.dropfit.core.registry.facts;

/**
 * A threshold's place on the ROC curve.
 *
 * @param falsePositiveRate from 0 to 1
 * @param truePositiveRate from 0 to 1
 */
public record RocPoint(double falsePositiveRate, double truePositiveRate) {}
