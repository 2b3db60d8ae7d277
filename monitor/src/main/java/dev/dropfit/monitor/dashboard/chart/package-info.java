/**
 * Pictures of numbers. A record or a list of values enters, SVG leaves, with a text for screen readers; only {@link
 * dev.dropfit.monitor.dashboard.chart.MetricChart} leaves data for the script to draw.
 */
@NullMarked
package dev.dropfit.monitor.dashboard.chart;

import org.jspecify.annotations.NullMarked;
