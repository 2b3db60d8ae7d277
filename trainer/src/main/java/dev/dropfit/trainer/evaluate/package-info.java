/**
 * Judging: a model and rows that it has not seen come in, metrics and a verdict go out.
 *
 * <p>Start with {@link dev.dropfit.trainer.evaluate.Evaluator}, which judges a model on one side of a split. {@link
 * dev.dropfit.trainer.evaluate.MetricFunctions} has one function for each metric, {@link dev.dropfit.trainer.evaluate.MetricIntervals} its
 * interval, {@link dev.dropfit.trainer.evaluate.SliceFigures} where a model is worst. {@link dev.dropfit.trainer.evaluate.Gate} decides.
 */
@NullMarked
package dev.dropfit.trainer.evaluate;

import org.jspecify.annotations.NullMarked;
