/**
 * From a dataset to a published model. A CloudEvent comes in at {@link dev.dropfit.trainer.TrainFunction}. {@link
 * dev.dropfit.trainer.TrainingRun} has the steps of a run: inputs, training, judgement, publication. {@link
 * dev.dropfit.trainer.Training} is the step without buckets: a CSV, read as a {@link dev.dropfit.trainer.Dataset}, comes in; a model file
 * with its evaluation goes out.
 */
@NullMarked
package dev.dropfit.trainer;

import org.jspecify.annotations.NullMarked;
