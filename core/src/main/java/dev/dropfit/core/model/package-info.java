/**
 * What the trainer writes and the predictor reads: the schema, the features and the metrics.
 *
 * <p>Start with {@link dev.dropfit.core.model.Model}: a {@link dev.dropfit.core.model.Pipeline} says what a row means, a {@link
 * dev.dropfit.core.model.Scorer} scores it. The scorers are in {@code score}, the file that holds a model is in {@code file}.
 *
 * <p>A row inside is a {@code double[]} of one value per feature, in the pipeline's order: the number as it was read (NaN when it is
 * missing), the part of a date, or for a category its code ({@link dev.dropfit.core.model.Feature.Categorical}).
 */
@NullMarked
package dev.dropfit.core.model;

import org.jspecify.annotations.NullMarked;
