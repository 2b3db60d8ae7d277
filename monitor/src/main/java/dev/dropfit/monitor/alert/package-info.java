/**
 * Messages about runs that need a person.
 *
 * <p>In comes a run's version; out go messages to Slack, a webhook and by mail. {@link dev.dropfit.monitor.alert.Alerts} is where to start:
 * a {@code Ledger} decides once whether a run is told of ({@code Rules} say when), {@code Story} puts it into words, and {@code Deliveries}
 * sees to it that every {@code Destination} gets it, and gets it once.
 */
@NullMarked
package dev.dropfit.monitor.alert;

import org.jspecify.annotations.NullMarked;
