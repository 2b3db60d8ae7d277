/**
 * What all learners of trees share: the rows of a table in bins, and a tree that grows.
 *
 * <p>A table of features enters; trees leave. Start with {@link dev.dropfit.trainer.learn.tree.BinnedRows}, which compresses the table.
 * {@link dev.dropfit.trainer.learn.tree.Bins} has the possible splits of a feature.
 */
@NullMarked
package dev.dropfit.trainer.learn.tree;

import org.jspecify.annotations.NullMarked;
