package dev.dropfit.trainer.evaluate;

/**
 * How a model of two classes chooses one of them.
 *
 * @param positive the index of its positive class
 * @param negative the index of the other one
 * @param threshold the lowest probability of the positive class for which it is predicted
 */
record Cutoff(int positive, int negative, double threshold) {}
