/**
 * Compares a dataset with the one that the previous model was trained on: which columns, labels and rows changed.
 *
 * <p>The profile in the previous model's record, the sample of rows in its file and the new table enter {@link
 * dev.dropfit.trainer.drift.Drift}; anomalies leave it, each a sentence with what to do. {@link dev.dropfit.trainer.drift.SampledRows} makes
 * the sample that a model file gets. Chance alone is no anomaly: {@link dev.dropfit.core.drift.Chance} is the bound of all comparisons of a
 * run together.
 */
@NullMarked
package dev.dropfit.trainer.drift;

import org.jspecify.annotations.NullMarked;
