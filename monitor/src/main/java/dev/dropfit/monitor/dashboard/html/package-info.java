/**
 * Markup. {@link dev.dropfit.monitor.dashboard.html.Html} is the only way data gets into a page: it escapes every value.
 *
 * <p>{@link dev.dropfit.monitor.dashboard.html.Layout} surrounds each page's content, {@link dev.dropfit.monitor.dashboard.html.Assets} holds
 * the script and the styles, {@link dev.dropfit.monitor.dashboard.html.PageText} formats numbers, sizes and times.
 */
@NullMarked
package dev.dropfit.monitor.dashboard.html;

import org.jspecify.annotations.NullMarked;
