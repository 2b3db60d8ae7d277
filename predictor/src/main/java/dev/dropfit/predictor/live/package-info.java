/**
 * Counts the rows that are predicted, where {@code DROPFIT_LIVE} names a bucket for the counts. Nothing here is loaded otherwise.
 *
 * <p>A model enters {@link dev.dropfit.predictor.live.LiveCounters} and leaves with a scorer that counts. Counts go to the live bucket once a
 * minute, and when the process stops.
 */
@NullMarked
package dev.dropfit.predictor.live;

import org.jspecify.annotations.NullMarked;
