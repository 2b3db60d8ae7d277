package dev.dropfit.trainer;

import dev.dropfit.core.registry.facts.RunPlace;

/**
 * How large a training may be in one place.
 *
 * @param tier the name of the place, for messages
 * @param heap the maximum heap size, in bytes
 * @param seconds how long a training may take on one CPU
 * @param largest whether there is no larger place. Then {@code auto} fits a linear model where memory or time allow nothing else; in any
 *     other place such a dataset is too large
 */
record Capacity(String tier, long heap, int seconds, boolean largest) {
    /** The maximum timeout of a function that a bucket starts. */
    static final int FUNCTION_SECONDS = 540;

    /** Of this process, if it is to train what the function would. */
    static Capacity ofFunction() {
        return here(RunPlace.FUNCTION, FUNCTION_SECONDS, true);
    }

    /** Whether other processes have the rows and this one needs memory for a sample only. */
    boolean isCluster() {
        return tier.equals(RunPlace.SPARK);
    }

    /** Of this process. */
    static Capacity here(String tier, int seconds, boolean largest) {
        return new Capacity(tier, Runtime.getRuntime().maxMemory(), seconds, largest);
    }
}
