/**
 * Requests and responses, independent of the server.
 *
 * <p>A server makes a {@link dev.dropfit.monitor.dashboard.http.PageRequest} from its own request and sends the {@link
 * dev.dropfit.monitor.dashboard.http.PageResponse}. {@link dev.dropfit.monitor.dashboard.http.Guard} refuses requests from other sites; a
 * {@link dev.dropfit.monitor.dashboard.http.RefusedException} becomes an error page.
 */
@NullMarked
package dev.dropfit.monitor.dashboard.http;

import org.jspecify.annotations.NullMarked;
