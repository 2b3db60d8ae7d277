/**
 * The pages. {@link dev.dropfit.monitor.dashboard.page.ModelsPage} lists all models; {@link dev.dropfit.monitor.dashboard.page.ModelPage} shows
 * one, and the other classes are its sections. A request enters, a response with the whole page leaves.
 */
@NullMarked
package dev.dropfit.monitor.dashboard.page;

import org.jspecify.annotations.NullMarked;
