/**
 * JSON in and out, without an object per value: start with {@link dev.dropfit.predictor.json.JsonInput} and {@link
 * dev.dropfit.predictor.json.JsonOutput}. A body's bytes enter; names, strings and numbers leave as ranges of characters. What is not the
 * expected JSON is an {@link dev.dropfit.predictor.json.InvalidJsonException}. Knows nothing of HTTP or of models.
 */
@NullMarked
package dev.dropfit.predictor.json;

import org.jspecify.annotations.NullMarked;
