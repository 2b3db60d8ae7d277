/**
 * Random forests and extremely randomised trees: many trees, each grown on a random sample of the rows.
 *
 * <p>A table of features enters; a scorer of trees leaves. Start with {@link dev.dropfit.trainer.learn.forest.ForestLearner}. {@link
 * dev.dropfit.trainer.learn.forest.RandomTree} grows a tree, {@link dev.dropfit.trainer.learn.forest.Statistics} says what a node knows of its
 * rows, {@link dev.dropfit.trainer.learn.forest.OutOfBag} calibrates the sum of the trees.
 */
@NullMarked
package dev.dropfit.trainer.learn.forest;

import org.jspecify.annotations.NullMarked;
