package dev.dropfit.monitor.dashboard.change;

import dev.dropfit.monitor.dashboard.http.PageToken;

/**
 * What a dashboard can change, and what a request for a change needs.
 *
 * @param operations the changes of the host
 * @param token the token that a request for a change must have
 */
public record Changes(Operations operations, PageToken token) {}
