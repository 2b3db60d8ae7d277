/**
 * The model: the trainer writes it, the predictor reads it.
 *
 * <p>Start with {@link dev.dropfit.core.model.Model}: a {@link dev.dropfit.core.model.Pipeline} defines the meaning of a row, a {@link
 * dev.dropfit.core.model.Scorer} scores it. Package {@code score} has the scorers, package {@code file} the model file.
 *
 * <p>A row is a {@code double[]} with one value per feature, in the order of the pipeline: the number (NaN when it is missing), the part of a
 * date, or the code of a category ({@link dev.dropfit.core.model.Feature.Categorical}).
 */
@NullMarked
package dev.dropfit.core.model;

import org.jspecify.annotations.NullMarked;
