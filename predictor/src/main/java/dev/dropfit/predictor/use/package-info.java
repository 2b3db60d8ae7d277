/**
 * How to use a model: text that a person copies. A model enters; SQL leaves ({@link dev.dropfit.predictor.use.BigQuerySql}). Nothing here
 * runs on the way of a prediction.
 */
@NullMarked
package dev.dropfit.predictor.use;

import org.jspecify.annotations.NullMarked;
