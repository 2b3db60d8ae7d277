package dev.dropfit.trainer.learn.boost;

/**
 * The values that the leaves below a node may have. If scores must rise with a feature, all leaves on the left of a split by it stay below the middle of
 * the values of its two sides, and all on the right above (as in XGBoost).
 */
record LeafBounds(double lowest, double highest) {
    static final LeafBounds NONE = new LeafBounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    double nearest(double value) {
        return Math.max(lowest, Math.min(highest, value));
    }

    /** Those of values that stay below a value if the sign is 1, and above it if it is -1. */
    LeafBounds below(int sign, double value) {
        return switch (sign) {
            case 1 -> new LeafBounds(lowest, value);
            case -1 -> new LeafBounds(value, highest);
            default -> this;
        };
    }
}
