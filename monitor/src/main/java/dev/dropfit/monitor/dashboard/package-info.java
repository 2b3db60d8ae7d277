/**
 * The dashboard: pages that show what the model bucket holds.
 *
 * <p>A {@link dev.dropfit.monitor.dashboard.PageRequest} enters {@link dev.dropfit.monitor.dashboard.Dashboard}, an {@link
 * dev.dropfit.monitor.dashboard.PageResponse} leaves it. Whose classes end in {@code Page} make whole pages out of sections; {@code Records}
 * reads and remembers; {@code Html} is the only way by which data comes into a page.
 */
@NullMarked
package dev.dropfit.monitor.dashboard;

import org.jspecify.annotations.NullMarked;
