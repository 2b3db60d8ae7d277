package dev.dropfit.core.registry.facts;

/** The 95 % interval of a figure that was measured on a sample of rows: other rows of the same kind give another figure. */
public record Interval(double low, double high) {
    /** Whether a difference with this interval may be none. */
    public boolean hasZero() {
        return low <= 0 && high >= 0;
    }
}
