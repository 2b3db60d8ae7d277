package dev.dropfit.core.registry.facts;

/**
 * The holdout rows that a model with two classes would predict as the positive one with a threshold.
 *
 * @param threshold the lowest probability of the positive class for which it is predicted, from 0 to 1
 * @param truePositives the rows of the positive class among them
 * @param falsePositives the other rows among them
 */
public record ThresholdCounts(double threshold, int truePositives, int falsePositives) {}
