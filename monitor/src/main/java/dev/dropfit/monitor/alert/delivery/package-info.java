/**
 * How a message reaches people. {@link dev.dropfit.monitor.alert.delivery.Deliveries} is where to start: it sends an alert once to every
 * {@link dev.dropfit.monitor.alert.delivery.Destination}. {@link dev.dropfit.monitor.alert.delivery.Destinations} reads them from the
 * environment.
 */
@NullMarked
package dev.dropfit.monitor.alert.delivery;

import org.jspecify.annotations.NullMarked;
