/**
 * Gradient boosting: fits regression trees to the features of a table.
 *
 * <p>Start with {@link dev.dropfit.trainer.learn.boost.BoostingLearner}. {@link dev.dropfit.trainer.learn.boost.Boosting} adds trees in rounds, {@link dev.dropfit.trainer.learn.boost.GrowingTree} grows a tree
 * from the {@link dev.dropfit.trainer.learn.boost.Histogram} of each node.
 */
@NullMarked
package dev.dropfit.trainer.learn.boost;

import org.jspecify.annotations.NullMarked;
