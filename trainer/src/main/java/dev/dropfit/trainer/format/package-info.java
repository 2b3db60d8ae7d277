/**
 * How the cells of a column are written, inferred from its different values.
 *
 * <p>{@link dev.dropfit.trainer.format.Distinct} counts the values of a column while it is read; {@link
 * dev.dropfit.trainer.format.FormatInference} infers from them an {@link dev.dropfit.trainer.format.InferredFormat}: the notation of its numbers
 * or dates, the texts that stand for missing values, and what the owner of the dataset should know.
 */
@NullMarked
package dev.dropfit.trainer.format;

import org.jspecify.annotations.NullMarked;
