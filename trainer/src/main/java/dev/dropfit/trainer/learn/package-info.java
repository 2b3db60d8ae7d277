/**
 * Fitting: a table seen through features comes in, a scorer goes out.
 *
 * <p>A {@link dev.dropfit.trainer.learn.Learner} fits, {@link dev.dropfit.trainer.learn.Targets} decodes the label. The learners are in
 * {@code linear} (the optimum of a convex loss) and {@code boost} (gradient boosted trees).
 */
@NullMarked
package dev.dropfit.trainer.learn;

import org.jspecify.annotations.NullMarked;
