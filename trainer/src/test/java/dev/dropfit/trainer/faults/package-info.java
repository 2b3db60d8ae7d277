/**
 * Proof by faults that the design's guarantees hold: processes that are interleaved, cut off from storage and killed.
 *
 * <p>Start with {@link dev.dropfit.trainer.faults.InterleavingsTest}, and with {@link dev.dropfit.trainer.faults.Guarantees} for what is
 * checked.
 */
@NullMarked
package dev.dropfit.trainer.faults;

import org.jspecify.annotations.NullMarked;
