/**
 * Model to predictions. An HTTP request comes in at {@link dev.dropfit.predictor.PredictFunction}; {@link
 * dev.dropfit.predictor.ServedModels} has the model, a dialect decodes the rows and encodes the answer: {@link
 * dev.dropfit.predictor.JsonDialect}, {@link dev.dropfit.predictor.CsvPrediction}.
 */
@NullMarked
package dev.dropfit.predictor;

import org.jspecify.annotations.NullMarked;
