/**
 * From files of labels to the figures of live predictions. A {@link dev.dropfit.core.registry.LabelFile} of the data bucket enters, {@link
 * dev.dropfit.core.registry.Outcomes} leave to the model bucket. {@link dev.dropfit.trainer.outcome.OutcomeRun} has the steps.
 */
@NullMarked
package dev.dropfit.trainer.outcome;

import org.jspecify.annotations.NullMarked;
