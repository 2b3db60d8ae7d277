/**
 * The command {@code up}: the whole system on one machine, with folders as buckets.
 *
 * <p>{@link dev.dropfit.cli.up.DropWatcher} finds new datasets, {@link dev.dropfit.cli.up.DropDeliveries} delivers them to {@link
 * dev.dropfit.cli.up.TrainerReceiver}, which sends the trainer the event that Eventarc sends and reports the verdict. Trainer and predictor
 * run in the executors of the real Functions Framework, each in a {@link dev.dropfit.cli.up.FunctionServer}. Start with {@link dev.dropfit.cli.up.UpCommand}.
 */
@NullMarked
package dev.dropfit.cli.up;

import org.jspecify.annotations.NullMarked;
