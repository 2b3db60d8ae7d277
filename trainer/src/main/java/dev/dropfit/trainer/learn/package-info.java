/**
 * Fitting: a table seen through features comes in, a linear model at its optimum goes out.
 *
 * <p>{@link dev.dropfit.trainer.learn.LinearLearner} fits, {@link dev.dropfit.trainer.learn.NewtonSolver} finds the minimum of a {@link
 * dev.dropfit.trainer.learn.LinearObjective}, {@link dev.dropfit.trainer.learn.TribuoLinearWriter} writes the result as a Tribuo model; {@link
 * dev.dropfit.trainer.learn.TribuoTreesWriter} does so with trees.
 */
@NullMarked
package dev.dropfit.trainer.learn;

import org.jspecify.annotations.NullMarked;
