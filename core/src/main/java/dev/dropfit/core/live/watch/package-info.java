/**
 * Which changes of live traffic cause an alert, once.
 *
 * <p>{@link dev.dropfit.core.live.store.LiveReport}s enter, {@link dev.dropfit.core.live.watch.LiveAlert}s leave. Start with {@link
 * dev.dropfit.core.live.watch.LiveWatch}.
 */
@NullMarked
package dev.dropfit.core.live.watch;

import org.jspecify.annotations.NullMarked;
