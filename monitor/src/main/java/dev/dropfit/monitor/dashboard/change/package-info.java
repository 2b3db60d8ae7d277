/**
 * What a dashboard on this machine can change: {@link dev.dropfit.monitor.dashboard.change.Upload} takes a dataset, {@link
 * dev.dropfit.monitor.dashboard.change.Rollback} serves an earlier version. The process that hosts the dashboard implements {@link
 * dev.dropfit.monitor.dashboard.change.Operations}.
 */
@NullMarked
package dev.dropfit.monitor.dashboard.change;

import org.jspecify.annotations.NullMarked;
