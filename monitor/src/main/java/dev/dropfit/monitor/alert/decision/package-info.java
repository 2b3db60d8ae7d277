/**
 * Whether a run needs a message. A run's record enters, a {@link dev.dropfit.monitor.alert.decision.Decision} leaves.
 *
 * <p>{@link dev.dropfit.monitor.alert.decision.Rules} judge one run, {@link dev.dropfit.monitor.alert.decision.Ledger} decides once per run,
 * with the state of the runs before it. {@link dev.dropfit.monitor.alert.decision.Folder} stores what must survive a restart.
 */
@NullMarked
package dev.dropfit.monitor.alert.decision;

import org.jspecify.annotations.NullMarked;
