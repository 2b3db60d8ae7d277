/**
 * How the rows that are predicted are distributed, in counts that keep no row.
 *
 * <p>The trainer fixes {@link dev.dropfit.core.live.TrainingBins} for each column and for the score, and stores them in the model file.
 * {@link dev.dropfit.core.live.RowBins} finds the bins of a row; {@link dev.dropfit.core.live.LiveCounts} are sums over rows, which add up
 * over instances and hours. {@link dev.dropfit.core.live.LiveComparison} compares them with training.
 */
@NullMarked
package dev.dropfit.core.live;

import org.jspecify.annotations.NullMarked;
