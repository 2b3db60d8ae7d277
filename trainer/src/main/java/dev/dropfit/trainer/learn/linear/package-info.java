/**
 * Linear models: finds the optimal weights for the features of a table.
 *
 * <p>Start with {@link dev.dropfit.trainer.learn.linear.LinearLearner}. {@link dev.dropfit.trainer.learn.linear.NewtonSolver} finds the
 * minimum of a {@link dev.dropfit.trainer.learn.linear.LinearObjective}, which adds up a {@link dev.dropfit.trainer.learn.linear.Loss} over
 * {@link dev.dropfit.trainer.learn.linear.Block}s of rows in {@link dev.dropfit.trainer.learn.linear.BlockSums}.
 */
@NullMarked
package dev.dropfit.trainer.learn.linear;

import org.jspecify.annotations.NullMarked;
