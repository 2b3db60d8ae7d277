/**
 * Blends: which learners together predict best rows that they were not fitted to.
 *
 * <p>Training rows enter; a {@link dev.dropfit.trainer.learn.blend.Blend} leaves, which is a learner. Start with {@link
 * dev.dropfit.trainer.learn.blend.BlendSearch}. {@link dev.dropfit.trainer.learn.blend.Folds} fits the members to folds, {@link
 * dev.dropfit.trainer.learn.blend.GreedyWeights} finds their weights, and {@link dev.dropfit.trainer.learn.blend.WeightedSum} makes one model
 * of them.
 */
@NullMarked
package dev.dropfit.trainer.learn.blend;

import org.jspecify.annotations.NullMarked;
