package dev.dropfit.trainer.learn.boost;

/**
 * A possible split of a leaf.
 *
 * @param index of the split among those of the bins of its feature
 * @param gain the reduction of twice the loss
 */
record Cut(int feature, int index, double gain, double leftGradient, double leftHessian) {}
