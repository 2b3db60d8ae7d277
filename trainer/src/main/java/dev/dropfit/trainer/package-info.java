/**
 * Dataset to published model. A CloudEvent comes in at {@link dev.dropfit.trainer.TrainFunction}; {@link
 * dev.dropfit.trainer.TrainingRun} reads, judges, archives, records and publishes; {@link dev.dropfit.trainer.Training} is the part
 * without buckets: a CSV comes in, a judged model file goes out.
 */
@NullMarked
package dev.dropfit.trainer;

import org.jspecify.annotations.NullMarked;
