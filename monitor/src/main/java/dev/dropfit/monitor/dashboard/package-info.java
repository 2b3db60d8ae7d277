/**
 * The dashboard: pages that show what the model bucket holds.
 *
 * <p>A {@link dev.dropfit.monitor.dashboard.http.PageRequest} enters {@link dev.dropfit.monitor.dashboard.Dashboard}, which chooses the page
 * by the path; a {@link dev.dropfit.monitor.dashboard.http.PageResponse} leaves it. The packages below, from the pages down:
 *
 * <ul>
 *   <li>{@code card}: the model card
 *   <li>{@code page}: the pages and their sections
 *   <li>{@code trial}: the form that tries the served model
 *   <li>{@code change}: what a dashboard on this machine can change
 *   <li>{@code chart}: pictures as SVG
 *   <li>{@code read}: what the registry holds, and the caches
 *   <li>{@code http}: request, response, guard
 *   <li>{@code html}: markup, layout, script and styles
 * </ul>
 */
@NullMarked
package dev.dropfit.monitor.dashboard;

import org.jspecify.annotations.NullMarked;
