package dev.dropfit.trainer;

import dev.dropfit.core.registry.ModelName;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * How far a run has come. Each stage is logged when it is reached: by the logger {@link #LOGGER} at level {@link Level#FINE}, which is off
 * unless somebody follows runs, with the model's name and the stage as parameters.
 */
public sealed interface Stage {
    /** The name of the logger. */
    String LOGGER = Stage.class.getName();

    /**
     * A part of the dataset has been read.
     *
     * @param bytes of the file that have been read, at least 0
     * @param size of the file in bytes, more than 0
     */
    record Reading(long bytes, long size) implements Stage {}

    /**
     * The dataset has been read and can be trained on.
     *
     * @param rows of the dataset
     * @param seconds the estimated CPU time of the training
     */
    record Checked(long rows, double seconds) implements Stage {}

    /** The model is fitted and written. */
    record Trained() implements Stage {}

    /** The run has its verdict and its record. */
    record Judged() implements Stage {}

    /** Whether somebody follows runs. */
    static boolean isFollowed() {
        return Logger.getLogger(LOGGER).isLoggable(Level.FINE);
    }

    /** Logs that the run of a model has come so far. */
    default void reached(ModelName model) {
        Logger.getLogger(LOGGER).log(Level.FINE, "{0}: {1}", new Object[] {model, this});
    }
}
