/**
 * What the pages read. {@link dev.dropfit.monitor.dashboard.read.Records} is where to start: it reads from the registry and caches what cannot
 * change.
 */
@NullMarked
package dev.dropfit.monitor.dashboard.read;

import org.jspecify.annotations.NullMarked;
