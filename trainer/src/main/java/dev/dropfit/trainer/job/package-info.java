/**
 * Starts jobs for what is too large for the function. A model and a generation of its dataset enter; an execution of the job leaves, which
 * trains it as the function would. Start at {@link dev.dropfit.trainer.job.Launcher}.
 */
@NullMarked
package dev.dropfit.trainer.job;

import org.jspecify.annotations.NullMarked;
