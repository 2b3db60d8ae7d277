/**
 * Rows to predictions: {@link dev.dropfit.predictor.predict.PredictionWriter} writes them as JSON, {@link
 * dev.dropfit.predictor.predict.CsvPrediction} appends them to a CSV, for the command line too.
 */
@NullMarked
package dev.dropfit.predictor.predict;

import org.jspecify.annotations.NullMarked;
