/**
 * Rows of a request. JSON ({@link dev.dropfit.predictor.row.JsonRows}) or CSV ({@link dev.dropfit.predictor.row.CsvRows}) enters, {@link
 * dev.dropfit.predictor.row.Row}s leave that a model can score. A {@link dev.dropfit.predictor.row.RowBuilder} checks every field; rows
 * that can't be used are an {@link dev.dropfit.predictor.row.InvalidRowsException} that lists what is wrong field by field.
 */
@NullMarked
package dev.dropfit.predictor.row;

import org.jspecify.annotations.NullMarked;
