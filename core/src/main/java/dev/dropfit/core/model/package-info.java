/**
 * What the trainer writes and the predictor reads: the schema, the features, the weights, and the file that holds them.
 *
 * <p>Start with {@link dev.dropfit.core.model.Model}: a {@link dev.dropfit.core.model.Pipeline} says what a row means, a {@link
 * dev.dropfit.core.model.Scorer} what it is worth. {@link dev.dropfit.core.model.ModelFile} is the zip.
 *
 * <p>A row inside is a {@code double[]} of one value per feature, in the pipeline's order: the number as it was read (NaN when it is
 * missing), the part of a date, or for a category its code ({@link dev.dropfit.core.model.Feature.Categorical}).
 */
@NullMarked
package dev.dropfit.core.model;

import org.jspecify.annotations.NullMarked;
