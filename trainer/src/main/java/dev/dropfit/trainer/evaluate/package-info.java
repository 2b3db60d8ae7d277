/**
 * Judging: a model and rows that it has not seen come in, metrics and a verdict go out.
 *
 * <p>{@link dev.dropfit.trainer.evaluate.Evaluator} scores a model on one side of a split, {@link
 * dev.dropfit.trainer.evaluate.Evaluation} is what comes of it, {@link dev.dropfit.trainer.evaluate.Gate} decides.
 */
@NullMarked
package dev.dropfit.trainer.evaluate;

import org.jspecify.annotations.NullMarked;
