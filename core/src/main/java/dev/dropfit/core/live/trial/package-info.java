/**
 * Trials of versions on live traffic: what was counted, whether it speaks against the version, and what follows.
 *
 * <p>{@link dev.dropfit.core.live.trial.TrialReports} reads what was counted, {@link dev.dropfit.core.live.trial.TrialRule} judges it. Start with {@link
 * dev.dropfit.core.live.trial.TrialWatch}, which changes the trial, and at its end latest.
 */
@NullMarked
package dev.dropfit.core.live.trial;

import org.jspecify.annotations.NullMarked;
