/**
 * Watches runs: {@link dev.dropfit.monitor.AlertFunction} sends messages about those that need a person, {@link
 * dev.dropfit.monitor.DashboardFunction} shows all of them. Both read the model bucket.
 */
@NullMarked
package dev.dropfit.monitor;

import org.jspecify.annotations.NullMarked;
