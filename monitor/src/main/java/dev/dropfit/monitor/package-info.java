/**
 * What tells of runs: {@code AlertFunction} sends messages about those that need a person, {@code DashboardFunction} shows all of them.
 * Both read the model bucket.
 */
@NullMarked
package dev.dropfit.monitor;

import org.jspecify.annotations.NullMarked;
