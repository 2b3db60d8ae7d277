/**
 * Linear models: a table seen through features comes in, weights at the optimum go out.
 *
 * <p>Start with {@link dev.dropfit.trainer.learn.linear.LinearLearner}. {@link dev.dropfit.trainer.learn.linear.NewtonSolver} finds the
 * minimum of a {@link dev.dropfit.trainer.learn.linear.LinearObjective}, which adds up a {@link dev.dropfit.trainer.learn.linear.Loss} over
 * {@link dev.dropfit.trainer.learn.linear.Block}s of rows.
 */
@NullMarked
package dev.dropfit.trainer.learn.linear;

import org.jspecify.annotations.NullMarked;
