/**
 * Learners: fit a scorer to the features of a table.
 *
 * <p>Start with {@link dev.dropfit.trainer.learn.Learner}. {@link dev.dropfit.trainer.learn.Targets} decodes the label. Package {@code linear}
 * has linear models (the optimum of a convex loss), package {@code boost} gradient boosted trees, package {@code forest} random forests and
 * extremely randomised trees, package {@code tree} what the trees share, package {@code blend} the search for those that together predict best.
 */
@NullMarked
package dev.dropfit.trainer.learn;

import org.jspecify.annotations.NullMarked;
