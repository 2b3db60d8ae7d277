/**
 * Model to predictions. An HTTP request comes in at {@link dev.dropfit.predictor.PredictFunction}; {@link dev.dropfit.predictor.Router}
 * chooses the {@link dev.dropfit.predictor.Dialect} by the path, {@link dev.dropfit.predictor.Catalog} has the model. Every dialect goes
 * the same way: it decodes with {@link dev.dropfit.predictor.JsonRows} or {@link dev.dropfit.predictor.CsvRows}, which validate each
 * field in a {@link dev.dropfit.predictor.RowBuilder}, and encodes what the model makes of each {@link dev.dropfit.predictor.Row}.
 */
@NullMarked
package dev.dropfit.predictor;

import org.jspecify.annotations.NullMarked;
