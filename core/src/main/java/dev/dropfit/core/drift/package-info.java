/**
 * Whether a difference between two samples is more than chance.
 *
 * <p>Counts in the same bins enter {@link dev.dropfit.core.drift.Shift}, which says how far a distribution moved; {@link
 * dev.dropfit.core.drift.Chance} is the bound of several comparisons together.
 */
@NullMarked
package dev.dropfit.core.drift;

import org.jspecify.annotations.NullMarked;
