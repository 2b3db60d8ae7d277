/**
 * The live bucket: an object for each instance, hour and version of a model, {@code {model}/{version}/{hour}/{instance}.json}.
 *
 * <p>{@link dev.dropfit.core.live.LiveCounts} enter and leave. Start with {@link dev.dropfit.core.live.store.LiveBucket}.
 */
@NullMarked
package dev.dropfit.core.live.store;

import org.jspecify.annotations.NullMarked;
