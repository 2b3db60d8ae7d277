/**
 * Which rows train and which are the holdout. In goes a {@link dev.dropfit.trainer.table.Table}, out comes one whose rows have the
 * places of their sides: {@link dev.dropfit.trainer.split.Sides}. {@link dev.dropfit.trainer.split.Split} finds the rows of a side.
 */
@NullMarked
package dev.dropfit.trainer.split;

import org.jspecify.annotations.NullMarked;
