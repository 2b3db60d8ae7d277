/**
 * Messages about runs that need a person.
 *
 * <p>A run's version enters; messages to Slack, to a webhook and by mail leave. {@link dev.dropfit.monitor.alert.Alerts} is where to start: it
 * decides ({@code decision}), words the alert ({@code message}) and delivers it ({@code delivery}).
 */
@NullMarked
package dev.dropfit.monitor.alert;

import org.jspecify.annotations.NullMarked;
