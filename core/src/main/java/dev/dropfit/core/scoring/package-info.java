/**
 * Predictions for the rows of a CSV, on all processors. A {@link dev.dropfit.core.model.Model} and a CSV enter, the bytes of the same CSV with
 * predictions leave in pieces, in the order of the rows. Start at {@link dev.dropfit.core.scoring.CsvScoring}.
 */
@NullMarked
package dev.dropfit.core.scoring;

import org.jspecify.annotations.NullMarked;
