/**
 * What a message says. {@link dev.dropfit.monitor.alert.message.Story} turns a decision into an {@link
 * dev.dropfit.monitor.alert.message.Alert}, which every destination formats in its own way.
 */
@NullMarked
package dev.dropfit.monitor.alert.message;

import org.jspecify.annotations.NullMarked;
