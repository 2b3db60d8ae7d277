/**
 * Gradient boosting: a table seen through features comes in, regression trees go out.
 *
 * <p>{@link dev.dropfit.trainer.learn.boost.BoostingLearner} is the way in. {@link dev.dropfit.trainer.learn.boost.BinnedRows} makes the table compact,
 * {@link dev.dropfit.trainer.learn.boost.Boosting} adds a tree a round, {@link dev.dropfit.trainer.learn.boost.TreeGrower} grows it on the {@link
 * dev.dropfit.trainer.learn.boost.Histogram} of each node.
 */
@NullMarked
package dev.dropfit.trainer.learn.boost;

import org.jspecify.annotations.NullMarked;
