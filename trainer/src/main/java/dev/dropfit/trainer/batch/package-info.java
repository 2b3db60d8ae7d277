/**
 * From a file of rows to its predictions. A {@link dev.dropfit.core.registry.BatchFile} of the data bucket enters, its rows with predictions,
 * the rows with errors and a summary leave to the model bucket. {@link dev.dropfit.trainer.batch.BatchRun} has the steps. {@link
 * dev.dropfit.trainer.batch.Parts} keeps what a start has scored, so that the next one goes on from there.
 */
@NullMarked
package dev.dropfit.trainer.batch;

import org.jspecify.annotations.NullMarked;
