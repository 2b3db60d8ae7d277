/**
 * Gradient boosting: a table seen through features comes in, regression trees go out.
 *
 * <p>{@link dev.dropfit.trainer.boost.BoostingLearner} is the way in. {@link dev.dropfit.trainer.boost.BinnedRows} makes the table compact,
 * {@link dev.dropfit.trainer.boost.Boosting} adds a tree a round, {@link dev.dropfit.trainer.boost.TreeGrower} grows it on the {@link
 * dev.dropfit.trainer.boost.Histogram} of each node.
 */
@NullMarked
package dev.dropfit.trainer.boost;

import org.jspecify.annotations.NullMarked;
