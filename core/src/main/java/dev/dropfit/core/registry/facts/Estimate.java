package dev.dropfit.core.registry.facts;

import java.util.Optional;

/**
 * A figure that was measured on a sample of rows.
 *
 * @param value NaN when the rows do not determine it
 * @param interval empty when it is not known
 */
public record Estimate(double value, Optional<Interval> interval) {
    /** A figure that the rows do not determine. */
    public static final Estimate NONE = new Estimate(Double.NaN, Optional.empty());
}
